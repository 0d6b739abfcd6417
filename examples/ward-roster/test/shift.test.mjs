import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EARLY, LATE, hours } from '../roster/shift.mjs'

test('day shifts last eight hours', () => {
  assert.equal(hours(EARLY), 8)
  assert.equal(hours(LATE), 8)
})
