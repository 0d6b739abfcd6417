import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reportOf } from '../../../test/seen.ts'
import { judgeLostTests } from './judge-lost-tests.ts'
import { isNamed, lostTests } from './lost-tests.ts'

const judge = (
  before: readonly string[],
  after: readonly string[],
  expectation: 'must-pass' | 'red-to-green',
) =>
  judgeLostTests({
    pairs: [{ check: 'test', expect: expectation, before: reportOf(before), after: reportOf(after) }],
    excused: [],
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
  expect(judge(['a!', 'b'], ['a', 'b'], 'red-to-green').objections).toEqual([])
})

test('tests of a file that the work may change are judged by what it says', () => {
  const compared = { before: reportOf(['a', 'b']), after: reportOf(['a']) }
  expect(lostTests({ ...compared, excused: ['a.test.js'] }).missing).toEqual([])
  expect(lostTests({ ...compared, excused: ['other.test.js'] }).missing).toEqual(['a.test.js > b'])
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
