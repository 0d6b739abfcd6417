import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeRed, judgeReds, type RedVerdict } from './red-check.ts'

const check = { name: 'test', redExits: [] as number[] }
const exit = (exitCode: number) => ({ exitCode, signal: null, timedOut: false })
const killed = (signal: string) => ({ exitCode: null, signal, timedOut: false })
const timedOut = { exitCode: null, signal: null, timedOut: true }

describe('judgeRed', () => {
  test.each([1, 2, 100, 128, 193, 255])('exit code %i twice is red', (code) => {
    expect(judgeRed(check, exit(code), exit(code))).toEqual({ kind: 'red' })
  })

  test('two different valid reds are red', () => {
    expect(judgeRed(check, exit(1), exit(2))).toEqual({ kind: 'red' })
  })

  test('green twice is nothing-to-fix', () => {
    expect(judgeRed(check, exit(0), exit(0))).toMatchObject({
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
    [timedOut, 'out of time'],
  ])('%j twice is invalid-red', (outcome, words) => {
    expect(judgeRed(check, outcome, outcome)).toMatchObject({
      kind: 'invalid-red',
      detail: expect.stringContaining(words),
    })
  })

  test.each([
    [exit(0), exit(1)],
    [exit(1), exit(0)],
    [exit(1), timedOut],
    [exit(127), exit(1)],
    [exit(0), killed('SIGSEGV')],
  ])('%j and then %j is flaky', (first, second) => {
    expect(judgeRed(check, first, second)).toMatchObject({ kind: 'flaky-check' })
  })

  test('declared exit codes are the only valid ones', () => {
    const declared = { name: 'test', redExits: [3] }
    expect(judgeRed(declared, exit(3), exit(3))).toEqual({ kind: 'red' })
    expect(judgeRed(declared, exit(1), exit(1))).toMatchObject({ kind: 'invalid-red' })
  })

  test('a declared crash is a valid red, however it is told', () => {
    const declared = { name: 'test', redExits: [139] }
    expect(judgeRed(declared, exit(139), killed('SIGSEGV'))).toEqual({ kind: 'red' })
  })

  test('a timeout is never a valid red', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 })), (redExits) => {
        expect(judgeRed({ name: 'test', redExits }, timedOut, timedOut).kind).toBe('invalid-red')
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
        expect(judgeRed(check, one, other).kind).toBe(judgeRed(check, other, one).kind)
      }),
    )
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
