import { describe, expect, test } from 'vitest'
import { savedWorkRef } from '../domain/night.ts'
import type { Run } from '../domain/run.ts'
import type { TaskDraft } from '../domain/task.ts'
import { fenceOf } from '../ledger/world.contract.ts'
import { beginRuns, claimRun, letGo, tracesOf } from '../../test/run-world.ts'
import { addTask, OWNER, simulateNight, type SimulatedNight } from '../../test/simulated-night.ts'
import { NO_ENVIRONMENT } from '../workspaces/workspace.ts'
import { foundAnything, recover, type Recovery } from './recover.ts'

const NOTHING: Recovery = {
  resumed: 0,
  abandoned: 0,
  landed: 0,
  requeued: 0,
  workspacesRemoved: 0,
  notes: [],
}

/** What the last leader left of a task's run when it died there. */
async function leave(
  { world, night, leader }: SimulatedNight,
  key: string,
  state: 'preparing' | 'working' | 'checking' | 'queued',
  fields: Partial<TaskDraft> = {},
): Promise<Run> {
  const { ledger, workspaces } = world
  await addTask(world, key, fields)
  const claim = { nightId: night.id, task: key, agent: 'program', isolation: 'none', base: 'base' } as const
  const run = await ledger.claimTask({ epoch: leader.epoch, ...claim })
  await workspaces.create({ id: run.id, commit: 'base', environment: NO_ENVIRONMENT })
  if (state === 'preparing') return run
  await ledger.recordHost({ ...fenceOf(run), host: OWNER })
  await ledger.moveRun({ ...fenceOf(run), to: 'working' })
  if (state === 'working') return run
  await world.git.compareAndSwap(savedWorkRef(run.id), null, `work-${key}`)
  await ledger.moveRun({ ...fenceOf(run), to: 'checking', candidate: `work-${key}` })
  if (state === 'queued') await ledger.queueRun({ ...fenceOf(run), gate: 'gate' })
  return run
}

describe('after a leader that died', () => {
  test('what an explorer has found is still there, until it is judged [I10]', async () => {
    const night = await simulateNight()
    const explored = await leave(night, 'explored', 'checking', { kind: 'explore' })
    await leave(night, 'changed', 'checking')
    const leader = await night.ledger.beginLeadership({ owner: OWNER })
    expect(await recover(night.world, night.night, leader)).toMatchObject({ workspacesRemoved: 1 })
    expect(await night.world.workspaces.list()).toEqual([explored.id])
  })

  test('each run is settled by the state it was in, and what was found is counted and recorded [I10]', async () => {
    const found = { completed: 1, retracted: 2, notes: ['a lock was removed'] }
    const night = await simulateNight({ landings: () => ({ recover: () => Promise.resolve(found) }) })
    await leave(night, 'preparing', 'preparing')
    const working = await leave(night, 'working', 'working')
    await leave(night, 'checking', 'checking')
    await leave(night, 'queued', 'queued')
    await night.world.workspaces.create({ id: 'a-check', commit: 'base', environment: NO_ENVIRONMENT })
    const leader = await night.ledger.beginLeadership({ owner: OWNER })

    const recovery = await recover(night.world, night.night, leader)
    expect(recovery).toEqual({
      resumed: 2,
      abandoned: 1,
      landed: 1,
      requeued: 2,
      workspacesRemoved: 3,
      notes: ['a lock was removed'],
    })
    expect(await night.world.workspaces.list()).toEqual([working.id])
    const tasks = await night.ledger.tasks({})
    expect(tasks.map(({ key, state, attempts, losses }) => [key, state, attempts, losses])).toEqual([
      ['preparing', 'todo', 0, 1],
      ['working', 'doing', 0, 0],
      ['checking', 'doing', 0, 0],
      ['queued', 'review', 0, 0],
    ])
    const [event] = await night.ledger.events({ kinds: ['leader.recovered'] })
    expect(event?.data).toEqual({ ...recovery, epoch: leader.epoch })
  })

  test('what was recovered once is not recovered again but for what still runs', async () => {
    const night = await simulateNight()
    await leave(night, 'preparing', 'preparing')
    await leave(night, 'working', 'working')
    const leader = await night.ledger.beginLeadership({ owner: OWNER })
    await recover(night.world, night.night, leader)
    expect(await recover(night.world, night.night, leader)).toEqual({ ...NOTHING, resumed: 1 })
  })

  test('every live run is taken up with a new token: the old one writes nothing any more [I1]', async () => {
    const night = await simulateNight()
    const left = [
      await leave(night, 'working', 'working'),
      await leave(night, 'checking', 'checking'),
      await leave(night, 'queued', 'queued'),
    ]
    const leader = await night.ledger.beginLeadership({ owner: OWNER })
    await recover(night.world, night.night, leader)
    for (const run of left) {
      const end = { ...fenceOf(run), reason: 'cancelled', detail: 'too late' } as const
      await expect(night.ledger.endRun(end)).rejects.toMatchObject({ code: 'stale-token' })
    }
    expect(await night.ledger.runs({ live: true })).toHaveLength(3)
  })

  test('an orderly end leaves nothing to recover and nothing in the record', async () => {
    const night = await simulateNight()
    const before = await night.ledger.lastEvent()
    const recovery = await recover(night.world, night.night, night.leader)
    expect(recovery).toEqual(NOTHING)
    expect(foundAnything(recovery)).toBe(false)
    expect(await night.ledger.lastEvent()).toBe(before)
  })

  test('a leader that is no more the newest records nothing [I1]', async () => {
    const night = await simulateNight()
    await night.world.workspaces.create({ id: 'a-check', commit: 'base', environment: NO_ENVIRONMENT })
    await night.ledger.beginLeadership({ owner: { ...OWNER, pid: 8 } })
    await expect(recover(night.world, night.night, night.leader)).rejects.toMatchObject({
      code: 'stale-token',
    })
    expect(await night.ledger.events({ kinds: ['leader.recovered'] })).toEqual([])
  })
})

test.each(Object.keys(NOTHING).filter((field) => field !== 'notes'))('%s alone is worth telling', (field) => {
  expect(foundAnything({ ...NOTHING, [field]: 1 })).toBe(true)
})

test('a note alone is worth telling', () => {
  expect(foundAnything({ ...NOTHING, notes: ['somebody rewound the target'] })).toBe(true)
})

test('the work of a run that ended unsaved is saved before its workspace goes [I4]', async () => {
  const began = await beginRuns()
  const { world, night, epoch } = began
  const acts = [{ write: 'src/b.txt', content: 'b\n' }]
  const { run } = await letGo(began, await claimRun(began, { key: 'unsaved', acts }))
  const workspace = await world.workspaces.find(run.id)
  await world.hosts.observe(began.hosts.started[0]?.folder ?? '', OWNER)
  await world.ledger.endRun({ ...fenceOf(run), reason: 'worker-lost', detail: 'no space left' })
  expect(await recover(world, night, { epoch, owner: OWNER, since: 0 })).toMatchObject({
    resumed: 0,
    abandoned: 0,
    workspacesRemoved: 1,
  })
  expect(workspace).not.toBeNull()
  expect(await tracesOf(began, run)).toEqual({ saved: true, workspace: false })
  expect((await world.git.readFile(savedWorkRef(run.id), 'src/b.txt'))?.toString()).toBe('b\n')
})
