import { describe, expect, test } from 'vitest'
import { PLAIN_BLOCKER, RETRY_OR_CANCEL, type Blocker } from '../domain/blocker.ts'
import type { EventData } from '../domain/event-data.ts'
import type { Event, EventKind } from '../domain/event.ts'
import { halfDoneBlocker, pastOf } from './operate-past.ts'

const BEGAN: EventData['operation.began'] = {
  plan: {
    operation: 'restart',
    target: 'shop',
    production: true,
    command: { argv: ['sh', 'restart.sh'] },
    timeoutMs: 1_000,
    network: false,
    inherit: [],
    commit: 'base',
  },
  planHash: 'plan',
  grant: 'blocker',
}
const ENDED = { exitCode: 0, signal: null, timedOut: false, durationMs: 1, excerpt: '' }

function told(...entries: readonly (readonly [runId: string, kind: EventKind, reason?: string])[]): Event[] {
  const dataOfKind = (kind: EventKind, reason?: string) =>
    kind === 'operation.began' ? BEGAN : kind === 'operation.ended' ? ENDED : { reason }
  return entries.map(([runId, kind, reason], index) => ({
    ...{ seq: index + 1, at: index, actor: 'system:reveille', subject: 'run', subjectId: runId },
    ...{ kind, taskId: 'task', runId, data: { ...dataOfKind(kind, reason) } },
  }))
}

const past = (events: readonly Event[], blockers: readonly Blocker[] = []) =>
  pastOf({ runId: 'two', events, blockers })

function answered(answer: string | null): Blocker {
  const draft = halfDoneBlocker({ kind: 'half-done', runId: 'one', began: BEGAN }, 'It is gone.')
  const given = { answer, note: null, until: null, answeredBy: null, answeredAt: null }
  return {
    ...draft,
    id: 'b',
    taskId: 'task',
    runId: 'one',
    raisedBy: 'system:reveille',
    raisedAt: 0,
    ...given,
  }
}

describe('what the record says of an operation', () => {
  test('before it began there is nothing to heed', () => {
    expect(past([])).toEqual({ kind: 'nothing-open' })
  })

  test.each(['one', 'two'])('begun by run %s and not seen to end it may have happened half', (runId) => {
    expect(past(told([runId, 'operation.began']))).toMatchObject({ kind: 'half-done', runId })
  })

  test('the end of the run that began it is no end of the operation', () => {
    const events = told(['one', 'operation.began'], ['one', 'run.ended', 'worker-lost'])
    expect(past(events)).toMatchObject({ kind: 'half-done', runId: 'one' })
  })

  test('half done, it waits until a person has answered for that very run', () => {
    const events = told(['one', 'operation.began'], ['one', 'run.ended', 'blocked'])
    expect(past(events, [answered(null)])).toMatchObject({ kind: 'half-done' })
    const other = { ...answered('retry'), ...PLAIN_BLOCKER, options: RETRY_OR_CANCEL }
    expect(past(events, [other])).toMatchObject({ kind: 'half-done' })
    expect(past(events, [answered('retry')])).toEqual({ kind: 'nothing-open' })
  })

  test('carried out by this run it only lacks its proof', () => {
    const events = told(['two', 'operation.began'], ['two', 'operation.ended'])
    expect(past(events)).toEqual({ kind: 'carried-out', began: BEGAN, ended: ENDED })
  })

  test.each([
    ['worker-lost', 'carried-out'],
    ['environment-failed', 'carried-out'],
    ['check-failed', 'nothing-open'],
  ])('carried out by an earlier run that ended as %s it is %s', (reason, kind) => {
    const events = told(['one', 'operation.began'], ['one', 'operation.ended'], ['one', 'run.ended', reason])
    expect(past(events)).toMatchObject({ kind })
  })

  test('only the last one counts', () => {
    const events = told(
      ['one', 'operation.began'],
      ['one', 'operation.ended'],
      ['one', 'run.ended', 'check-failed'],
      ['two', 'operation.began'],
    )
    expect(past(events)).toMatchObject({ kind: 'half-done', runId: 'two' })
  })
})
