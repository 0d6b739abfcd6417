import { describe, expect, test } from 'vitest'
import type { EventData } from './event-data.ts'
import type { Event, EventKind } from './event.ts'
import { replay } from './replay.ts'
import { DEFAULT_LIMITS, PLAIN_DRAFT, type TaskDraft } from './task.ts'

const DRAFT: TaskDraft = {
  key: 'login',
  title: 'Fix login',
  goal: 'People can sign in',
  kind: 'change',
  priority: 'P1',
  domain: null,
  scope: { write: ['src/**'], strict: false },
  needs: [],
  checks: [],
  agent: null,
  limits: DEFAULT_LIMITS,
  ...PLAIN_DRAFT,
}

let seq = 0
function event<Kind extends EventKind>(kind: Kind, subjectId: string, data: EventData[Kind]): Event {
  seq += 1
  const [subject] = kind.split('.') as [Event['subject']]
  return {
    seq,
    at: seq * 10,
    actor: 'human:ann',
    kind,
    subject,
    subjectId,
    taskId: 't',
    runId: 'r',
    data: { ...data },
  }
}

const claimed = event('run.claimed', 'r', {
  nightId: 'n',
  token: 4,
  number: 2,
  agent: 'program',
  isolation: 'none',
  base: 'base',
  epoch: 1,
})
const queued = event('landing.queued', 'l', { nightId: 'n', candidate: 'work', gate: 'gate' })
const intended = event('landing.intended', 'l', {
  epoch: 1,
  from: 'base',
  to: 'tip',
  tree: 'tree',
  gate: 'gate',
  environment: 'e',
  evidence: ['p'],
})

describe('replay', () => {
  test('a task is what was added and what changed of it', () => {
    const added = event('task.added', 't', { draft: DRAFT })
    const moved = event('task.moved', 't', {
      from: 'todo',
      to: 'blocked',
      resolution: null,
      attempts: 3,
      losses: 1,
      reason: 'timed-out',
    })
    const { tasks } = replay([
      added,
      event('task.updated', 't', { from: { title: 'Fix login' }, to: { title: 'Repair login' } }),
      event('task.needs-changed', 't', { from: [], to: ['other'] }),
      moved,
      event('task.noted', 't', { noteId: 'note' }),
    ])
    expect([...tasks.values()]).toEqual([
      {
        ...DRAFT,
        id: 't',
        title: 'Repair login',
        needs: ['other'],
        version: 4,
        state: 'blocked',
        resolution: null,
        attempts: 3,
        losses: 1,
        filedBy: 'human:ann',
        createdAt: added.at,
        updatedAt: moved.at,
      },
    ])
  })

  test('a run is what was claimed and how far it came', () => {
    const host = { pid: 7, startedAt: '100', bootId: 'boot' }
    const ended = event('run.ended', 'r', { from: 'checking', reason: 'check-failed', detail: 'red' })
    const { runs } = replay([
      claimed,
      event('run.host-started', 'r', { host }),
      event('run.moved', 'r', { from: 'preparing', to: 'working', candidate: null }),
      event('run.taken-up', 'r', { epoch: 2, token: 5 }),
      event('run.moved', 'r', { from: 'working', to: 'checking', candidate: 'work' }),
      ended,
    ])
    expect(runs.get('r')).toEqual({
      id: 'r',
      taskId: 't',
      nightId: 'n',
      token: 5,
      number: 2,
      agent: 'program',
      isolation: 'none',
      base: 'base',
      state: 'ended',
      candidate: 'work',
      host,
      endReason: 'check-failed',
      endDetail: 'red',
      claimedAt: claimed.at,
      updatedAt: ended.at,
      endedAt: ended.at,
    })
  })

  test('a landing that was retracted waits as if it had not been intended', () => {
    const before = replay([queued]).landings.get('l')
    const retracted = event('landing.retracted', 'l', { epoch: 1, detail: 'the target moved' })
    expect(replay([queued, intended]).landings.get('l')).toMatchObject({
      state: 'intended',
      from: 'base',
      to: 'tip',
    })
    expect(replay([queued, intended, retracted]).landings.get('l')).toEqual({
      ...before,
      detail: 'the target moved',
    })
  })

  test('a landing that landed keeps what it moved', () => {
    const landed = event('landing.landed', 'l', { epoch: 1, to: 'tip', tree: 'tree' })
    expect(replay([queued, intended, landed]).landings.get('l')).toMatchObject({
      state: 'landed',
      from: 'base',
      to: 'tip',
      tree: 'tree',
      landedAt: landed.at,
    })
  })

  test('an event of a subject that was never made is an error, not a guess', () => {
    expect(() => replay([intended])).toThrow('unknown landing')
  })
})
