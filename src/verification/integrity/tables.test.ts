import { describe, expect, test } from 'vitest'
import { compareTests } from './compare.ts'

const HEAD = "import { expect, test } from 'vitest'\nimport { add } from '../src/add.ts'\n"
const THREE =
  "test('adds', () => {\n  expect(add(1, 1)).toBe(2)\n  expect(add(2, 2)).toBe(4)\n  expect(add(3, 3)).toBe(6)\n})\n"
const APART = [
  [1, 2],
  [2, 4],
  [3, 6],
]
  .map(([one, sum]) => `test('adds ${one}', () => {\n  expect(add(${one}, ${one})).toBe(${sum})\n})\n`)
  .join('')
const EACH =
  "test.each([[1, 1, 2], [2, 2, 4], [3, 3, 6]])('adds %i', (a, b, sum) => {\n  expect(add(a, b)).toBe(sum)\n})\n"
const OBJECTS =
  "test.each([{ a: 1, sum: 2 }, { a: 2, sum: 4 }, { a: 3, sum: 6 }])('adds $a', ({ a, sum }) => {\n  expect(add(a, a)).toBe(sum)\n})\n"

const PYTHON_HEAD = 'import pytest\nfrom shop import add\n\n\n'
const PYTHON_THREE =
  'def test_adds():\n    assert add(1, 1) == 2\n    assert add(2, 2) == 4\n    assert add(3, 3) == 6\n'
const PYTHON_EACH =
  '@pytest.mark.parametrize("a,b,total", [(1, 1, 2), (2, 2, 4), (3, 3, 6)])\ndef test_adds(a, b, total):\n    assert add(a, b) == total\n'

function rules(before: string, after: string): readonly string[] {
  const isPython = after.includes('def ')
  const head = isPython ? PYTHON_HEAD : HEAD
  const path = isPython ? 'tests/test_add.py' : 'test/add.test.ts'
  const change = { path, before: `${head}${before}`, after: `${head}${after}` }
  const { objections } = compareTests([change], { mode: 'run', exempt: [] }).judgement
  return objections.map(({ rule }) => rule)
}

describe('assertions that became rows of a table', () => {
  test.each([
    ['one test', THREE, EACH],
    ['one test, by objects', THREE, OBJECTS],
    ['three tests', APART, EACH],
    ['a Python test', PYTHON_THREE, PYTHON_EACH],
  ])('%s asks as much as before', (_what, before, after) => {
    expect(rules(before, after)).toEqual([])
  })

  test.each([
    ['a row is missing', THREE, EACH.replace(', [3, 3, 6]', '')],
    ['a row expects another value', THREE, EACH.replace('3, 6]', '3, 7]')],
    ['rows are worked out', THREE, EACH.replace('[3, 3, 6]', '...more')],
    ['the table is skipped', THREE, EACH.replace('test.each', 'test.skip.each')],
    ['a row of three tests is missing', APART, EACH.replace(', [3, 3, 6]', '')],
    ['a Python row is missing', PYTHON_THREE, PYTHON_EACH.replace(', (3, 3, 6)', '')],
    ['a Python row expects another value', PYTHON_THREE, PYTHON_EACH.replace('3, 6)', '3, 7)')],
  ])('where %s they do not', (_what, before, after) => {
    expect(rules(before, after)).not.toEqual([])
  })
})

test.each([
  ['JavaScript', EACH, EACH.replace('3, 6]', '3, 7]')],
  ['Python', PYTHON_EACH, PYTHON_EACH.replace('3, 6)', '3, 7)')],
])('another value in a row is another value: %s', (_language, before, after) => {
  expect(rules(before, after)).toEqual(['value-changed'])
  expect(rules(before, before)).toEqual([])
})

test('an assertion that stays, in a test that gets a table, is not gone', () => {
  const before = 'def test_adds():\n    total = 2\n    assert add(1, 1) == total\n'
  const after =
    '@pytest.mark.parametrize("one", [1, True])\ndef test_adds(one):\n    total = 2\n    assert add(1, 1) == total\n'
  expect(rules(before, after)).toEqual([])
})

test('a row that is added takes nothing away', () => {
  expect(rules(EACH.replace(', [3, 3, 6]', ''), EACH)).toEqual([])
})
