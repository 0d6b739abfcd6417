import assert from 'node:assert/strict'
import { test } from 'node:test'
import { printedName } from '../roster/names.mjs'

test('spaces around and inside a name are tidied', () => {
  assert.equal(printedName('  Grace   Hopper '), 'Grace Hopper')
})
