import assert from 'node:assert/strict'
import test from 'node:test'
import { toCsv } from '../../web/lib/csv.mjs'

test('payroll can read a name with quotes', () => {
  assert.equal(toCsv(['name'], [{ name: 'Ada "Countess" Lovelace' }]), 'name\r\n"Ada ""Countess"" Lovelace"')
})
