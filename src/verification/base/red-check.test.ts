import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byExit, exited, reported } from '../../../test/seen.ts'
import { judgeRed, judgeReds, type RedVerdict } from './red-check.ts'

const check = {
  name: 'test',
  expect: 'red-to-green' as const,
  redExits: [] as number[],
  tests: [] as string[],
}
const exit = (exitCode: number) => byExit(exited(exitCode))
const killed = (signal: string) => byExit({ exitCode: null, signal, timedOut: false })
const timedOut = byExit({ exitCode: null, signal: null, timedOut: true })

describe('judgeRed by exit code', () => {
  const declared = { ...check, redExits: [3] }

  test('a declared exit code twice is red', () => {
    expect(judgeRed(declared, exit(3), exit(3))).toEqual({ kind: 'red' })
  })

  test.each([1, 2, 100, 128, 193, 255])('exit code %i that nobody declared proves nothing', (code) => {
    expect(judgeRed(check, exit(code), exit(code))).toMatchObject({
      kind: 'invalid-red',
      detail: expect.stringContaining(`exits: [${code}]`),
    })
    expect(judgeRed(declared, exit(code), exit(code))).toMatchObject({ kind: 'invalid-red' })
  })

  test('green twice is nothing-to-fix', () => {
    expect(judgeRed(declared, exit(0), exit(0))).toMatchObject({
      kind: 'nothing-to-fix',
      detail: expect.stringContaining('test'),
    })
  })

  test.each([
    [exit(126), 'cannot be executed'],
    [exit(127), 'not found'],
    [exit(139), 'signal'],
    [killed('SIGKILL'), 'signal'],
    [killed('SIGMADEUP'), 'SIGMADEUP'],
    [timedOut, 'in time'],
  ])('%j twice is invalid-red', (seen, words) => {
    expect(judgeRed(declared, seen, seen)).toMatchObject({
      kind: 'invalid-red',
      detail: expect.stringContaining(words),
    })
  })

  test.each([
    [exit(0), exit(3)],
    [exit(3), exit(0)],
    [exit(3), timedOut],
    [exit(127), exit(3)],
    [exit(0), killed('SIGSEGV')],
  ])('%j and then %j is flaky', (first, second) => {
    expect(judgeRed(declared, first, second)).toMatchObject({ kind: 'flaky-check' })
  })

  test('a timeout is never a valid red', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 })), (redExits) => {
        expect(judgeRed({ ...check, redExits }, timedOut, timedOut).kind).toBe('invalid-red')
      }),
    )
  })

  test('the order of the two answers does not matter', () => {
    const outcome = fc.oneof(
      fc.integer({ min: 0, max: 255 }).map(exit),
      fc.constantFrom(timedOut, killed('SIGTERM')),
    )
    fc.assert(
      fc.property(outcome, outcome, (one, other) => {
        expect(judgeRed(declared, one, other).kind).toBe(judgeRed(declared, other, one).kind)
      }),
    )
  })
})

describe('judgeRed by test report', () => {
  test('the same failing tests twice are red', () => {
    const seen = reported(1, ['a!', 'b'])
    expect(judgeRed(check, seen, seen)).toEqual({ kind: 'red' })
  })

  test('other failing tests the second time are flaky', () => {
    const verdict = judgeRed(check, reported(1, ['a!', 'b']), reported(1, ['a', 'b!']))
    expect(verdict).toMatchObject({
      kind: 'flaky-check',
      detail: expect.stringContaining('a.test.js > b failed'),
    })
  })

  test.each([
    ['no test at all', reported(1, []), 'no test ran'],
    [
      'no test that could be collected',
      reported(1, [], { errors: ['b.test.js'] }),
      'b.test.js could be collected',
    ],
    ['a report without an end', reported(1, ['a!'], { complete: false }), 'did not report to the end'],
    ['no report', { ...reported(1, []), report: null }, 'did not report to the end'],
  ])('%s proves nothing', (_what, seen, words) => {
    expect(judgeRed(check, seen, seen)).toMatchObject({
      kind: 'invalid-red',
      detail: expect.stringContaining(words),
    })
  })

  test('an exit code of 0 without a test is not green', () => {
    const seen = reported(0, [])
    expect(judgeRed(check, seen, seen).kind).toBe('invalid-red')
  })

  test('named tests are what counts', () => {
    const named = { ...check, tests: ['a'] }
    const red = reported(1, ['a!', 'b'])
    const others = reported(1, ['a', 'b!'])
    const unknown = reported(1, ['b!'])
    expect(judgeRed(named, red, red).kind).toBe('red')
    expect(judgeRed(named, others, others).kind).toBe('nothing-to-fix')
    expect(judgeRed(named, unknown, unknown)).toMatchObject({
      kind: 'invalid-red',
      detail: expect.stringContaining('knows no test a'),
    })
  })
})

describe('judgeReds', () => {
  const verdict = (kind: RedVerdict['kind']): RedVerdict =>
    kind === 'red' ? { kind } : { kind, detail: kind }

  test.each<[RedVerdict['kind'][], RedVerdict['kind']]>([
    [[], 'red'],
    [['red', 'nothing-to-fix'], 'red'],
    [['nothing-to-fix', 'nothing-to-fix'], 'nothing-to-fix'],
    [['red', 'invalid-red'], 'invalid-red'],
    [['invalid-red', 'flaky-check', 'red'], 'flaky-check'],
  ])('%j together are %s', (kinds, whole) => {
    expect(judgeReds(kinds.map(verdict)).kind).toBe(whole)
  })
})
