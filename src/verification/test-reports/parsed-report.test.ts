import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMask } from '../../support/secrets.ts'
import { merged } from './parsed-report.ts'

const part = fc.record({
  tests: fc.array(
    fc.record({
      id: fc.oneof(fc.constantFrom('a', 'a #2', 'a #3', 'b', ''), fc.string({ unit: 'binary' })),
      outcome: fc.constantFrom('passed', 'failed', 'skipped'),
    }),
  ),
  errors: fc.array(fc.string()),
  complete: fc.boolean(),
})

test('no test is lost, no id is there twice, and all stands on one line and in order', () => {
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const { tests, complete } = merged(parts)
      const ids = tests.map(({ id }) => id)
      expect(ids).toHaveLength(parts.flatMap((one) => one.tests).length)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.filter((id) => /\p{Cc}/u.test(id))).toEqual([])
      expect(ids).toEqual(ids.toSorted((one, other) => (one < other ? -1 : 1)))
      expect(complete).toBe(parts.length > 0 && parts.every((one) => one.complete))
    }),
  )
})

test('the second test of a name is told apart by a number that nobody has', () => {
  const tests = ['a', 'a #2', 'a', 'a'].map((id) => ({ id, outcome: 'passed' as const }))
  const report = merged([{ tests, errors: [], complete: true }])
  expect(report.tests.map(({ id }) => id)).toEqual(['a', 'a #2', 'a #3', 'a #4'])
})

test('names are masked before they are cut and told apart [night-secrets, objection-bounded]', () => {
  const mask = createMask(['correct-horse'])
  const tests = [`a correct-horse`, 'a correct-\u200bhorse', `${'x'.repeat(990)}correct-horse`].map((id) => ({
    id,
    outcome: 'passed' as const,
  }))
  const errors = ['correct-horse.ts', `${'x'.repeat(495)}correct-horse`]
  const report = merged([{ tests, errors, complete: true }], mask)
  expect(report.tests.map(({ id }) => id).slice(0, 2)).toEqual(['a [masked]', 'a [masked] #2'])
  expect(JSON.stringify(report)).not.toContain('correct')
  const long = ['a', 'b', 'b'].map((end) => ({ id: 'y'.repeat(900_000) + end, outcome: 'passed' as const }))
  const ids = merged([{ tests: long, errors: [], complete: true }]).tests.map(({ id }) => id)
  expect(new Set(ids).size).toBe(3)
  expect(Math.max(...ids.map(({ length }) => length))).toBeLessThan(1_020)
})
