import assert from 'node:assert/strict'
import test from 'node:test'
import { printedName } from '../../web/lib/names.mjs'

test('a printed name has no stray spaces', () => {
  assert.equal(printedName({ name: '  Ada   Lovelace ' }), 'Ada Lovelace')
  assert.equal(printedName({ name: 'Grace\tHopper' }), 'Grace Hopper')
})
