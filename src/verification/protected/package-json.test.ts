import { expect, test } from 'vitest'
import { startedFiles } from './package-json.ts'

const paths = ['serve.mjs', 'src/tool.ts', 'src/dist/tool.ts', 'packages/a/serve.mjs']
const started = (bin: unknown, folder = '') => startedFiles({ folder, text: JSON.stringify({ bin }) }, paths)

test('what people start is named by a package, as it is or as it was built', () => {
  expect(started('./serve.mjs')).toEqual(['serve.mjs'])
  expect(started({ a: 'dist/tool.js', b: 'missing.js' })).toEqual(['src/tool.ts'])
  expect(started('serve.mjs', 'packages/a')).toEqual(['packages/a/serve.mjs'])
})

test.each([null, 1, [1], {}])('%j names nothing', (bin) => {
  expect(started(bin)).toEqual([])
})

test.each(['', '[]', 'null', '{'])('nor does %j for a package.json', (text) => {
  expect(startedFiles({ folder: '', text }, paths)).toEqual([])
})
