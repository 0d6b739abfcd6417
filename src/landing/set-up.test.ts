import { expect, test } from 'vitest'
import { ReveilleError } from '../domain/errors.ts'
import { createVerifier } from '../verification/jailed-verifier.ts'
import { NO_ENVIRONMENT } from '../workspaces/workspace.ts'
import { beginNight, queueWork } from '../../test/landing-world.ts'
import { createLandings } from './verified-queue.ts'

const SET_UP = { commands: [], locks: ['lock'], inherit: [], timeoutMs: 1_000 }

test('work whose set-up fails although that of the target works is ejected, and told why', async () => {
  const began = await beginNight({ setup: SET_UP })
  const { git } = began.world
  const [base, failure] = [
    await git.treeOf(began.base),
    new ReveilleError('environment-failed', 'npm ci failed'),
  ]
  let isDown = true
  const landings = createLandings({
    ...began.world,
    environments: {
      ensure: (tree) =>
        tree === base && !isDown ? Promise.resolve(NO_ENVIRONMENT) : Promise.reject(failure),
    },
  })
  const scope = { write: ['lock'], strict: false }
  const { task } = await queueWork(began, { key: 'locks', files: { lock: '2' }, scope })
  await expect(landings.landNext(began)).rejects.toBe(failure)
  isDown = false
  expect(await landings.landNext(began)).toMatchObject({
    kind: 'dropped',
    reason: 'ejected',
    detail: expect.stringContaining('npm ci failed'),
  })
  expect(await began.world.ledger.task(task.id)).toMatchObject({ state: 'todo', attempts: 1 })
})

test('work whose set-up fails but once, as that of the target could, is not to blame', async () => {
  const began = await beginNight({ setup: SET_UP })
  const failure = new ReveilleError('environment-failed', 'the mirror is down')
  let failures = 1
  const ensure = () => (failures-- > 0 ? Promise.reject(failure) : Promise.resolve(NO_ENVIRONMENT))
  const landings = createLandings({ ...began.world, environments: { ensure } })
  await queueWork(began, { key: 'source', files: { 'src/b.txt': 'b\n' } })
  await expect(landings.landNext(began)).rejects.toBe(failure)
  expect(await landings.landNext(began)).toMatchObject({ kind: 'landed' })
})

test('what lands is proved with the set-up of the target and the lock files of the work alone', async () => {
  const began = await beginNight({ setup: SET_UP, files: { lock: '1', 'setup.sh': 'good' } })
  const { git } = began.world
  const seen: string[] = []
  const landings = createLandings({
    ...began.world,
    environments: {
      async ensure(tree) {
        const [lock, script] = await git.readFiles(tree, ['lock', 'setup.sh'], 1_000)
        seen.push(`${String(script)} ${String(lock)}`)
        return NO_ENVIRONMENT
      },
    },
  })
  const files = { lock: '2', 'setup.sh': 'evil' }
  const named = { write: ['**', 'lock'], strict: false }
  await queueWork(began, { key: 'glob', files, scope: { write: ['**'], strict: false } })
  expect(await landings.landNext(began)).toMatchObject({
    kind: 'dropped',
    detail: expect.stringContaining('"lock"'),
  })
  await queueWork(began, { key: 'named', files, scope: named })
  expect(await landings.landNext(began)).toMatchObject({ kind: 'landed' })
  expect([...new Set(seen)]).toEqual(['good 1', 'good 2'])
})

test('work that rewrites the set-up script is checked and landed without it', async () => {
  const began = await beginNight({ setup: SET_UP, files: { lock: '1', 'setup.sh': 'good' } })
  const { git, ledger } = began.world
  const trees: string[] = []
  const ensure = (tree: string) => Promise.resolve(NO_ENVIRONMENT).finally(() => trees.push(tree))
  const world = { ...began.world, environments: { ensure } }
  const { task, run } = await queueWork(began, { key: 'evil', files: { 'setup.sh': 'evil' } })
  const commit = run.candidate ?? ''
  await createVerifier(world).verify({ run, task, commit, target: began.base })
  expect(await createLandings(world).landNext(began)).toMatchObject({ kind: 'landed' })
  expect([...new Set(trees)]).toEqual([await git.treeOf(began.base)])
  expect(await ledger.task('evil')).toMatchObject({ state: 'done' })
})
