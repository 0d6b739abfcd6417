import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideRecovery, type RecoveryFacts } from './recover.ts'

const facts = (parts: Partial<RecoveryFacts>): RecoveryFacts => ({
  from: 'from',
  to: 'to',
  found: 'from',
  holdsTo: false,
  isProved: true,
  ...parts,
})

describe('decideRecovery', () => {
  test('a target that was moved is completed', () => {
    expect(decideRecovery(facts({ found: 'to', holdsTo: true }))).toEqual({ kind: 'complete' })
  })

  test('a target that has moved on from there is completed', () => {
    expect(decideRecovery(facts({ found: 'later', holdsTo: true, isProved: false }))).toEqual({
      kind: 'complete',
    })
  })

  test('a target that was not moved yet is moved while the proof holds', () => {
    expect(decideRecovery(facts({}))).toEqual({ kind: 'repeat' })
  })

  test('without proof it is queued again', () => {
    expect(decideRecovery(facts({ isProved: false }))).toMatchObject({
      kind: 'requeue',
      detail: expect.stringContaining('proof'),
    })
  })

  test.each(['older', null])('a target at %s was rewound', (found) => {
    expect(decideRecovery(facts({ found }))).toMatchObject({
      kind: 'requeue',
      detail: expect.stringContaining('rewound'),
    })
  })

  test('nothing is moved without proof, and nothing is called done that the target does not hold', () => {
    const any = fc.record({
      from: fc.constant('from'),
      to: fc.constant('to'),
      found: fc.constantFrom('from', 'to', 'x', null),
      holdsTo: fc.boolean(),
      isProved: fc.boolean(),
    })
    fc.assert(
      fc.property(any, (some) => {
        const { kind } = decideRecovery(some)
        if (kind === 'repeat') expect(some).toMatchObject({ found: 'from', isProved: true })
        if (kind === 'complete') expect(some.holdsTo && some.found !== null).toBe(true)
      }),
    )
  })
})
