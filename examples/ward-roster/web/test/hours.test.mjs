import assert from 'node:assert/strict'
import test from 'node:test'
import { callFirst } from '../lib/cover.mjs'
import * as decimal from '../lib/format-hours.mjs'
import { formatHours, sumHours } from '../lib/hours.mjs'

test('hours are shown as a clock', () => {
  assert.equal(formatHours(7.5), '7:30')
  assert.equal(formatHours(0), '0:00')
})

test('overtime has a sign', () => {
  assert.equal(decimal.formatOvertime(2.25), '+2.3 h')
  assert.equal(decimal.formatOvertime(-4), '-4 h')
})

test('a night shift ends on the next day', () => {
  const night = { starts_at: '2026-03-02T21:00:00Z', ends_at: '2026-03-03T06:30:00Z' }
  assert.equal(
    sumHours([night, { starts_at: '2026-03-03T14:00:00Z', ends_at: '2026-03-03T22:00:00Z' }]),
    17.5,
  )
})

test('the nurse with the fewest hours is called first', () => {
  const nurses = [
    { nurse: 'Ada', hours: 40 },
    { nurse: 'Grace', hours: 12 },
    { nurse: 'Florence', hours: 24 },
  ]
  assert.equal(callFirst(nurses).nurse, 'Grace')
})
