import fc from 'fast-check'
import { expect, test } from 'vitest'
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
