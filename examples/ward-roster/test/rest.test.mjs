import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasEnoughRest, restBetween } from '../roster/rest.mjs'
import { EARLY, LATE } from '../roster/shift.mjs'

test('late then early leaves eight hours, which is too little', () => {
  assert.equal(restBetween(LATE, EARLY), 8)
  assert.equal(hasEnoughRest(LATE, EARLY), false)
})
