/** The example as the demonstrations of its web half see it: files, syntax, imports, modules that run. */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseSync, type Program, Visitor } from 'oxc-parser'
import { z } from 'zod'

export const EXAMPLE = join(import.meta.dirname, '../../examples/ward-roster')
const TRUTH = join(import.meta.dirname, '../../examples/ward-roster-truth/web.yaml')

export const truthText = () => readFileSync(TRUTH, 'utf8')

export const isThere = (path: string) => existsSync(join(EXAMPLE, path))

export const read = (path: string) => readFileSync(join(EXAMPLE, path), 'utf8')

export const files = (pattern: string) =>
  globSync(pattern, { cwd: EXAMPLE, exclude: ['**/node_modules/**', '**/.next/**'] }).toSorted()

export const modules = () => files('web/**/*.{ts,tsx,mjs}')

export type Call = (...args: unknown[]) => unknown

/** A module of the example, run as it is. */
export async function load(path: string): Promise<Readonly<Record<string, Call>>> {
  const found: unknown = await import(pathToFileURL(join(EXAMPLE, path)).href)
  return found as Record<string, Call>
}

export function call(found: Readonly<Record<string, Call>>, name: string, ...args: unknown[]): unknown {
  const one = found[name]
  if (!one) throw new Error(`there is no ${name}`)
  return one(...args)
}

const programs = new Map<string, Program>()

export function parse(path: string, text = read(path)): Program {
  const key = `${path}\n${text}`
  const known = programs.get(key)
  if (known) return known
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  programs.set(key, program)
  return program
}

export function look(path: string, visitor: ConstructorParameters<typeof Visitor>[0]): void {
  new Visitor(visitor).visit(parse(path))
}

/** What a module imports: statements, re-exports and dynamic imports. */
function specifiers(path: string): string[] {
  const found: string[] = []
  look(path, {
    ImportDeclaration: ({ source }) => found.push(source.value),
    ExportNamedDeclaration: ({ source }) => source && found.push(source.value),
    ExportAllDeclaration: ({ source }) => found.push(source.value),
    ImportExpression: ({ source }) => source.type === 'Literal' && found.push(String(source.value)),
  })
  return found
}

const Paths = z.object({
  compilerOptions: z.object({ paths: z.record(z.string(), z.array(z.string())) }),
})

const aliases = () =>
  Object.entries(Paths.parse(JSON.parse(read('web/tsconfig.json'))).compilerOptions.paths)
    .map(([from, [to = '']]) => ({ from: from.replace('*', ''), to: join('web', to.replace('*', '')) }))
    .toSorted((a, b) => b.from.length - a.from.length)

const isFile = (path: string) => isThere(path) && statSync(join(EXAMPLE, path)).isFile()

/** The file that an import leads to, or the path where none is; undefined for packages. */
function resolve(
  from: string,
  specifier: string,
): { readonly path: string; readonly isThere: boolean } | undefined {
  const alias = aliases().find((one) => specifier.startsWith(one.from))
  if (!alias && !specifier.startsWith('.')) return undefined
  const base = alias ? join(alias.to, specifier.slice(alias.from.length)) : join(dirname(from), specifier)
  const found = ['', '.ts', '.tsx', '.mjs'].map((end) => base + end).find(isFile)
  return { path: found ?? base, isThere: found !== undefined }
}

function resolved(path: string): { readonly path: string; readonly isThere: boolean }[] {
  if (!/\.(?:tsx?|mjs)$/.test(path)) return []
  return specifiers(path).flatMap((specifier) => resolve(path, specifier) ?? [])
}

export const importsOf = (path: string) => resolved(path).flatMap((one) => (one.isThere ? one.path : []))

/** Imports that lead nowhere. */
export const lostImports = (path: string) => resolved(path).flatMap((one) => (one.isThere ? [] : one.path))

export function reachable(entries: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const waiting = [...entries]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    waiting.push(...importsOf(path))
  }
  return seen
}

const SPECIAL = /\/(?:page|layout|route|error|global-error|not-found|loading|template|default)\.tsx?$/

/** What Next starts from. */
export const entries = () => [
  ...files('web/app/**/*.{ts,tsx}').filter((path) => SPECIAL.test(path)),
  'web/middleware.ts',
  'web/next.config.mjs',
]

/** Everything that may run in a browser: client modules and what they import. */
export function clientModules(): Set<string> {
  const marked = modules().filter((path) =>
    parse(path).body.some((one) => one.type === 'ExpressionStatement' && one.directive === 'use client'),
  )
  return reachable(marked)
}

/** The path at which a page or a route handler is served: route groups are no part of it. */
export const servedAt = (path: string) =>
  `/${relative('web/app', dirname(path))
    .split('/')
    .filter((part) => !part.startsWith('('))
    .join('/')}`

const Served = z.object({
  routes: z.array(z.object({ verb: z.string(), path: z.string(), body: z.array(z.string()) })),
  settings: z.array(z.string()),
  events: z.array(z.string()),
  queues: z.array(z.string()),
  names: z.array(z.string()),
})
export type Served = z.infer<typeof Served>
let served: Served | undefined

/** What the Python half serves, by Python's own parser. */
export function python(): Served {
  const script = join(import.meta.dirname, 'fixtures/web-served.py')
  const args = [script, join(EXAMPLE, 'api/ward_roster')]
  served ??= Served.parse(JSON.parse(execFileSync('python3', args, { encoding: 'utf8' })))
  return served
}

export function node(
  args: readonly string[],
  cwd = EXAMPLE,
): { readonly ok: boolean; readonly output: string } {
  try {
    const options = { cwd, encoding: 'utf8', stdio: 'pipe', env: { PATH: process.env['PATH'] } } as const
    return { ok: true, output: execFileSync(process.execPath, args, options) }
  } catch (error) {
    return { ok: false, output: String((error as { stdout?: unknown }).stdout) }
  }
}
