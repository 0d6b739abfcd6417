import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fromBackup, toCsv } from '../lib/csv.mjs'

test('commas and line breaks are quoted, the rest is not', () => {
  const rows = [
    { name: 'Lovelace, Ada', ward: 'Surgery' },
    { name: 'Hopper', ward: 'one\ntwo' },
  ]
  assert.equal(toCsv(['name', 'ward'], rows), 'name,ward\r\n"Lovelace, Ada",Surgery\r\nHopper,"one\ntwo"')
})

test('a backup of last year can be read', () => {
  const text = readFileSync(new URL('../fixtures/nurses-2025.csv.bak', import.meta.url), 'utf8')
  assert.deepEqual(fromBackup(text)[2], { id: '3', name: 'Grace Hopper', ward_id: '1' })
})

test(
  'an export is readable by its owner alone',
  { skip: process.platform === 'win32' && 'Windows has no file modes' },
  () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ward-')), 'nurses.csv')
    writeFileSync(file, toCsv(['id'], [{ id: 1 }]))
    chmodSync(file, 0o600)
    assert.equal(statSync(file).mode & 0o777, 0o600)
  },
)
