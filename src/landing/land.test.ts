import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mirrorRef, targetRef } from '../domain/night.ts'
import { beginNight, commitFiles, landedMessages, queueWork, shellCheck } from '../../test/landing-world.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { createLandings } from './verified-queue.ts'

test('an empty queue is idle', async () => {
  const { landings, ...night } = await beginNight()
  expect(await landings.landNext(night)).toEqual({ kind: 'idle' })
})

test('green work lands as one commit with trailers, proved on exactly its tree [I2]', async () => {
  const began = await beginNight()
  const { landings, world, night } = began
  const { task, run } = await queueWork(began, {
    key: 'add-b',
    title: 'Add b\nReveille-Task: other',
    files: { 'src/b.txt': 'b\n' },
  })
  const outcome = await landings.landNext(began)
  const tip = await world.git.readRef(targetRef(night))
  expect(outcome).toEqual({ kind: 'landed', runId: run.id, commit: tip, flaky: [], notes: [] })
  expect((await landedMessages(began)).map((message) => message.trimEnd())).toEqual([
    `Add b Reveille-Task: other\n\nReveille-Task: add-b\nReveille-Run: ${run.id}`,
  ])
  expect(await world.ledger.task(task.id)).toMatchObject({ state: 'done', resolution: 'landed' })
  const [landing] = await world.ledger.landings({ nightId: night.id, states: ['landed'] })
  expect(landing).toMatchObject({ from: night.base, to: tip, tree: await world.git.treeOf(tip ?? '') })
  expect(await world.git.readRef(mirrorRef(night))).toBe(tip)
  expect(await world.git.readRef('refs/heads/main')).toBe(night.base)
})

test('work checked on the tip lands without another run of its checks', async () => {
  const marks = join(await temporaryDirectory(), 'marks')
  const began = await beginNight({ gate: [shellCheck('sound', `echo x >> ${marks}`)] })
  const { task, run } = await queueWork(began, { key: 'a', files: { 'src/b.txt': 'b\n' } })
  // What the run's own verification did while it was checking: the same gate on the same tree.
  const commit = await commitFiles(began.world, began.base, { 'src/b.txt': 'b\n' })
  await began.verifier.verify({ run, task, commit })
  expect(await began.landings.landNext(began)).toMatchObject({ kind: 'landed' })
  expect(await countLines(marks)).toBe(1)
})

test('the tree that landed is known to be a green base', async () => {
  const marks = join(await temporaryDirectory(), 'marks')
  const began = await beginNight({ gate: [shellCheck('sound', `echo x >> ${marks}`)] })
  await queueWork(began, { key: 'a', files: { b: 'b\n' }, checks: [shellCheck('own', 'true')] })
  const outcome = await began.landings.landNext(began)
  if (outcome.kind !== 'landed') throw new TypeError(outcome.kind)
  expect(await began.verifier.judgeLane({ epoch: began.epoch, commit: outcome.commit })).toEqual({
    kind: 'green',
  })
  expect(await countLines(marks)).toBe(1)
})

test('a conflict drops the entry with the path, and costs no attempt', async () => {
  const began = await beginNight()
  await queueWork(began, { key: 'first', files: { 'src/a.txt': 'one\n' } })
  const { task } = await queueWork(began, {
    key: 'second',
    files: { 'src/a.txt': 'two\n' },
    base: began.base,
  })
  await began.landings.landNext(began)
  expect(await began.landings.landNext(began)).toMatchObject({
    kind: 'dropped',
    reason: 'conflict',
    detail: expect.stringContaining('src/a.txt'),
  })
  expect(await began.world.ledger.task(task.id)).toMatchObject({ state: 'todo', attempts: 0 })
})

test('a gc that takes the commit away before anything refers to it costs a turn and nothing else', async () => {
  const began = await beginNight()
  const { git } = began.world
  const objects = join(began.repository.gitDirectory, 'objects')
  let takes = 1
  const collected: typeof git = {
    ...git,
    async compareAndSwap(ref, from, to) {
      if (ref === targetRef(began.night) && to !== null && takes-- > 0)
        await rm(join(objects, to.slice(0, 2), to.slice(2)))
      return git.compareAndSwap(ref, from, to)
    },
  }
  const landings = createLandings({ ...began.world, git: collected })
  const { task } = await queueWork(began, { key: 'a', files: { 'src/b.txt': 'b\n' } })
  expect(await landings.landNext(began)).toMatchObject({
    kind: 'retracted',
    detail: expect.stringContaining('git gc'),
  })
  expect(await landings.landNext(began)).toMatchObject({ kind: 'landed' })
  expect(await began.world.ledger.task(task.id)).toMatchObject({ state: 'done', attempts: 0 })
})

test('a gc that takes merged work away before its checks begin has it made and proved again', async () => {
  const began = await beginNight()
  const { git, workspaces } = began.world
  const objects = join(began.repository.gitDirectory, 'objects')
  let takes = 1
  const collected: typeof workspaces = {
    ...workspaces,
    async create(creation) {
      const unreferenced = [creation.commit, await git.treeOf(creation.commit)]
      if (takes-- > 0) for (const id of unreferenced) await rm(join(objects, id.slice(0, 2), id.slice(2)))
      return workspaces.create(creation)
    },
  }
  const landings = createLandings({ ...began.world, workspaces: collected })
  const files = { 'src/b.txt': 'b\n' }
  await queueWork(began, { key: 'other', files: { 'src/c.txt': 'c\n' } })
  await queueWork(began, { key: 'merged', files, base: began.base })
  expect(await began.landings.landNext(began)).toMatchObject({ kind: 'landed' })
  expect(await landings.landNext(began)).toMatchObject({ kind: 'landed' })
  expect(takes).toBe(-1)
})

