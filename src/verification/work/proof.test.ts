import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PLAIN_CHECK, type Check } from '../../domain/check.ts'
import { projectGate, taskGate } from '../checks/gate.ts'
import { excusableChecks, nextProofStep, type ProofFacts } from './proof.ts'

const checks = ['lint', 'test', 'own']

function facts(parts: Partial<ProofFacts>): ProofFacts {
  return { checks, answers: [], retries: 1, excusable: ['lint', 'test'], base: new Map(), ...parts }
}

const answers = (...green: boolean[]) =>
  checks.map((check, index) => ({ check, green: green[index] ?? false }))

describe('nextProofStep', () => {
  test('what was never asked is run', () => {
    expect(nextProofStep(facts({ answers: [{ check: 'lint', green: true }] }))).toEqual({
      kind: 'run',
      checks: ['test', 'own'],
    })
  })

  test('all green is green', () => {
    expect(nextProofStep(facts({ answers: answers(true, true, true) }))).toEqual({ kind: 'green' })
  })

  test('only the red ones are asked again', () => {
    expect(nextProofStep(facts({ answers: answers(true, false, true) }))).toEqual({
      kind: 'retry',
      checks: ['test'],
    })
  })

  test("the base is asked about the project's checks alone", () => {
    expect(nextProofStep(facts({ retries: 0, answers: answers(true, false, false) }))).toEqual({
      kind: 'ask-base',
      checks: ['test'],
    })
  })

  test("what is green on the base is the work's fault", () => {
    const step = nextProofStep(
      facts({ retries: 0, answers: answers(true, false, true), base: new Map([['test', true]]) }),
    )
    expect(step).toEqual({ kind: 'red', checks: ['test'] })
  })

  test("what is red on the base too is nobody's fault", () => {
    const step = nextProofStep(
      facts({ retries: 0, answers: answers(true, false, true), base: new Map([['test', false]]) }),
    )
    expect(step).toEqual({ kind: 'base-red', checks: ['test'] })
  })

  test('a red base does not excuse another failure, and is not named with it', () => {
    const step = nextProofStep(
      facts({ retries: 0, answers: answers(false, true, false), base: new Map([['lint', false]]) }),
    )
    expect(step).toEqual({ kind: 'red', checks: ['own'] })
  })

  test('it is green exactly when each check is, blames only what is red, and always comes to an end', () => {
    const answer = fc.constantFrom(true, false)
    const world = fc.record({
      tree: fc.array(fc.array(answer, { minLength: 2, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
      base: fc.array(answer, { minLength: 3, maxLength: 3 }),
      excusable: fc.subarray(checks),
      retries: fc.integer({ min: 0, max: 1 }),
    })
    fc.assert(
      fc.property(world, ({ tree, base, excusable, retries }) => {
        let [left, steps] = [retries, 0]
        const known = new Map<string, boolean>()
        const asked = new Map<string, number>()
        const onBase = new Map<string, boolean>()
        for (;;) {
          const step = nextProofStep({
            checks,
            excusable,
            retries: left,
            base: onBase,
            answers: [...known].map(([check, green]) => ({ check, green })),
          })
          expect((steps += 1)).toBeLessThan(6)
          if (step.kind === 'green') {
            expect([...known.values()]).toEqual([true, true, true])
            return
          }
          if (step.kind === 'red' || step.kind === 'base-red') {
            for (const check of step.checks) expect(known.get(check)).toBe(false)
            const excused = step.checks.filter((check) => onBase.get(check) === false)
            expect(excused).toEqual(step.kind === 'red' ? [] : step.checks)
            return
          }
          if (step.kind === 'retry') left -= 1
          for (const check of step.checks) {
            const index = checks.indexOf(check)
            if (step.kind === 'ask-base') onBase.set(check, base[index] ?? false)
            else {
              const times = asked.get(check) ?? 0
              asked.set(check, times + 1)
              known.set(check, tree[index]?.[times] ?? false)
            }
          }
        }
      }),
    )
  })
})

describe('excusableChecks', () => {
  const check = (name: string, expect_: Check['expect'], argv = [name]): Check => ({
    name,
    command: { argv },
    expect: expect_,
    timeoutMs: 1,
    ...PLAIN_CHECK,
  })
  const config = {
    gate: [check('lint', 'must-pass'), check('test', 'must-pass')],
    jail: { readable: [], variables: {} },
    brief: { tokens: 8000 },
  }

  test('a command that the task promised to turn green excuses nothing', () => {
    const gate = taskGate(config, {
      kind: 'change',
      checks: [check('repair', 'red-to-green', ['test']), check('own', 'must-pass')],
    })
    expect(excusableChecks(gate, projectGate(config))).toEqual(['lint'])
  })
})
