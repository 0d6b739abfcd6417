import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NIGHT, hours } from '../roster/shift.mjs'

test('a night shift lasts eight hours', () => {
  assert.equal(hours(NIGHT), 8)
})
