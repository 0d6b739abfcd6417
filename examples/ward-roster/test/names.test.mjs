import assert from 'node:assert/strict'
import { test } from 'node:test'
import { printedName } from '../roster/names.mjs'

test('a plain name is printed as it is', () => {
  assert.equal(printedName('Ada Lovelace'), 'Ada Lovelace')
})
