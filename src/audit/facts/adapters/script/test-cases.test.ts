import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { testCaseAdapter } from './test-cases.ts'

const cases = (text: string, path = 'a.test.ts') =>
  factsOf(testCaseAdapter, 'testCase', { path, text }).map(({ name, framework, assertions, skip }) => [
    name,
    framework,
    assertions,
    skip,
  ])

test('tests have the names of their suites, their assertions and why they are skipped', () => {
  const text = `import { describe, expect, it } from 'vitest'
describe('sum', () => {
  it('adds', () => { expect(sum(1, 2)).toBe(3); expect(sum(0, 0)).toBe(0) })
  it.skip('is slow', () => { expect(1).toBe(x) })
  it.todo('rounds')
})
`
  expect(cases(text)).toEqual([
    ['sum > adds', 'vitest', 2, null],
    ['sum > is slow', 'vitest', 1, 'skip'],
    ['sum > rounds', 'vitest', 0, 'todo'],
  ])
})

test('where one test alone runs, the others do not', () => {
  const text = "import test from 'node:test'\ntest.only('a', () => {})\ntest('b', () => {})\n"
  expect(cases(text, 'a.mjs')).toEqual([
    ['a', 'node-test', 0, null],
    ['b', 'node-test', 0, 'only others run'],
  ])
})

test('a function called test in a module that is none declares nothing', () => {
  expect(cases("test('a', () => {})", 'src/pattern.ts')).toEqual([])
})
