import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plan } from '../roster/greedy.mjs'
import { EARLY, LATE } from '../roster/shift.mjs'

test('every shift has one nurse when there are enough', () => {
  const roster = plan(['Ada', 'Grace', 'Mary'], [EARLY, LATE], 7)
  assert.equal(roster.length, 14)
  assert.ok(roster.every((entry) => entry.nurse !== null))
})

test('nobody works twice on one day', () => {
  const roster = plan(['Ada', 'Grace'], [EARLY, LATE], 3)
  for (let day = 0; day < 3; day += 1) {
    const names = roster.filter((entry) => entry.day === day && entry.nurse !== null).map((entry) => entry.nurse)
    assert.equal(new Set(names).size, names.length)
  }
})
