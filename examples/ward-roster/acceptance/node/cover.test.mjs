import assert from 'node:assert/strict'
import test from 'node:test'
import { callFirst } from '../../web/lib/cover.mjs'

test('of two nurses with the same hours the first on the list is called', () => {
  const nurses = [
    { nurse: 'Ada', hours: 24 },
    { nurse: 'Grace', hours: 24 },
  ]
  assert.equal(callFirst(nurses).nurse, 'Ada')
})
