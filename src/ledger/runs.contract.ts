import { beforeEach, describe, expect, test } from 'vitest'
import { END_REASONS, ENDINGS, MAX_LOSSES } from '../domain/ending.ts'
import { DEFAULT_LIMITS } from '../domain/task.ts'
import type { Ledger } from './ledger.ts'
import * as world from './world.contract.ts'
import { add, ANN, checking, claim, expectRefusal, fenceOf, kindsAfter, OWNER } from './world.contract.ts'

export function describeRuns(open: world.OpenLedger): void {
  let ledger: Ledger
  beforeEach(async () => {
    ledger = await open()
    await add(ledger, 'task')
  })
  const end = async (reason: Parameters<Ledger['endRun']>[0]['reason'], task = 'task') =>
    ledger.endRun({ ...fenceOf(await claim(ledger, task)), reason, detail: 'because' })

  describe('claims', () => {
    test('a claim makes a live run and the task doing, in one transaction with their events', async () => {
      const { epoch, nightId } = await world.begin(ledger)
      const seq = await ledger.lastEvent()
      const run = await ledger.claimTask({
        epoch,
        nightId,
        task: 'task',
        agent: 'program',
        isolation: 'bubblewrap',
        base: 'base',
      })
      expect(run).toMatchObject({
        state: 'preparing',
        number: 1,
        nightId,
        agent: 'program',
        isolation: 'bubblewrap',
        base: 'base',
        candidate: null,
        host: null,
        endReason: null,
        endedAt: null,
      })
      expect(await ledger.task('task')).toMatchObject({ state: 'doing', version: 2 })
      expect(await kindsAfter(ledger, seq)).toEqual(['task.moved', 'run.claimed'])
      expect(await ledger.runs({ live: true })).toEqual([run])
    })

    test('a task has one live run [I1]', async () => {
      await claim(ledger, 'task')
      await expectRefusal(ledger, 'not-claimable', () => claim(ledger, 'task'))
    })

    test('tokens and numbers grow with each run of a task [I1]', async () => {
      const runs = [await end('no-change'), await end('conflict'), await claim(ledger, 'task')]
      expect(runs.map(({ number }) => number)).toEqual([1, 2, 3])
      const tokens = runs.map(({ token }) => token)
      expect(tokens.toSorted((one, other) => one - other)).toEqual(tokens)
      expect(new Set(tokens).size).toBe(3)
    })

    test('a task waits for its needs, and the refusal names them', async () => {
      await add(ledger, 'later', { needs: ['task'] })
      await world.begin(ledger)
      const refusal = await expectRefusal(ledger, 'not-claimable', () => claim(ledger, 'later'))
      expect(refusal.data?.['needs']).toEqual(['task'])
      await world.landed(ledger, 'task')
      expect(await claim(ledger, 'later')).toMatchObject({ state: 'preparing' })
    })

    test('a cancelled need is not a done one', async () => {
      await add(ledger, 'later', { needs: ['task'] })
      await world.begin(ledger)
      await ledger.moveTask({ actor: ANN, task: 'task', to: 'cancelled', reason: 'no' })
      await expectRefusal(ledger, 'not-claimable', () => claim(ledger, 'later'))
    })

    test('a claim of an older leader changes nothing [I1]', async () => {
      const { epoch, nightId } = await world.begin(ledger)
      await ledger.beginLeadership({ owner: { ...OWNER, pid: 8 } })
      const params = { nightId, task: 'task', agent: 'program', isolation: 'none', base: 'base' } as const
      await expectRefusal(ledger, 'stale-token', () => ledger.claimTask({ ...params, epoch }))
      expect(await ledger.claimTask({ ...params, epoch: epoch + 1 })).toMatchObject({ state: 'preparing' })
    })

    test('runs belong to an open night', async () => {
      const { epoch, nightId } = await world.begin(ledger)
      const params = { epoch, task: 'task', agent: 'program', isolation: 'none', base: 'base' } as const
      await expectRefusal(ledger, 'night-missing', () => ledger.claimTask({ ...params, nightId: 'none' }))
      await ledger.closeNight({ epoch, nightId, to: 'accepted' })
      await expectRefusal(ledger, 'night-missing', () => ledger.claimTask({ ...params, nightId }))
    })
  })

  describe('fencing', () => {
    test('a stale token changes nothing, whatever it writes [I1]', async () => {
      const old = await end('worker-lost')
      const live = await claim(ledger, 'task')
      const stale = { runId: live.id, token: old.token }
      for (const fence of [stale, fenceOf(old)]) {
        const writes = [
          () => ledger.moveRun({ ...fence, to: 'working' }),
          () => ledger.recordHost({ ...fence, host: OWNER }),
          () => ledger.endRun({ ...fence, reason: 'no-change', detail: '' }),
          () => ledger.queueRun({ ...fence, gate: 'gate' }),
          () => ledger.concludeRun({ ...fence, conclusion: world.verified() }),
          () => ledger.recordRunFact({ ...fence, kind: 'run.briefed', data: world.BRIEF }),
          () => ledger.recordEvidence({ fence, verdict: world.verdict({ runId: fence.runId }) }),
        ]
        for (const write of writes) await expectRefusal(ledger, 'stale-token', write)
      }
    })

    test('a run that is taken up has a new token, and the old one changes nothing [I1]', async () => {
      const { epoch } = await world.begin(ledger)
      const old = await claim(ledger, 'task')
      const seq = await ledger.lastEvent()
      const run = await ledger.takeUpRun({ epoch, runId: old.id })
      expect(run).toEqual({ ...old, token: old.token + 1, updatedAt: run.updatedAt })
      expect(await kindsAfter(ledger, seq)).toEqual(['run.taken-up'])
      await expectRefusal(ledger, 'stale-token', () => ledger.moveRun({ ...fenceOf(old), to: 'working' }))
      await ledger.endRun({ ...fenceOf(run), reason: 'no-change', detail: '' })
      expect((await claim(ledger, 'task')).token).toBe(run.token + 1)
    })

    test('only the newest leader takes a run up, and only a live one [I1]', async () => {
      const { epoch } = await world.begin(ledger)
      const { id: runId } = await claim(ledger, 'task')
      await ledger.beginLeadership({ owner: { ...OWNER, pid: 8 } })
      await expectRefusal(ledger, 'stale-token', () => ledger.takeUpRun({ epoch, runId }))
      const run = await ledger.takeUpRun({ epoch: epoch + 1, runId })
      await ledger.endRun({ ...fenceOf(run), reason: 'no-change', detail: '' })
      await expectRefusal(ledger, 'stale-token', () => ledger.takeUpRun({ epoch: epoch + 1, runId }))
    })

    test('an unknown run is not found', async () => {
      await expectRefusal(ledger, 'not-found', () => ledger.run('nothing'))
      await expectRefusal(ledger, 'not-found', () =>
        ledger.moveRun({ runId: 'nothing', token: 1, to: 'working' }),
      )
    })

    test('the host is recorded as it was given', async () => {
      const run = await claim(ledger, 'task')
      await ledger.recordHost({ ...fenceOf(run), host: OWNER })
      expect(await ledger.run(run.id)).toMatchObject({ host: OWNER, state: 'preparing' })
    })
  })

  describe('moves', () => {
    test('a run goes its way step by step and keeps its candidate', async () => {
      const run = await checking(ledger, 'task')
      expect(run).toMatchObject({ state: 'checking', candidate: 'work-of-task' })
      expect(await ledger.task('task')).toMatchObject({ state: 'doing' })
    })

    test('a step that the table does not know is refused', async () => {
      await world.begin(ledger)
      const run = await claim(ledger, 'task')
      const move = (to: 'working' | 'checking') => ledger.moveRun({ ...fenceOf(run), to })
      await move('working')
      await expectRefusal(ledger, 'illegal-move', () => move('working'))
      await expectRefusal(ledger, 'illegal-move', () => ledger.queueRun({ ...fenceOf(run), gate: 'gate' }))
    })

    test('what is no change does not land, and a change lands only with saved work', async () => {
      await add(ledger, 'look', { kind: 'explore' })
      const look = await checking(ledger, 'look')
      await expectRefusal(ledger, 'illegal-move', () => ledger.queueRun({ ...fenceOf(look), gate: 'gate' }))
      const empty = await claim(ledger, 'task')
      await ledger.moveRun({ ...fenceOf(empty), to: 'checking' })
      await expectRefusal(ledger, 'illegal-move', () => ledger.queueRun({ ...fenceOf(empty), gate: 'gate' }))
    })
  })

  describe('endings', () => {
    test.each(END_REASONS)('%s sends the task where the table says', async (reason) => {
      const run = await end(reason)
      expect(run).toMatchObject({ state: 'ended', endReason: reason, endDetail: 'because' })
      expect(run.endedAt).not.toBeNull()
      const { task, usesAttempt } = ENDINGS[reason]
      expect(await ledger.task('task')).toMatchObject({
        state: task,
        attempts: usesAttempt ? 1 : 0,
        losses: reason === 'worker-lost' ? 1 : 0,
        resolution: reason === 'nothing-to-fix' ? 'already-green' : null,
      })
      expect(await ledger.blockers({ open: true })).toHaveLength(task === 'blocked' ? 1 : 0)
    })

    test('used-up runs block the task and raise a blocker with the last failure', async () => {
      await add(ledger, 'hard', { limits: { ...DEFAULT_LIMITS, runs: 2 } })
      await end('no-change', 'hard')
      expect(await ledger.task('hard')).toMatchObject({ state: 'todo', attempts: 1 })
      const last = await end('check-failed', 'hard')
      expect(await ledger.task('hard')).toMatchObject({ state: 'blocked', attempts: 2 })
      const [blocker] = await ledger.blockers({ open: true })
      expect(blocker).toMatchObject({ runId: last.id, raisedBy: 'system:reveille', answer: null })
      expect(blocker?.seen).toContain('because')
      expect(blocker?.tried).toContain('2 runs failed')
    })

    test('lost workers block the task only after several', async () => {
      for (let loss = 1; loss < MAX_LOSSES; loss++) await end('worker-lost')
      expect(await ledger.task('task')).toMatchObject({ state: 'todo', losses: MAX_LOSSES - 1, attempts: 0 })
      await end('worker-lost')
      expect(await ledger.task('task')).toMatchObject({ state: 'blocked', losses: MAX_LOSSES })
    })

    test('end, task, blocker and their events are one transaction [I5]', async () => {
      const run = await claim(ledger, 'task')
      const seq = await ledger.lastEvent()
      await ledger.endRun({ ...fenceOf(run), reason: 'suspicious', detail: 'asks whether it is tested' })
      expect(await kindsAfter(ledger, seq)).toEqual(['run.ended', 'task.moved', 'blocker.raised'])
      const events = await ledger.events({ runId: run.id, after: seq })
      expect(events.map(({ at }) => at)).toEqual(events.map(() => events[0]?.at))
    })

    test('a queued run takes its queue entry with it', async () => {
      const { run, landing } = await world.queued(ledger, 'task')
      await ledger.endRun({ ...fenceOf(run), reason: 'cancelled', detail: 'stopped' })
      expect(await ledger.landings({ nightId: landing.nightId })).toMatchObject([
        { state: 'dropped', detail: 'stopped' },
      ])
      expect(await ledger.task('task')).toMatchObject({ state: 'todo' })
    })
  })

  test('runs are filtered by night, task and life, oldest first', async () => {
    await add(ledger, 'other')
    const first = await end('conflict')
    const second = await claim(ledger, 'task')
    const third = await claim(ledger, 'other')
    const ids = async (filter: Parameters<Ledger['runs']>[0]) =>
      (await ledger.runs(filter)).map(({ id }) => id)
    expect(await ids({})).toEqual([first.id, second.id, third.id])
    expect(await ids({ taskId: first.taskId })).toEqual([first.id, second.id])
    expect(await ids({ live: true, nightId: first.nightId })).toEqual([second.id, third.id])
    expect(await ids({ live: false })).toEqual([first.id])
    expect(await ids({ nightId: 'none' })).toEqual([])
  })
}
