import { expect, test } from 'vitest'
import type { FileChange } from '../file-change.ts'
import { uncollected } from './uncollected.ts'

const report = (...ids: readonly string[]) => ({
  tests: ids.map((id) => ({ id, outcome: 'passed' as const })),
})
const of = (path: string, names: readonly string[]) => names.map((name) => `${path} > ${name}`)
const script = (...names: readonly string[]): string =>
  ["import { test } from 'node:test'", ...names.map((name) => `test('${name}', () => {})`)].join('\n')

function lost(
  before: readonly string[],
  after: readonly string[],
  files: readonly FileChange[],
): readonly string[] {
  const found = uncollected({ before: report(...before), after: report(...after), files })
  return found.map(({ id, path }) => `${id} in ${path}`)
}

const A = 'test/a.test.mjs'
const ONE_TWO = of(A, ['one', 'two'])

test('a test that is written and not told is lost [pass-to-pass]', () => {
  const files = [
    {
      path: A,
      before: script('one', 'two'),
      after: `${script('one')}\nprocess.exit(0)\ntest('two', () => {})`,
    },
  ]
  expect(lost(ONE_TWO, of(A, ['one']), files)).toEqual([`${A} > two in ${A}`])
})

test('a test that went from the text is for test integrity to judge', () => {
  const files = [
    { path: A, before: script('one', 'two'), after: `${script('one')}\n// test('two', () => {})` },
  ]
  expect(lost(ONE_TWO, of(A, ['one']), files)).toEqual([])
  expect(lost(ONE_TWO, [], [{ path: A, before: script('one', 'two'), after: null }])).toEqual([])
})

test('tests of a file that moved to where nobody looks are lost; where it is looked for they are not', () => {
  const moved = (path: string): readonly FileChange[] => [
    { path: A, before: script('one', 'two'), after: null },
    { path, before: null, after: script('one', 'two') },
  ]
  const attic = 'test/attic/a.mjs'
  expect(lost(ONE_TWO, [], moved(attic))).toEqual([`${A} > one in ${attic}`, `${A} > two in ${attic}`])
  expect(lost(ONE_TWO, of('test/b.test.mjs', ['one', 'two']), moved('test/b.test.mjs'))).toEqual([])
})

test('a test of the same name in a file that did not change stands for none', () => {
  const other = of('test/b.test.mjs', ['one'])
  const files = [
    { path: A, before: script('one'), after: null },
    { path: 'test/attic.mjs', before: null, after: script('one') },
  ]
  expect(lost([...of(A, ['one']), ...other], other, files)).toEqual([`${A} > one in test/attic.mjs`])
})

test('where names are worked out, a file that tells of no test any more has lost them', () => {
  const text = 'for (const name of names)\n  test(`${name} works`, () => {})\n'
  const ids = of(A, ['tea works', 'milk works'])
  const hidden = [{ path: A, before: text, after: `const names = []\n${text}` }]
  expect(lost(ids, [], hidden)).toHaveLength(2)
  expect(lost(ids, of(A, ['cocoa works']), hidden)).toEqual([])
  const attic = [
    { path: A, before: text, after: null },
    { path: 'test/attic.mjs', before: null, after: text },
  ]
  expect(lost(ids, [], attic)).toHaveLength(2)
})

test('a shared suite tells its tests under the names of the files that call it', () => {
  const files = [
    { path: A, before: script('one', 'two'), after: "import { suite } from './suite.mjs'\nsuite()" },
    {
      path: 'test/suite.mjs',
      before: null,
      after: `export const suite = () => {\n${script('one', 'two')}\n}`,
    },
  ]
  expect(lost(ONE_TWO, ONE_TWO, files)).toEqual([])
  expect(lost(ONE_TWO, of('test/b.test.mjs', ['one', 'two']), files)).toEqual([])
})

test('Python tests are found by their functions, with or without parameters', () => {
  const path = 'tests/test_a.py'
  const text = 'def test_one(n):\n    assert n\n\n\ndef test_two():\n    assert 1\n'
  const ids = of(path, ['test_one[1]', 'test_one[2]', 'test_two'])
  expect(lost(ids, of(path, ['test_one[1]', 'test_one[3]']), [{ path, before: text, after: text }])).toEqual([
    `${path} > test_two in ${path}`,
  ])
})
