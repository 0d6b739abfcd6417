import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reported } from '../../../test/seen.ts'
import { judgeMutants, readsSource } from './mutant-check.ts'

const tally = (planted: number, killed: number) => ({
  planted,
  killed,
  survivors: Array.from({ length: planted - killed }, (_, index) => `a.js:${index + 1} < became <=`),
})

test('the share that was asked for is enough, and less is not [kills-mutants]', () => {
  expect(judgeMutants(tally(10, 6), 60)).toEqual({ green: true, finding: '' })
  expect(judgeMutants(tally(10, 5), 60)).toEqual({
    green: false,
    finding:
      'Its tests noticed 5 of 10 planted faults, and 60 % were asked for; not noticed: ' +
      'a.js:1 < became <=; a.js:2 < became <=; a.js:3 < became <=; a.js:4 < became <=; a.js:5 < became <=.',
  })
})

test('noticing more is never worse', () => {
  const counts = fc
    .integer({ min: 1, max: 30 })
    .chain((planted) =>
      fc.tuple(
        fc.constant(planted),
        fc.integer({ min: 0, max: planted - 1 }),
        fc.integer({ min: 1, max: 100 }),
      ),
    )
  fc.assert(
    fc.property(counts, ([planted, killed, percent]) => {
      const [less, more] = [killed, killed + 1].map((count) => judgeMutants(tally(planted, count), percent))
      if (less?.green === true) expect(more?.green).toBe(true)
      expect(judgeMutants(tally(planted, planted), percent).green).toBe(true)
    }),
  )
})

test('tests that notice what changes nothing read the source [kills-mutants]', () => {
  const check = { expect: 'kills-mutants', tests: [] } as const
  expect(readsSource(reported(0, ['a']), check, 'a.js')).toBeNull()
  expect(readsSource(reported(1, ['a', 'b!']), check, 'a.js')).toContain('a.test.js > b noticed')
  expect(readsSource(reported(1, [], { errors: ['a.test.js'] }), check, 'a.js')).toContain(
    'a.test.js noticed',
  )
  // A formatter behind the tests.
  expect(readsSource(reported(1, ['a']), check, 'a.js')).toBeNull()
})
