import * as fc from 'fast-check'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { fixerTree } from '../../../../test/fixer-tree.ts'

/** A project of modules that import each other in every style, made so that all of it resolves. */
interface Generated {
  readonly path: string
  readonly names: readonly string[]
  readonly imports: readonly Imported[]
}

interface Imported {
  readonly target: number
  readonly style: Style
  readonly wanted: number
}

const STYLES = [
  'relative',
  'extension',
  'compiled',
  'alias',
  'dynamic',
  'require',
  'hands-on',
  'type',
] as const
type Style = (typeof STYLES)[number]

const NAMES = ['one', 'two', 'three', 'four', 'five']
const FOLDERS = ['src', 'src/legacy', 'src/text', 'src/text/deep', 'src/(group)', 'test']

const project = fc
  .array(
    fc.record({
      folder: fc.constantFrom(...FOLDERS),
      extension: fc.constantFrom('.ts', '.tsx', '.mts'),
      isIndex: fc.boolean(),
      names: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }),
      imports: fc.array(
        fc.record({ target: fc.nat(8), style: fc.constantFrom(...STYLES), wanted: fc.nat(2) }),
        { maxLength: 3 },
      ),
    }),
    { minLength: 3, maxLength: 9 },
  )
  .map((drafts) =>
    drafts.map(({ folder, extension, isIndex, names, imports }, index): Generated => {
      const name = isIndex && extension !== '.mts' ? `m${index}/index` : `m${index}`
      const ending = folder === 'test' ? `.test${extension}` : extension
      return { path: `${folder}/${name}${ending}`, names, imports }
    }),
  )

const isTest = (path: string) => path.includes('.test.')

/** How one module names another; only modules of src have an alias, and a compiled extension is one of TypeScript's. */
function specifierOf(from: string, to: string, style: Style): string {
  const [relative] = [posix.relative(posix.dirname(from), to)].map((path) =>
    path.startsWith('.') ? path : `./${path}`,
  )
  const path = relative ?? ''
  if (path.endsWith('.mts')) return style === 'compiled' ? path.replace(/mts$/, 'mjs') : path
  if (style === 'extension') return path
  if (style === 'compiled') return path.replace(/tsx?$/, 'js')
  if (style === 'alias') return `@/${to.slice('src/'.length).replace(/(?:\/index)?\.tsx?$/, '')}`
  return path.replace(/(?:\/index)?\.tsx?$/, '')
}

function lineOf(all: readonly Generated[], from: Generated, { target, style, wanted }: Imported): string {
  const to = all[target]
  if (to === undefined || to === from || isTest(to.path)) return ''
  const name = to.names[wanted % to.names.length] ?? ''
  const specifier = `'${specifierOf(from.path, to.path, style)}'`
  const line = {
    dynamic: `export const load${target} = () => import(${specifier})`,
    require: `const all${target} = require(${specifier})`,
    'hands-on': `export { ${name} as from${target} } from ${specifier}`,
    type: `export type T${target} = import(${specifier}).${name}`,
  }
  return style in line
    ? line[style as keyof typeof line]
    : `import { ${name} as used${target} } from ${specifier}`
}

function textOf(all: readonly Generated[], module: Generated): string {
  const lines = new Set(module.imports.map((one) => lineOf(all, module, one)))
  const declared = module.names.map((name) => `export const ${name} = '${module.path.length}'`)
  return ['// é "quoted" import(x)', ...lines, ...declared, ''].join('\n')
}

const ANY_SPECIFIER = /(from |import\(|require\()'([^']+)'/g

/** Where a specifier leads, by rules of our own. */
function reaches(paths: ReadonlySet<string>, from: string, specifier: string): string | null {
  const place = specifier.startsWith('@/')
    ? `src/${specifier.slice(2)}`
    : posix.join(posix.dirname(from), specifier)
  const typed = [
    place.replace(/\.js$/, '.ts'),
    place.replace(/\.js$/, '.tsx'),
    place.replace(/\.mjs$/, '.mts'),
  ]
  const ends = ['.ts', '.tsx', '/index.ts', '/index.tsx'].map((end) => place + end)
  return [place, ...typed, ...ends].find((path) => paths.has(path)) ?? null
}

const skeleton = (text: string) => text.replaceAll(ANY_SPECIFIER, "$1''")

test('a module goes only when every other still has what it imports, and nothing else changes [fixer-dead, fixer-idempotent]', async () => {
  const seen = { moved: 0, refused: 0, alone: 0 }
  await fc.assert(
    fc.asyncProperty(project, fc.nat(8), async (modules, pick) => {
      const subjects = modules.filter(({ path }) => !isTest(path))
      const subject = subjects[pick % Math.max(1, subjects.length)]
      fc.pre(subject !== undefined)
      const files = {
        'tsconfig.json': '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
        'run.sh': '#!/bin/sh\necho\n',
        ...Object.fromEntries(modules.map((module) => [module.path, textOf(modules, module)])),
      }
      const checkout = await fixerTree(files)
      const before = checkout.read()
      const order = { parameters: { path: subject?.path ?? '' }, allow: ['tests'] }
      const first = await checkout.fix('remove-dead-module', order)
      const after = checkout.read()
      const importers = modules.filter(
        ({ path }) =>
          path !== subject?.path &&
          [...(before[path] ?? '').matchAll(ANY_SPECIFIER)].some(
            ([, , specifier = '']) =>
              reaches(new Set(Object.keys(before)), path, specifier) === subject?.path,
          ),
      )
      if (first.exitCode === 20) {
        seen.refused += 1
        expect(after).toEqual(before)
        expect(importers.some(({ path }) => first.said.includes(path))).toBe(true)
        return
      }
      seen[importers.length === 0 ? 'alone' : 'moved'] += 1
      expect(first.removed).toEqual([subject?.path])
      expect(first.changed).toEqual(importers.map(({ path }) => path).toSorted())
      const paths = new Set(Object.keys(after))
      const exported = new Map(modules.map(({ path, names }) => [path, names]))
      for (const [path, text] of Object.entries(after)) {
        expect(skeleton(text)).toBe(skeleton(before[path] ?? ''))
        for (const [whole, , specifier = ''] of text.matchAll(ANY_SPECIFIER)) {
          const found = reaches(paths, path, specifier)
          expect({ path, whole, found }).toMatchObject({ found: expect.any(String) })
          const line = text.split('\n').find((one) => one.includes(whole)) ?? ''
          const [, name] = /\{ (\w+) as /.exec(line) ?? []
          if (name !== undefined) expect(exported.get(found ?? '')).toContain(name)
        }
      }
      const second = await checkout.fix('remove-dead-module', order)
      expect(second).toMatchObject({ exitCode: 0, removed: [], changed: [] })
    }),
    { numRuns: 300 },
  )
  // Each way was gone.
  expect(Math.min(seen.moved, seen.refused, seen.alone)).toBeGreaterThan(0)
})
