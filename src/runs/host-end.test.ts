import { utimes, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/temporary.ts'
import { readEnd } from './host-end.ts'
import { endPath, startedPath, transcriptPath } from './transcript.ts'

async function endOf(record: unknown, tookMs = 250) {
  const folder = await temporaryDirectory()
  await writeFile(startedPath(folder), '')
  await writeFile(endPath(folder), typeof record === 'string' ? record : JSON.stringify(record))
  await utimes(startedPath(folder), 1_000, 1_000)
  await utimes(endPath(folder), 1_000, 1_000 + tookMs / 1000)
  await writeFile(transcriptPath(folder), 'last words\n')
  return readEnd(folder)
}

const RECORD = { cause: 'exited', status: 0 }

test('a record tells how the agent ended, for how long it was at work, and its last words', async () => {
  expect(await endOf(RECORD)).toEqual({
    ...{ cause: 'exited', exitCode: 0, signal: null, timedOut: false, durationMs: 250 },
    tail: 'last words\n',
  })
})

test.each([
  [{ status: 128 }, { exitCode: 128, signal: null }],
  [{ status: 137 }, { exitCode: null, signal: 'SIGKILL' }],
  [{ status: 255 }, { exitCode: 255, signal: null }],
  [
    { status: 143, cause: 'stopped' },
    { exitCode: null, signal: 'SIGTERM', cause: 'stopped', timedOut: false },
  ],
  [
    { status: 0, cause: 'wall-clock' },
    { exitCode: null, signal: null, timedOut: true },
  ],
])('a record with %j reads %j', async (change, expected) => {
  expect(await endOf({ ...RECORD, ...change })).toMatchObject(expected)
})

test.each([
  '',
  '{',
  'null',
  '[]',
  '"exited"',
  { ...RECORD, cause: 'won' },
  { ...RECORD, status: 256 },
  { cause: 'exited' },
])('what is no record is read as none: %j', async (record) => {
  expect(await endOf(record)).toBe(null)
})

test('a clock that was set back gives no negative duration', async () => {
  expect(await endOf(RECORD, -5_000)).toMatchObject({ durationMs: 0 })
})

test('a run that has not ended has no record', async () => {
  expect(await readEnd(await temporaryDirectory())).toBe(null)
})
