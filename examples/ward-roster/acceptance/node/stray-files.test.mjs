import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'node:test'

const ROOT = join(import.meta.dirname, '../..')
const SKIPPED = ['.git', 'node_modules', '__pycache__']
const STRAY = /\.bak$|\.orig$|~$/

const filesOf = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.includes(name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesOf(join(folder, entry.name)) : [join(folder, entry.name)],
    )

test('no copy lies about that nobody uses', () => {
  const files = filesOf(ROOT)
  const texts = files.filter((file) => !STRAY.test(file)).map((file) => readFileSync(file, 'utf8'))
  const stray = files
    .filter((file) => STRAY.test(file))
    .filter((file) => !texts.some((text) => text.includes(basename(file))))
  assert.deepEqual(stray, [])
})
