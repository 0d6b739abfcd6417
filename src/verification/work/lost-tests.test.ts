import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reportOf } from '../../../test/seen.ts'
import { judgeLostTests } from './judge-lost-tests.ts'
import { isNamed, standsIn } from '../test-names.ts'
import { lostTests } from './lost-tests.ts'

const judge = (
  before: readonly string[],
  after: readonly string[],
  expectation: 'must-pass' | 'red-to-green',
) =>
  judgeLostTests({
    pairs: [
      { check: 'test', expect: expectation, tests: [], before: reportOf(before), after: reportOf(after) },
    ],
    excused: [],
    files: [],
  })

describe('a test that passed before', () => {
  test.each([
    ['is not there any more', ['a', 'b'], ['a'], 'missing'],
    ['fails', ['a', 'b'], ['a', 'b!'], 'failing'],
    ['is skipped', ['a', 'b'], ['a', 'b?'], 'failing'],
  ])('and now %s is lost [pass-to-pass]', (_what, before, after, rule) => {
    expect(judge(before, after, 'must-pass').objections).toMatchObject([{ rule, subject: 'a.test.js > b' }])
  })

  test('and still does is not, whatever is new or failed before', () => {
    expect(judge(['a', 'b!', 'c?'], ['a', 'b!', 'd', 'e!'], 'must-pass').objections).toEqual([])
  })
})

test('a test that was red and is gone has not turned green [pass-to-pass]', () => {
  expect(judge(['a!', 'b'], ['b'], 'red-to-green').objections).toMatchObject([
    { rule: 'not-turned', subject: 'a.test.js > a' },
  ])
  expect(judge(['a!', 'b'], ['a?', 'b'], 'red-to-green').objections).toMatchObject([{ rule: 'not-turned' }])
  expect(judge(['a!', 'b'], ['a', 'b'], 'red-to-green').objections).toEqual([])
})

test('tests of a file that the work may change are judged by what it says', () => {
  const compared = { before: reportOf(['a', 'b']), after: reportOf(['a']) }
  expect(lostTests({ ...compared, excused: ['a.test.js'] }).missing).toEqual([])
  expect(lostTests({ ...compared, excused: ['other.test.js'] }).missing).toEqual(['a.test.js > b'])
})

test('tests named after the time are others at each collection, and as many must pass [pass-to-pass]', () => {
  const [before, after] = [
    ['at 10:15', 'at 10:16'],
    ['at 11:20', 'at 11:21'],
  ]
  expect(judge(before ?? [], after ?? [], 'must-pass').objections).toEqual([])
  expect(judge(before ?? [], ['at 11:20'], 'must-pass').objections).toHaveLength(2)
})

test.each([
  ['tests/test_a.py > Case > it', 'tests/test_a.py', true],
  ['tests/test_ab.py > it', 'tests/test_a.py', false],
  ['test_price.Prices.test_sum', 'tests/test_price.py', true],
  ['tests.test_price.Prices.test_sum', 'tests/test_price.py', true],
  ['pkg.latest.Foo', 'test.py', false],
  ['a.test.ts |quick| > it', 'a.test.ts', true],
  ['example.org/shop/price > TestSum', 'price/sum_test.go', true],
  ['example.org/shop/tax > TestSum', 'price/sum_test.go', false],
  ['test/price.test.mjs > it', 'test/p.mjs', false],
  ['test/price.test.mjs > it', 'test/.gitkeep', false],
])('%s stands in %s: %s', (id, path, stands) => {
  expect(standsIn(id, path)).toBe(stands)
})

test('nothing is lost between a report and itself', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom('a', 'b!', 'c?', 'd')), (names) => {
      expect(lostTests({ before: reportOf(names), after: reportOf(names), excused: [] })).toEqual({
        missing: [],
        failing: [],
      })
    }),
  )
})

test.each([
  ['a.test.js > suite > name', 'name', true],
  ['a.test.js > suite > name', 'suite > name', true],
  ['a.test.js > suite > name', 'me', false],
  ['tests.test_a.Case.test_it', 'test_it', true],
  ['pkg/mod/TestIt', 'TestIt', true],
])('%s is named by %s: %s', (id, name, isMeant) => {
  expect(isNamed(id, name)).toBe(isMeant)
})
