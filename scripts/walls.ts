// The walls of the house: which folder of src may import which. A parser reads the imports, because no
// linter reports a rule that matched no file; this prints how many it looked at and fails on none.
import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** Imports go down this list only, and never sideways between folders of one line. */
const LAYERS = [
  ['cli', 'mcp', 'server'],
  ['operations'],
  ['missions', 'audit', 'drift', 'reports'],
  ['landing', 'runs'],
  ['verification'],
  ['spec', 'ledger', 'agents', 'workspaces'],
  ['domain'],
]

/** The one file that may import each of these. */
const OWNERS: Readonly<Record<string, string>> = {
  'node:child_process': 'support/process.ts',
}
const GIT_OWNER = 'support/git.ts'
const DOMAIN_PACKAGES = ['node:path']
const COMMAND_KEYS: readonly unknown[] = ['command', 'program', 'file']

/** `imports` are paths inside src (`../` when they leave it) or package names; all paths are relative to src. */
export interface Source {
  readonly path: string
  readonly imports: readonly string[]
  readonly callsGit: boolean
}

export function violations(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, imports, callsGit }) => [
      ...(layerOf(path) === undefined && !isFree(path) ? [`${path} is in no layer`] : []),
      ...(callsGit && path !== GIT_OWNER ? [`${path} runs git; only ${GIT_OWNER} may`] : []),
      ...imports.flatMap((target) => reasonAgainst(path, target) ?? []).map((reason) => `${path} ${reason}`),
    ])
}

export function readSource(path: string, text: string): Source {
  const imports: string[] = []
  const commands: unknown[] = []
  const visitor = new Visitor({
    ImportDeclaration: ({ source }) => imports.push(source.value),
    ExportNamedDeclaration: ({ source }) => source && imports.push(source.value),
    ExportAllDeclaration: ({ source }) => imports.push(source.value),
    ImportExpression: ({ source }) => source.type === 'Literal' && imports.push(String(source.value)),
    TSImportType: ({ source }) => imports.push(source.value),
    CallExpression: ({ arguments: [first] }) => commands.push(first),
    ArrayExpression: ({ elements: [first] }) => commands.push(first),
    Property: ({ key, value }) => 'name' in key && COMMAND_KEYS.includes(key.name) && commands.push(value),
    TaggedTemplateExpression: ({ quasi }) => commands.push(quasi.quasis[0]?.value),
  })
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  visitor.visit(program)
  return { path, imports: imports.map((name) => resolve(path, name)), callsGit: commands.some(isGit) }
}

export function readSources(root: string): Source[] {
  const src = join(root, 'src')
  return globSync('**/*.ts', { cwd: src })
    .toSorted()
    .map((path) => readSource(path, readFileSync(join(src, path), 'utf8')))
}

function reasonAgainst(from: string, target: string): string | undefined {
  const [here, there] = [folderOf(from), folderOf(target)]
  if (isPackage(target)) return reasonAgainstPackage(from, target)
  if (target.startsWith('../')) return `imports ${target}, which is outside src`
  if (isTest(target)) return `imports the test ${target}`
  if (here === there || isCompose(here)) return undefined
  if (isCompose(there)) return layerOf(from) === 0 ? undefined : 'imports compose.ts; only the doors may'
  if (there === 'support')
    return here === 'domain' ? `imports ${target}; domain imports only itself` : undefined
  if (here === 'support') return there === 'domain' ? undefined : `imports ${target}; support may not`
  const isDownward = (layerOf(from) ?? Infinity) < (layerOf(target) ?? -Infinity)
  return isDownward ? undefined : `imports ${target}; ${here} may not import ${there}`
}

function reasonAgainstPackage(from: string, name: string): string | undefined {
  if (folderOf(from) === 'domain' && !DOMAIN_PACKAGES.includes(name))
    return `imports ${name}; domain imports only itself and ${DOMAIN_PACKAGES.join(', ')}`
  const owner = OWNERS[name]
  return owner && owner !== from ? `imports ${name}; only ${owner} may` : undefined
}

function resolve(from: string, name: string): string {
  return name.startsWith('.') ? posix.join(posix.dirname(from), name) : name
}

function isPackage(target: string): boolean {
  return !target.endsWith('.ts')
}

function isTest(path: string): boolean {
  return /\.(test|contract)\.ts$|(^|\/)fixtures\//.test(path)
}

/** Ruled by name in `reasonAgainst` instead of by the table. */
function isFree(path: string): boolean {
  return folderOf(path) === 'support' || isCompose(folderOf(path))
}

function isCompose(folder: string): boolean {
  return ['compose.ts', 'compose'].includes(folder)
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? path
}

function layerOf(path: string): number | undefined {
  const layer = LAYERS.findIndex((folders) => folders.includes(folderOf(path)))
  return layer === -1 ? undefined : layer
}

function isGit(command: unknown): boolean {
  if (typeof command !== 'object' || command === null) return false
  if ('value' in command && command.value === 'git') return true
  return 'cooked' in command && String(command.cooked).startsWith('git ')
}

if (import.meta.main) {
  const sources = readSources(process.cwd())
  const found = violations(sources)
  for (const violation of found) console.error(`src/${violation}`)
  const imports = sources.reduce((sum, source) => sum + source.imports.length, 0)
  console.log(`${found.length} walls broken in ${sources.length} files with ${imports} imports`)
  process.exitCode = found.length > 0 || imports === 0 ? 1 : 0
}
