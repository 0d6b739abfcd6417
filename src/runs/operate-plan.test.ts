import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OperationPlan } from '../domain/operation-plan.ts'
import { hashPlan, planOperation, planText } from './operate-plan.ts'

const CONFIG = {
  operations: {
    restart: {
      command: { argv: ['sh', 'ops/restart.sh'] },
      target: 'staging',
      timeoutMs: 60_000,
      network: true,
      inherit: ['TOKEN'],
    },
    sweep: { command: { shell: 'make sweep' }, target: 'shop', timeoutMs: 1, network: false, inherit: [] },
  },
  targets: { staging: { production: false } },
} as const

describe('a plan', () => {
  test('is what the configuration says, on a commit', () => {
    expect(planOperation(CONFIG, { operation: 'restart' }, 'base')).toEqual({
      operation: 'restart',
      ...CONFIG.operations.restart,
      production: false,
      commit: 'base',
    })
  })

  test('on a target that is not listed is one on production', () => {
    expect(planOperation(CONFIG, { operation: 'sweep' }, 'base')).toMatchObject({ production: true })
  })

  test.each(['unknown', 'constructor', '__proto__', null])(
    'there is none for the operation %s',
    (operation) => {
      expect(planOperation(CONFIG, { operation }, 'base')).toBeNull()
    },
  )

  test('a target is not known for being named like what every object has', () => {
    const operations = { sweep: { ...CONFIG.operations.sweep, target: 'constructor' } }
    expect(planOperation({ operations, targets: {} }, { operation: 'sweep' }, 'base')).toMatchObject({
      production: true,
    })
  })
})

const command = fc.oneof(
  fc.record({ argv: fc.array(fc.string(), { minLength: 1, maxLength: 3 }) }),
  fc.record({ shell: fc.string() }),
)
const plan: fc.Arbitrary<OperationPlan> = fc.record({
  operation: fc.constantFrom('a', 'b'),
  target: fc.constantFrom('a', 'b'),
  production: fc.boolean(),
  command,
  timeoutMs: fc.integer({ min: 1, max: 3 }),
  network: fc.boolean(),
  inherit: fc.uniqueArray(fc.constantFrom('A', 'B', 'C')),
  commit: fc.constantFrom('one', 'two'),
})

describe('its hash', () => {
  test('is equal for equal plans alone, in whatever order variables are named', () => {
    const sorted = (one: OperationPlan) => JSON.stringify({ ...one, inherit: one.inherit.toSorted() })
    fc.assert(
      fc.property(plan, plan, (one, other) => {
        expect(hashPlan(one) === hashPlan(other)).toBe(sorted(one) === sorted(other))
        expect(hashPlan({ ...one, inherit: one.inherit.toReversed() })).toBe(hashPlan(one))
      }),
    )
  })

  test.each<Partial<OperationPlan>>([
    { operation: 'other' },
    { target: 'other' },
    { production: true },
    { command: { argv: ['sh', 'ops/restart.sh', '--all'] } },
    { command: { shell: 'sh ops/restart.sh' } },
    { timeoutMs: 1 },
    { network: false },
    { inherit: [] },
    { commit: 'other' },
  ])('is another one with %j', (change) => {
    const granted = planOperation(CONFIG, { operation: 'restart' }, 'base')
    if (granted === null) throw new TypeError('no plan')
    expect(hashPlan({ ...granted, ...change })).not.toBe(hashPlan(granted))
  })
})

test('a person reads operation, target, command, commit and hash', () => {
  const shown = planOperation(CONFIG, { operation: 'sweep' }, 'abc')
  if (shown === null) throw new TypeError('no plan')
  const text = planText(shown)
  for (const part of ['sweep', 'shop (production)', 'make sweep', 'abc', hashPlan(shown)]) {
    expect(text).toContain(part)
  }
})
