import assert from 'node:assert/strict'
import test from 'node:test'
import { initials, printedName } from '../lib/names.mjs'
import { label as shiftLabel } from '../lib/shifts.mjs'
import { colourOf } from '../lib/ward-colours.mjs'
import { label as wardLabel } from '../lib/wards.mjs'
import { daysOf, weekOf } from '../lib/week.mjs'

test('a tidy name is printed as it is', () => {
  assert.equal(printedName({ name: 'Ada Lovelace' }), 'Ada Lovelace')
  assert.equal(printedName({ name: '' }), 'Agency nurse')
})

test('a badge has at most two letters', () => {
  assert.equal(initials({ name: 'Ada King Lovelace' }), 'AL')
  assert.equal(initials({ name: 'Ada' }), 'A')
})

test('weeks are counted from the first', () => {
  assert.equal(weekOf('2026-03-14'), 11)
  assert.equal(weekOf('2026-07-01'), 27)
})

test('a week has seven days from Monday', () => {
  assert.deepEqual(daysOf('2026-03-04').slice(0, 2), ['2026-03-02', '2026-03-03'])
  assert.equal(daysOf('2026-03-08').at(-1), '2026-03-08')
})

test('shifts and wards have their own labels', () => {
  assert.equal(shiftLabel({ kind: 'night', starts_at: '2026-03-02T21:00:00' }), 'Night 21:00')
  assert.equal(wardLabel({ name: 'surgery' }), 'S')
})

test('a ward without a colour is grey', () => {
  assert.equal(colourOf({ name: 'Archive' }), '#79747e')
})
