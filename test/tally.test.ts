import { expect, test } from 'vitest'
import { tally } from '../scripts/tally.ts'

const green = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  success: true,
  testResults: [],
}

test('a tally without failures is green [tally-honest]', () => {
  expect(tally(green)).toEqual({ line: '3 passed, 0 failed', isGreen: true })
})

test('skipped tests are named and do no harm', () => {
  expect(tally({ ...green, numPendingTests: 1, numTodoTests: 1 })).toEqual({
    line: '3 passed, 0 failed, 2 skipped',
    isGreen: true,
  })
})

test.each([
  ['a failure', { numFailedTests: 1, success: false }, '3 passed, 1 failed'],
  ['no test at all', { numPassedTests: 0 }, '0 passed, 0 failed'],
  ['an error outside tests', { success: false }, '3 passed, 0 failed'],
  [
    'a file that does not load',
    { success: false, testResults: [{ status: 'failed', assertionResults: [] }] },
    '3 passed, 1 failed',
  ],
])('%s is not green [tally-honest]', (_, change, line) => {
  expect(tally({ ...green, ...change })).toEqual({ line, isGreen: false })
})
