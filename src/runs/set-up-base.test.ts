import { expect, test } from 'vitest'
import { commitFiles } from '../../test/landing-world.ts'
import { beginRuns, claimRun } from '../../test/run-world.ts'
import { setUpBase } from './set-up-base.ts'

async function begin() {
  const began = await beginRuns({ branches: ['feature'] })
  const inHand = await claimRun(began, { key: 'look', kind: 'verify', agent: null, at: 'v1' })
  const on = (base: string, at: string | null = 'v1') =>
    setUpBase(began.world, { ...inHand, task: { ...inHand.task, at }, run: { ...inHand.run, base } })
  const work = await commitFiles(began.world, began.base, { 'package.json': '{}' })
  return { ...began, on, work }
}

test('a commit of the target is set up itself', async () => {
  const { on, base } = await begin()
  expect(await on(base)).toBe(base)
})

test('so is one of a branch of the user', async () => {
  const { on, work, repository } = await begin()
  await repository.git('update-ref', 'refs/heads/feature', work)
  expect(await on(work)).toBe(work)
})

test('work that has not landed is looked at with what the target installs [environment-target]', async () => {
  const { on, work, base, repository } = await begin()
  await repository.git('update-ref', 'refs/reveille/runs/one', work)
  expect(await on(work)).toBe(base)
})

test('a task that names no commit is on the base of its run', async () => {
  const { on, work } = await begin()
  expect(await on(work, null)).toBe(work)
})
