import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nightBonus } from '../roster/bonus.mjs'
import { NIGHT } from '../roster/shift.mjs'

test('a night shift earns 24 euros extra, in cents', () => {
  assert.equal(nightBonus(NIGHT), 2400)
})
