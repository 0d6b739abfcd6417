import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byExit, exited, reported, reportOf } from '../../../test/seen.ts'
import { answerOf, testsNamed } from './answer.ts'

const all = { expect: 'must-pass', tests: [] } as const

describe('answerOf', () => {
  test('a good exit is green where there are no tests to be counted', () => {
    expect(answerOf(byExit(exited(0)), all)).toEqual({ green: true, finding: '' })
  })

  test('a whole report in which all passed is green', () => {
    expect(answerOf(reported(0, ['a', 'b?']), all)).toEqual({ green: true, finding: '' })
  })

  test.each([
    ['a bad exit', byExit(exited(3)), 'It ended with exit code 3.'],
    ['a failed test behind a good exit', reported(0, ['a!']), 'a.test.js > a failed (exit code 0).'],
    ['a report without an end', reported(0, ['a'], { complete: false }), 'did not report to the end'],
    ['a report that was never written', { ...reported(0, []), report: null }, 'did not report to the end'],
    ['no test', reported(0, []), 'no test ran'],
    ['nothing but skipped tests', reported(0, ['a?', 'b?']), 'no test ran'],
    [
      'a file that could not be collected',
      reported(0, ['a'], { errors: ['b.js'] }),
      'could not collect b.js',
    ],
    ['no end in time', byExit({ exitCode: null, signal: null, timedOut: true }), 'no answer in time'],
    ['a signal', byExit({ exitCode: null, signal: 'SIGKILL', timedOut: false }), 'a signal'],
  ])('%s is red and says why [proof-by-tests]', (_what, seen, words) => {
    expect(answerOf(seen, all)).toEqual({ green: false, finding: expect.stringContaining(words) })
  })

  test('a red-to-green check that names its tests is about them alone', () => {
    const named = { expect: 'red-to-green', tests: ['a'] } as const
    expect(answerOf(reported(1, ['a', 'b!']), named).green).toBe(true)
    expect(answerOf(reported(1, ['a!', 'b']), named).finding).toBe('a did not pass.')
    expect(answerOf(reported(0, ['b']), named).green).toBe(false)
    expect(answerOf(reported(0, ['a'], { complete: false }), named).green).toBe(false)
  })

  test('green says nothing and red always says something', () => {
    const names = fc.array(fc.constantFrom('a', 'b!', 'c?'), { maxLength: 4 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), names, fc.boolean(), (exitCode, tests, complete) => {
        const { green, finding } = answerOf(reported(exitCode, tests, { complete }), all)
        expect(green).toBe(finding === '')
        if (green) expect([exitCode, complete, tests.includes('a')]).toEqual([0, true, true])
      }),
    )
  })
})

test('many tests are named by the first of them', () => {
  const ids = reportOf(['1', '2', '3', '4', '5', '6', '7']).tests.map(({ id }) => id)
  expect(testsNamed(ids)).toMatch(/> 5 and 2 more$/)
})
