import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { durationText, parseDuration } from './duration.ts'

test('a duration survives being written and read', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10 * 24 * 3_600_000 }), (ms) => {
      expect(parseDuration(durationText(ms))).toBe(ms)
    }),
  )
})

test.each([
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['10', null],
  ['10 m', null],
  ['-1s', null],
  ['', null],
])('%j is %j milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})
