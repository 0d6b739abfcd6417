import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { openLocks } from './locks.ts'

const newPath = async (): Promise<string> => join(await temporaryDirectory(), 'state', 'locks.db')

test('a lock has one holder and is free again when released', async () => {
  const path = await newPath()
  const [one, other] = [openLocks({ path }), openLocks({ path })]
  const lock = one.tryLock()
  expect(lock).not.toBeNull()
  expect(other.tryLock()).toBeNull()
  expect(one.tryLock()).toBeNull()
  lock?.release()
  const next = other.tryLock()
  expect(next).not.toBeNull()
  next?.release()
})

test('a lock can be released twice, and the second time frees nobody else', async () => {
  const path = await newPath()
  const first = openLocks({ path }).tryLock()
  first?.release()
  const second = openLocks({ path }).tryLock()
  first?.release()
  expect(openLocks({ path }).tryLock()).toBeNull()
  second?.release()
})

test('locks of different files do not meet', async () => {
  const [one, other] = [
    openLocks({ path: await newPath() }).tryLock(),
    openLocks({ path: await newPath() }).tryLock(),
  ]
  expect([one, other]).not.toContain(null)
  one?.release()
  other?.release()
})

test('a lock file that cannot be used is an error, not a lock that is taken', async () => {
  const path = await newPath()
  mkdirSync(path, { recursive: true })
  expect(() => openLocks({ path }).tryLock()).toThrow(expect.objectContaining({ code: 'state-unusable' }))
})
