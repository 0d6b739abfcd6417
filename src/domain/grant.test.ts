import { describe, expect, test } from 'vitest'
import type { Blocker } from './blocker.ts'
import type { Event } from './event.ts'
import { DEFAULT_GRANT_MS, grantFor, grantUntil } from './grant.ts'

const NOW = 1_000

function blocker(fields: Partial<Blocker> = {}): Blocker {
  return {
    ...{ id: 'grant', taskId: 'task', runId: 'run', seen: '', tried: '', question: '' },
    options: [
      { key: 'grant', text: '', effect: 'grant' },
      { key: 'retry', text: '', effect: 'retry' },
    ],
    ...{ about: ['plan'], default: null, deadline: null, raisedBy: 'system:reveille', raisedAt: 1 },
    ...{ answer: 'grant', note: null, until: NOW + 1, answeredBy: 'human:ann', answeredAt: 2 },
    ...fields,
  }
}

function used(grant: string): Event {
  return {
    ...{ seq: 1, at: 1, actor: 'system:reveille', kind: 'operation.began', subject: 'run' },
    ...{ subjectId: 'run', taskId: 'task', runId: 'run', data: { plan: {}, planHash: 'plan', grant } },
  }
}

const found = (blockers: readonly Blocker[], events: readonly Event[] = []) =>
  grantFor({ blockers, events, planHash: 'plan', now: NOW })?.id ?? null

describe('a grant', () => {
  test('covers the plan it was given for', () => {
    expect(found([blocker()])).toBe('grant')
  })

  test.each<[string, Partial<Blocker>]>([
    ['another plan', { about: ['other'] }],
    ['after its time', { until: NOW }],
    ['without a time', { until: null }],
    ['that somebody else has asked for', { raisedBy: 'coordinator:bot' }],
    ['that no person has given', { answeredBy: 'system:reveille' }],
    ['that was not answered', { answer: null }],
    ['that was answered otherwise', { answer: 'retry' }],
    ['by an answer that is no option', { answer: 'yes' }],
  ])('covers nothing: %s', (_, fields) => {
    expect(found([blocker(fields)])).toBeNull()
  })

  test('is used once', () => {
    expect(found([blocker()], [used('grant')])).toBeNull()
    expect(found([blocker(), blocker({ id: 'newer' })], [used('grant')])).toBe('newer')
    expect(found([blocker()], [used('another')])).toBe('grant')
  })

  test('holds for eight hours unless somebody says otherwise', () => {
    expect(grantUntil(NOW)).toBe(NOW + DEFAULT_GRANT_MS)
    expect(grantUntil(NOW, 5)).toBe(NOW + 5)
  })
})
