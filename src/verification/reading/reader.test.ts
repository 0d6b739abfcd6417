import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileChange } from '../file-change.ts'
import { judgeFiles } from './judge-files.ts'
import { withinLimits } from './limits.ts'
import { judged, readerContract } from './reader.contract.ts'
import { createReader, createReaderHere } from './reader.ts'

readerContract('a reader in this process', createReaderHere)

const reader = createReaderHere()
const EXITS = 'process.exit(0)\n'

describe('hiding from the judges', () => {
  const deep = (sign: string): string => `export const a = ${sign.repeat(4900)}1\n`
  test.each<[string, FileChange, string]>([
    ['a byte order mark', { path: 'src/a.ts', before: null, after: `\uFEFF${EXITS}` }, 'ends-process'],
    [
      'a mark in Python',
      { path: 'a.py', before: null, after: '\uFEFFimport os\nos._exit(0)\n' },
      'ends-process',
    ],
    [
      'a return at the top level',
      { path: 'src/a.cjs', before: null, after: `${EXITS}if (a) return\n` },
      'ends-process',
    ],
    ['a name in capitals', { path: 'src/a.JS', before: null, after: EXITS }, 'ends-process'],
    [
      'a long expression',
      { path: 'src/a.ts', before: null, after: `${EXITS}x = ${'1 + '.repeat(1200)}1` },
      'ends-process',
    ],
    [
      'a long expression in Python',
      { path: 'a.py', before: null, after: `import os\nos._exit(0)\nx = ${'1 + '.repeat(1200)}1\n` },
      'ends-process',
    ],
    ['an expression deeper than any', { path: 'src/a.ts', before: 'a()', after: deep('+-') }, 'unreadable'],
    [
      'an expression deeper than any in a test',
      {
        path: 'test/a.test.ts',
        before: null,
        after: `test('a', () => { expect(${'+-'.repeat(4900)}1).toBe(1) })`,
      },
      'unreadable',
    ],
    [
      'bytes that are no text',
      { path: 'src/a.ts', before: 'a()', after: null, unread: { before: null, after: 'holds a NUL byte' } },
      'unreadable',
    ],
    ['no grammar', { path: 'src/a.py', before: 'a()', after: 'def (' }, 'unreadable'],
  ])('%s helps nobody [unreadable-held]', async (_, file, rule) => {
    expect(await judged(reader, [file])).toEqual([`${file.path} ${rule}`])
  })

  test('what could not be read before hides nothing more, and is counted', async () => {
    const files = [
      { path: 'src/a.ts', before: 'const =', after: 'const = 1' },
      { path: 'src/b.ts', before: 'a()', after: 'b()' },
    ]
    const { suspicion } = await reader.judge({ files, tests: [], exempt: [] })
    expect(suspicion.objections).toEqual([])
    expect(suspicion.detail).toMatch(/1 changed file could be read neither before nor after\.$/)
  })

  test('a test that is made unreadable is no test that was deleted', async () => {
    const before = "test('adds', () => { expect(add(1, 2)).toBe(3) })\n"
    const unread = { before: null, after: 'holds a NUL byte' }
    expect(await judged(reader, [{ path: 'test/a.test.ts', before, after: null, unread }])).toEqual([
      'test/a.test.ts unparsable',
      'test/a.test.ts unreadable',
    ])
  })

  test('what is too much to be judged at once is an objection, and nothing else crowds it out', async () => {
    const blank = (path: string) => ({ path, before: null, after: '\n'.repeat(3_000_000) })
    const data = { path: 'data.csv', before: null, after: ','.repeat(9_000_000) }
    const few = withinLimits([data, blank('a.ts'), blank('b.ts')])
    expect(few.map(({ path }) => path)).toEqual(['a.ts', 'b.ts'])
    const many = withinLimits([...few, blank('c.ts'), { path: 'ci.sh', before: 'd()', after: null }])
    expect(many.slice(2)).toEqual([
      {
        path: 'c.ts',
        before: null,
        after: null,
        unread: { before: null, after: 'is part of too large a change' },
      },
      {
        path: 'ci.sh',
        before: null,
        after: null,
        unread: { before: null, after: 'is part of too large a change' },
      },
    ])
    expect(await judged(reader, many.slice(2))).toEqual(['c.ts unreadable', 'ci.sh unreadable'])
  })
})

