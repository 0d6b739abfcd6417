import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mirrorRef } from '../domain/night.ts'
import { beginNight, commitFiles, queueWork } from '../../test/landing-world.ts'
import { temporaryDirectory } from '../../test/temporary.ts'

test('commits on the mirror are reported and never overwritten [I3]', async () => {
  const began = await beginNight()
  const foreign = await commitFiles(began.world, began.base, { foreign: '' })
  await began.repository.git('update-ref', mirrorRef(began.night), foreign)
  await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  expect(await began.landings.landNext(began)).toMatchObject({
    kind: 'landed',
    notes: [expect.stringContaining(foreign)],
  })
  expect(await began.world.git.readRef(mirrorRef(began.night))).toBe(foreign)
})

test('a mirror that is checked out stays where it is', async () => {
  const began = await beginNight()
  const place = join(await temporaryDirectory(), 'look')
  await began.repository.git('worktree', 'add', place, 'reveille/1')
  await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  expect(await began.landings.landNext(began)).toMatchObject({
    kind: 'landed',
    notes: [expect.stringContaining(place)],
  })
  expect(await began.world.git.readRef(mirrorRef(began.night))).toBe(began.base)
})

test.each(['reveille', 'reveille/1/mine'])('the branch %s of the user stops no night', async (branch) => {
  const began = await beginNight({ branches: [branch] })
  await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  expect(await began.landings.landNext(began)).toMatchObject({
    kind: 'landed',
    notes: [`the branch ${branch} stands in the way of reveille/1`],
  })
  const { notes } = await began.landings.recover(began)
  expect(notes).toEqual([`the branch ${branch} stands in the way of reveille/1`])
})
