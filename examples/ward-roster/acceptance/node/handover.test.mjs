import assert from 'node:assert/strict'
import test from 'node:test'
import { handoverText } from '../../web/lib/handover-text.mjs'

test('a handover names the beds that need care', () => {
  assert.equal(handoverText([{ bed: 4, note: 'sleeps badly' }]), 'Bed 4: sleeps badly')
})
