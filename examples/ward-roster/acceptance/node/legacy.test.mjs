import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'node:test'

const WEB = join(import.meta.dirname, '../../web')
const ALIASES = { '@legacy/': join(WEB, 'app/(legacy)'), '@/': WEB }
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g

const sources = readdirSync(WEB, { recursive: true })
  .map((name) => join(WEB, name))
  .filter((file) => /\.(?:tsx?|mjs)$/.test(file) && !file.includes('node_modules'))

function target(file, specifier) {
  if (specifier.startsWith('.')) return join(dirname(file), specifier)
  const alias = Object.keys(ALIASES).find((name) => specifier.startsWith(name))
  return alias && join(ALIASES[alias], specifier.slice(alias.length))
}

const isThere = (path) =>
  ['', '.ts', '.tsx', '.mjs'].some((end) => existsSync(path + end) && statSync(path + end).isFile())

test('the old cards are gone', () => {
  assert.equal(existsSync(join(WEB, 'app/(legacy)')), false)
})

test('every module finds what it imports', () => {
  const lost = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(IMPORT)]
      .map(([, specifier]) => target(file, specifier))
      .filter((path) => path && !isThere(path))
      .map((path) => `${file} imports ${path}`),
  )
  assert.deepEqual(lost, [])
})