test.each<[string, string, string]>([
  ['a long template', 'src/a.ts', `export const text = \`${'word '.repeat(2200)}\`\n`],
  ['many calls without a semicolon', 'src/a.ts', `export function f() {\n${'  call(1)\n'.repeat(600)}}\n`],
  ['brackets in texts', 'src/a.ts', `export const open = [${"'((((((',".repeat(1500)}]\n`],
  ['a long list', 'src/a.ts', `export const all = [${'1,'.repeat(150_000)}]\n`],
  ['types in JavaScript', 'src/a.js', '// @flow\nexport function f(a: number): number { return a }\n'],
  ['declarations', 'src/a.d.ts', 'export const a: number\nexport function f(): void\n'],
  ['CommonJS', 'src/a.js', 'if (require.main !== module) return\nmodule.exports = {}\n'],
  ['data for tests that is broken on purpose', 'test/fixtures/broken.ts', 'const ='],
])('%s is readable [suspicion-honest]', async (_, path, after) => {
  expect(await judged(reader, [{ path, before: null, after }])).toEqual([])
})

test('nothing that work may hold makes a judge throw', () => {
  const pieces = fc.array(
    fc.constantFrom(
      'test(',
      "'a'",
      '() => {',
      '})',
      'expect(1)',
      '.toBe(',
      '\0',
      '\uFEFF',
      'def ',
      ':\n  ',
      '`',
      '${',
    ),
    { maxLength: 40 },
  )
  const bytes = fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all).toString('utf8'))
  const text = fc.oneof(
    fc.constant(null),
    bytes,
    fc.string(),
    pieces.map((all) => all.join('')),
  )
  const path = fc.constantFrom(
    'a.ts',
    'a.test.tsx',
    'a.py',
    'test_a.py',
    'a.cjs',
    'vitest.config.ts',
    'a.snap',
  )
  fc.assert(
    fc.property(path, text, text, (name, before, after) => {
      const files = [{ path: name, before, after }]
      expect(() => judgeFiles({ files, tests: [], exempt: [] })).not.toThrow()
    }),
    { numRuns: 200 },
  )
})

describe('a reader that some texts end', () => {
  const DEADLY = 'deadly'
  const mortal = createReader({
    judge: (request) =>
      Promise.resolve(
        request.files.some(({ before, after }) => `${before}${after}`.includes(DEADLY))
          ? null
          : judgeFiles(request),
      ),
    plant: ({ modules }) =>
      Promise.resolve(
        modules.some(({ source }) => source.includes(DEADLY))
          ? null
          : modules.map(({ path, source }) => ({ path, source, line: 1, description: 'planted' })),
      ),
  })

  test('names them, and judges the others [unreadable-held]', async () => {
    const files = [
      { path: 'src/a.ts', before: 'a()', after: DEADLY },
      { path: 'src/b.ts', before: null, after: EXITS },
      { path: 'src/c.ts', before: DEADLY, after: `${DEADLY}()` },
      { path: 'src/d.ts', before: DEADLY, after: 'd()' },
    ]
    expect(await judged(mortal, files)).toEqual(['src/a.ts unreadable', 'src/b.ts ends-process'])
  })

  test('has all of them named when none does it alone', async () => {
    const together = createReader({
      plant: () => Promise.resolve(null),
      judge: (request) =>
        Promise.resolve(
          request.files.filter(({ path }) => path.startsWith('src/')).length > 1 ? null : judgeFiles(request),
        ),
    })
    const files = ['src/a.ts', 'src/b.ts'].map((path) => ({ path, before: null, after: 'a()' }))
    expect(await judged(together, files)).toEqual(['src/a.ts unreadable', 'src/b.ts unreadable'])
  })

  test('plants faults in the others', async () => {
    const modules = [DEADLY, 'a()'].map((source, index) => ({ path: `${index}.ts`, source }))
    expect((await mortal.plant({ modules, most: 1, seed: 1 })).map(({ path }) => path)).toEqual(['1.ts'])
  })

  test('is at fault itself when it can read nothing at all', async () => {
    const dead = createReader({ judge: () => Promise.resolve(null), plant: () => Promise.resolve(null) })
    await expect(
      dead.judge({ files: [{ path: 'a.ts', before: null, after: '' }], tests: [], exempt: [] }),
    ).rejects.toMatchObject({ code: 'state-unusable' })
  })
})
