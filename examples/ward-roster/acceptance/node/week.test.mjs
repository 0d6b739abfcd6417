import assert from 'node:assert/strict'
import test from 'node:test'
import { weekOf } from '../../web/lib/week.mjs'

test('the last days of December may belong to the first week', () => {
  assert.equal(weekOf('2024-12-31'), 1)
  assert.equal(weekOf('2025-12-29'), 1)
})

test('the first days of January may belong to the last week', () => {
  assert.equal(weekOf('2027-01-01'), 53)
  assert.equal(weekOf('2023-01-01'), 52)
})