test('two changes that are green alone and red together: the second is ejected, and told why', async () => {
  const began = await beginNight({
    gate: [shellCheck('apart', 'if test -e one && test -e two; then echo both; exit 1; fi')],
  })
  await queueWork(began, { key: 'one', files: { one: '' } })
  const { task } = await queueWork(began, { key: 'two', files: { two: '' }, base: began.base })
  expect(await began.landings.landNext(began)).toMatchObject({ kind: 'landed' })
  expect(await began.landings.landNext(began)).toMatchObject({
    kind: 'dropped',
    reason: 'ejected',
    detail: expect.stringMatching(/apart: It ended with exit code 1[^]*both/),
  })
  expect(await began.world.ledger.task(task.id)).toMatchObject({ state: 'todo', attempts: 1 })
  expect(await landedMessages(began)).toHaveLength(1)
})

test('a check that fails once and then passes is flaky, and costs nobody the landing', async () => {
  const mark = join(await temporaryDirectory(), 'mark')
  const began = await beginNight({
    gate: [shellCheck('moody', `test -e ${mark} || { touch ${mark}; exit 1; }`)],
  })
  await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  expect(await began.landings.landNext(began)).toMatchObject({ kind: 'landed', flaky: ['moody'] })
})

test("what the target shows too is nobody's fault, and the lane hears of it", async () => {
  const mark = join(await temporaryDirectory(), 'mark')
  const began = await beginNight({ gate: [shellCheck('outer', `test ! -e ${mark}`)] })
  expect(await began.verifier.judgeLane({ epoch: began.epoch, commit: began.base })).toEqual({
    kind: 'green',
  })
  await writeFile(mark, '')
  const { task } = await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  expect(await began.landings.landNext(began)).toMatchObject({
    kind: 'target-red',
    detail: expect.stringContaining('outer'),
  })
  expect(await began.world.ledger.task(task.id)).toMatchObject({ state: 'todo', attempts: 0 })
  expect(await began.verifier.judgeLane({ epoch: began.epoch, commit: began.base })).toMatchObject({
    kind: 'red',
  })
})

test('the repair of a red target lands, and a repair that repairs nothing is ejected', async () => {
  const began = await beginNight({ files: { broken: '' } })
  const repair = [shellCheck('repair', 'test ! -e broken', { expect: 'red-to-green' })]
  await queueWork(began, { key: 'vain', files: { other: '' }, checks: repair, priority: 'P0' })
  await queueWork(began, { key: 'repair', files: { broken: null }, checks: repair })
  expect(await began.landings.landNext(began)).toMatchObject({ kind: 'dropped', reason: 'ejected' })
  expect(await began.landings.landNext(began)).toMatchObject({ kind: 'landed' })
})

test('a target that somebody moved is not built upon [I3]', async () => {
  const began = await beginNight()
  await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  const foreign = await commitFiles(began.world, began.base, { foreign: '' })
  await began.repository.git('update-ref', targetRef(began.night), foreign)
  await expect(began.landings.landNext(began)).rejects.toMatchObject({
    code: 'diverged',
    hint: expect.stringContaining(began.base),
  })
  expect(await began.world.ledger.landings({ nightId: began.night.id, states: ['waiting'] })).toHaveLength(1)
})

test('a target that moves while its checks run is left alone, and the entry waits again [I3]', async () => {
  const began = await beginNight()
  const foreign = await commitFiles(began.world, began.base, { foreign: '' })
  const { path } = began.repository
  const check = shellCheck('moves', `git -C ${path} update-ref ${targetRef(began.night)} ${foreign}`)
  await queueWork(began, { key: 'a', files: { b: 'b\n' }, checks: [check] })
  expect(await began.landings.landNext(began)).toMatchObject({ kind: 'retracted' })
  expect(await began.world.git.readRef(targetRef(began.night))).toBe(foreign)
  const [landing] = await began.world.ledger.landings({ nightId: began.night.id })
  expect(landing).toMatchObject({ state: 'waiting', from: null })
})

test('a run cancelled while its checks run does not land', async () => {
  const began = await beginNight()
  const { run } = await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  const going = began.landings.landNext(began)
  await began.world.ledger.endRun({ runId: run.id, token: run.token, reason: 'cancelled', detail: 'by Ann' })
  expect(await going).toMatchObject({ kind: 'dropped', reason: 'cancelled', detail: 'by Ann' })
  expect(await began.world.git.readRef(targetRef(began.night))).toBe(began.base)
})

test('an older leader lands nothing [I1]', async () => {
  const began = await beginNight()
  await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  await began.world.ledger.beginLeadership({ owner: { pid: 8, startedAt: '1', bootId: 'boot' } })
  await expect(began.landings.landNext(began)).rejects.toMatchObject({ code: 'stale-token' })
  expect(await began.world.git.readRef(targetRef(began.night))).toBe(began.base)
})

test('checks leave no workspace behind', async () => {
  const began = await beginNight({ gate: [shellCheck('red', 'exit 1')] })
  await queueWork(began, { key: 'a', files: { b: 'b\n' } })
  await began.landings.landNext(began)
  expect(await readdir(join(began.world.stateDirectory, 'workspaces'))).toEqual([])
})

async function countLines(file: string): Promise<number> {
  return (await readFile(file, 'utf8')).trimEnd().split('\n').length
}
