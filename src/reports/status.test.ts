import { describe, expect, test } from 'vitest'
import { RecordBuilder } from '../../test/record.ts'
import type { StatusRecord } from './status-record.ts'
import { statusText } from './status-text.ts'
import { statusOf } from './status.ts'

const MINUTE = 60_000
const leader = {
  epoch: 2,
  owner: { pid: 77, startedAt: '1', bootId: 'boot' },
  since: Date.UTC(2026, 10, 20, 21),
}

const NOTHING: StatusRecord = {
  night: null,
  leader: null,
  lane: null,
  counts: { todo: 0, doing: 0, review: 0, blocked: 0, done: 0, cancelled: 0 },
  live: [],
  queue: [],
  landed: [],
  failing: [],
  blockers: [],
  next: [],
  keys: new Map(),
}

describe('the status', () => {
  test('of a new project says that nothing runs', () => {
    const { verdict } = statusOf(NOTHING, { now: 0, leaderAlive: false })
    expect(verdict).toEqual({ kind: 'idle', text: 'Nothing runs and nothing is to do.', command: null })
  })

  test('of a night that has come to its end leads to accepting what landed', () => {
    const { verdict } = statusOf({ ...NOTHING, landed: full().landed }, { now: 0, leaderAlive: false })
    expect(verdict).toEqual({
      kind: 'idle',
      text: 'Nothing runs and nothing is to do. What landed waits for you.',
      command: 'reveille accept',
    })
  })

  test('is fine while a living leader drives runs and nothing waits for a person', () => {
    const record = busy()
    expect(statusOf(record, { now: 0, leaderAlive: true }).verdict).toMatchObject({ kind: 'fine' })
  })

  test('is not fine when runs are under way and their leader is gone', () => {
    expect(statusOf(busy(), { now: 0, leaderAlive: false }).verdict).toEqual({
      kind: 'stopped',
      text: 'Not fine: 1 run under way, but the leader, process 77, is gone.',
      command: 'reveille night',
    })
  })

  test('puts a red target before every other question', () => {
    const night = new RecordBuilder()
    const red = night.task('target-red-abc', { agent: null })
    const record = { ...busy(), next: [red], blockers: full().blockers }
    expect(statusOf(record, { now: 0, leaderAlive: true }).verdict).toEqual({
      kind: 'needs-you',
      text: 'It waits for you: the gate is red on the target itself.',
      command: 'reveille task show target-red-abc',
    })
  })

  test('is not fine while nothing can be proved on the target, and says why and how to go on [lane-recorded]', () => {
    const broken = {
      lane: 'broken',
      commit: 'c',
      detail: 'npm ci ended with 1\noutput',
      shownBy: 'run',
    } as const
    expect(statusOf({ ...NOTHING, lane: broken }, { now: 0, leaderAlive: true }).verdict).toEqual({
      kind: 'needs-you',
      text: 'Not fine: nothing can be proved on the target. npm ci ended with 1.',
      command: 'reveille accept && reveille night',
    })
  })

  test('of a red target is fine while a repair is under way, and not once it is over', () => {
    const lane = { lane: 'red', commit: 'c', detail: 'test is red', shownBy: 'target' } as const
    expect(statusOf({ ...busy(), lane }, { now: 0, leaderAlive: true }).verdict).toMatchObject({
      kind: 'fine',
    })
    expect(statusOf({ ...NOTHING, lane }, { now: 0, leaderAlive: true }).verdict).toMatchObject({
      kind: 'needs-you',
      text: 'Not fine: the gate is red on the target itself. test is red.',
    })
  })

  test('reads as: is it fine, who leads, what waits, runs, fails and landed', () => {
    const status = statusOf(full(), { now: full().now, leaderAlive: true })
    expect(statusText(status)).toMatchInlineSnapshot(`
      "It waits for you: 1 question; 2 runs under way.

      night               3, open since 2026-11-20T22:00:00Z, from main at 0090ab5800
      leader              process 77, alive, since 2026-11-20T21:00:00Z
      tasks               1 todo, 1 doing, 0 review, 1 blocked, 1 done, 0 cancelled
      waits for you (1)   stuck, for 3 min: Should the task be tried again as it is?  reveille blocker show stuck
      running (1)         live: run 1 is working, for 3 min, program, NO SANDBOX
      to land (1)         your branch: 021e7e7e02, for 4 min
      failing (1)         stuck: run 1 ended as agent-error, 3 min ago. exit 3.
      next (1)            next (P0), filed 2 min ago
      landed (1)          good: 8f678f108f, 2026-11-20T22:01:00Z"
    `)
  })

  test('cuts its lists and says how many it left out', () => {
    const { counts, next } = full()
    const status = statusOf(
      { ...NOTHING, counts: { ...counts, todo: 100_000 }, next },
      { now: 0, leaderAlive: false },
    )
    expect(statusText(status)).toContain('and 99999 more')
  })
})

function busy(): StatusRecord {
  const night = new RecordBuilder()
  const run = night.claim(night.task('busy'))
  return { ...NOTHING, night: night.night, leader, live: [run], keys: new Map([[run.taskId, 'busy']]) }
}

function full(): StatusRecord & { readonly now: number } {
  const night = new RecordBuilder()
  const good = night.claim(night.task('good'))
  night.work(good, MINUTE)
  night.move(good, 'checking')
  const landed = night.land(good, [night.check(good)])
  const stuck = night.task('stuck', { limits: { runs: 1, wallClockMs: 1, noProgressMs: 1 } })
  const failed = night.claim(stuck)
  night.work(failed, MINUTE)
  night.end(failed, 'agent-error', 'exit 3\nlong output')
  const live = night.claim(night.task('live'), { isolation: 'none' })
  night.work(live, MINUTE)
  const next = night.task('next', { priority: 'P0' })
  night.wait(2 * MINUTE)
  return {
    ...NOTHING,
    now: night.now,
    night: night.night,
    leader,
    counts: { todo: 1, doing: 1, review: 0, blocked: 1, done: 1, cancelled: 0 },
    live: [live],
    queue: [{ ...landed, id: 'merge', runId: null, state: 'waiting' }],
    landed: [landed],
    failing: [failed],
    blockers: night.blockers,
    next: [next],
    keys: new Map([...night.tasks.map(({ id, key }) => [id, key] as const), [good.id, 'good']]),
  }
}
