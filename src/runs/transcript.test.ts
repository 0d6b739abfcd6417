import { writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/temporary.ts'
import { readTail, runFolder, transcriptPath, transcriptSize } from './transcript.ts'

async function transcript(content: string): Promise<string> {
  const folder = await temporaryDirectory()
  await writeFile(transcriptPath(folder), content)
  return folder
}

test('a run without output has an empty transcript', async () => {
  const folder = await temporaryDirectory()
  expect(await readTail(folder, 100)).toBe('')
  expect(await transcriptSize(folder)).toBe(0)
})

test.each([
  ['all of it, when it is short', 'one\ntwo\n', 8, 'one\ntwo\n'],
  ['whole lines', 'one\ntwo\nthree\n', 12, 'two\nthree\n'],
  ['part of a line, when there is but one', 'x'.repeat(50), 10, 'x'.repeat(10)],
  ['part of a line that ends', `${'x'.repeat(50)}\n`, 10, `${'x'.repeat(9)}\n`],
  ['no half character', 'ü'.repeat(5), 5, 'üü'],
])('the tail is %s', async (_, content, bytes, expected) => {
  expect(await readTail(await transcript(content), bytes)).toBe(expected)
})

test('the tail is an end of the transcript and no longer than asked for', async () => {
  const folder = await temporaryDirectory()
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.nat(40), async (text, bytes) => {
      const content = Buffer.from(text.toWellFormed())
      await writeFile(transcriptPath(folder), content)
      const tail = await readTail(folder, bytes)
      expect(content.toString().endsWith(tail)).toBe(true)
      expect(Buffer.byteLength(tail)).toBeLessThanOrEqual(bytes)
    }),
    { numRuns: 40 },
  )
})

test('the folder of a run is named by its id and by nothing that could lead elsewhere', () => {
  expect(runFolder('/state', '0199-ab_c')).toBe('/state/runs/0199-ab_c')
  for (const id of ['', '.', '..', 'a/b', '../x', 'a\0', 'a\n']) {
    expect(() => runFolder('/state', id)).toThrow(expect.objectContaining({ code: 'unsafe-path' }))
  }
})
