import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasEnoughRest } from '../roster/rest.mjs'
import { shift } from '../roster/shift.mjs'

const UNTIL_19 = shift('long day', 7, 19)
const UNTIL_20 = shift('longer day', 8, 20)

test('exactly eleven hours of rest are enough', () => {
  assert.equal(hasEnoughRest(UNTIL_19, shift('early', 6, 14)), true)
})

test('less than eleven hours are not', () => {
  assert.equal(hasEnoughRest(UNTIL_20, shift('early', 6, 14)), false)
})
