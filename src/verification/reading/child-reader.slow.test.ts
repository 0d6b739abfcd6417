import { expect, test } from 'vitest'
import { createChildReader } from './child-reader.ts'
import { judged, readerContract } from './reader.contract.ts'

const open = (stop: AbortSignal = new AbortController().signal) =>
  createChildReader({ node: process.execPath, searchPath: process.env['PATH'] ?? '', stop })

readerContract('a reader in a process of its own', open)

test.each([
  ['loops', 'for(;;)'.repeat(22_000)],
  ['branches', 'if(a){}else '.repeat(50_000)],
  ['functions', 'a=>'.repeat(50_000)],
  ['signs', '!'.repeat(900_000)],
  ['sums', '1+'.repeat(200_000)],
])('%s that end a parser end nothing else [unreadable-held]', async (_, nested) => {
  const files = [
    { path: 'src/a.ts', before: 'a()', after: `${nested}x` },
    { path: 'src/b.ts', before: null, after: 'process.exit(0)' },
  ]
  expect(await judged(open(), files)).toEqual(['src/a.ts unreadable', 'src/b.ts ends-process'])
  const modules = files.map(({ path, after }) => ({ path, source: after }))
  expect(await open().plant({ modules, most: 1, seed: 1 })).not.toContainEqual(
    expect.objectContaining({ path: 'src/a.ts' }),
  )
})

test('stopped, it throws and accuses nobody', async () => {
  const files = [{ path: 'src/a.ts', before: null, after: 'a()' }]
  await expect(open(AbortSignal.abort()).judge({ files, tests: [], exempt: [] })).rejects.toMatchObject({
    code: 'interrupted',
  })
})
