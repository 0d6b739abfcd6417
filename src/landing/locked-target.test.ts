import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { targetRef } from '../domain/night.ts'
import { beginNight, queueWork } from '../../test/landing-world.ts'
import { leaveLock } from '../../test/repository.ts'

test('a lock that a killed git left on the target while the leader lives costs nothing', async () => {
  const began = await beginNight()
  await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  await leaveLock(join(began.repository.gitDirectory, `${targetRef(began.night)}.lock`))
  expect(await began.landings.landNext(began)).toMatchObject({ kind: 'landed' })
})

test('a target that another process holds locked is told as that, and the entry waits again', async () => {
  const began = await beginNight()
  const lock = join(began.repository.gitDirectory, `${targetRef(began.night)}.lock`)
  await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  await leaveLock(lock)
  const holder = await open(lock)
  expect(await began.landings.landNext(began)).toEqual({
    kind: 'retracted',
    detail: `${targetRef(began.night)} is locked by another process`,
  })
  await holder.close()
  expect(await began.landings.landNext(began)).toMatchObject({ kind: 'landed' })
})
