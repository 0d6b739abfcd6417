import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PLAIN_CHECK, type Check } from '../../domain/check.ts'
import { gateOf, nightGate, projectGate, taskGate } from './gate.ts'

const jail = { readable: [], variables: {} }

function check(name: string, parts: Partial<Check> = {}): Check {
  return {
    name,
    command: { argv: ['run', name] },
    expect: 'must-pass',
    timeoutMs: 1000,
    ...PLAIN_CHECK,
    ...parts,
  }
}

const config = { gate: [check('test')], jail }

describe('gates', () => {
  test("a change answers for the project's gate and its own checks", () => {
    const gate = taskGate(config, { kind: 'change', checks: [check('mine')] })
    expect(gate.checks.map((one) => one.name)).toEqual(['test', 'mine'])
  })

  test('a verify task answers for its own checks', () => {
    const gate = taskGate(config, { kind: 'verify', checks: [check('mine')] })
    expect(gate.checks.map((one) => one.name)).toEqual(['mine'])
  })

  test("a task's check may be named like one of the project's", () => {
    const gate = taskGate(config, {
      kind: 'change',
      checks: [check('test', { expect: 'red-to-green' }), check('test')],
    })
    expect(gate.checks.map((one) => one.name)).toEqual(['test', 'test (2)', 'test (3)'])
  })

  test("a change without checks of its own has exactly the project's gate", () => {
    expect(taskGate(config, { kind: 'change', checks: [] }).hash).toBe(projectGate(config).hash)
  })

  test('an empty gate is refused with the line to add', () => {
    expect(() => projectGate({ gate: [], jail })).toThrow(
      expect.objectContaining({ code: 'gate-empty', hint: expect.stringContaining('gate:') }),
    )
  })

  test("a night's gate asks each red-to-green command of its tasks once, by the task's key", () => {
    const red = check('red', { expect: 'red-to-green' })
    const gate = nightGate(config, [
      { key: 'one', checks: [red, check('other')] },
      { key: 'two', checks: [{ ...red, name: 'same command' }] },
    ])
    expect(gate.checks.map((one) => one.name)).toEqual(['test', 'one: red'])
  })
})

describe('the hash of a gate', () => {
  const base = gateOf({ jail }, [check('a'), check('b')])

  test.each<[string, Check[], Record<string, string>]>([
    ['a command', [check('a', { command: { argv: ['other'] } }), check('b')], {}],
    ['an expectation', [check('a', { expect: 'red-to-green' }), check('b')], {}],
    ['a timeout', [check('a', { timeoutMs: 2 }), check('b')], {}],
    ['valid red exits', [check('a', { redExits: [3] }), check('b')], {}],
    ['a name', [check('c'), check('b')], {}],
    ['one check less', [check('a')], {}],
    ['a variable', [check('a'), check('b')], { NODE_ENV: 'test' }],
    ['a shell instead of arguments', [check('a', { command: { shell: 'run a' } }), check('b')], {}],
  ])('changes with %s', (_what, checks, variables) => {
    expect(gateOf({ jail: { ...jail, variables } }, checks).hash).not.toBe(base.hash)
  })

  test('does not depend on the order of checks, variables or red exits', () => {
    const checks = [check('a', { redExits: [1, 2] }), check('b'), check('c')]
    const variables = { A: '1', B: '2', C: '3' }
    const { hash } = gateOf({ jail: { ...jail, variables } }, checks)
    fc.assert(
      fc.property(
        fc.shuffledSubarray(checks, { minLength: 3 }),
        fc.shuffledSubarray(Object.entries(variables), { minLength: 3 }),
        (some, entries) => {
          const shuffled = some.map((one) => ({ ...one, redExits: one.redExits.toReversed() }))
          expect(gateOf({ jail: { ...jail, variables: Object.fromEntries(entries) } }, shuffled).hash).toBe(
            hash,
          )
        },
      ),
    )
  })
})
