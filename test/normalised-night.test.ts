import { expect, test } from 'vitest'
import type { Event } from '../src/domain/event.ts'
import { normalisedNight } from '../scripts/normalised-night.ts'

interface Made {
  readonly id: string
  readonly commit: string
  readonly folder: string
  readonly at: number
  readonly durationMs: number
}

function night({ id, commit, folder, at, durationMs }: Made, green = true) {
  const event = { seq: 3, at, actor: 'human:ann', kind: 'night.opened', subjectId: id } as unknown as Event
  const text = `commit ${commit.slice(0, 10)} at ${new Date(at).toISOString()}: Ran 2 tests in 0.${durationMs}s`
  return normalisedNight(
    { events: [event], handoff: { commit, text, folder: `${folder}/state`, durationMs, green } },
    { folder, user: 'ann' },
  )
}

const ONE: Made = {
  id: '01a20b60-7c30-7906-8a86-8a7bd9386313',
  commit: '6bb9896d737d08c6d9276e97f8ce2afa0764e154',
  folder: '/tmp/one',
  at: 1_795_487_202_351,
  durationMs: 228,
}
const OTHER: Made = {
  id: '01a20b61-aaaa-7906-8a86-000000000313',
  commit: 'f7b3da51c0a7cb9c65cd33faa66d8eec31116985',
  folder: '/var/other',
  at: 1_795_999_999_999,
  durationMs: 1,
}

test('nights that differ in ids, hashes, times and places are the same night', () => {
  expect(night(ONE)).toEqual(night(OTHER))
})

test('a night in which something else happened is another night', () => {
  expect(night(ONE)).not.toEqual(night(OTHER, false))
})

test('a tree is kept, so that a night in which another content landed is another night', () => {
  const landed = (tree: string, commit: string) =>
    normalisedNight({ events: [], handoff: { tree, commit } }, { folder: '/tmp/one', user: 'ann' }).handoff
  expect(landed(ONE.commit, OTHER.commit)).toMatchObject({ tree: ONE.commit })
  expect(landed(ONE.commit, OTHER.commit).commit).not.toBe(OTHER.commit)
})

test('an abbreviated hash still abbreviates its hash', () => {
  const { handoff } = night(ONE)
  expect(handoff.text).toContain(
    `commit ${handoff.commit.slice(0, 10)} at 2026-01-01T22:00:00Z: Ran 2 tests in 0s`,
  )
  expect(handoff.commit).not.toBe(ONE.commit)
})

test('which of two tasks did something first is no difference; what a task did first is', () => {
  const told = (...lines: readonly (readonly [string, string])[]) => {
    const events = lines.map(([taskId, kind], place) => ({ seq: place + 1, kind, taskId, actor: 'system:a' }))
    return normalisedNight(
      { events: events as unknown as Event[], handoff: {} },
      { folder: '/tmp/x', user: 'ann' },
    )
  }
  const one = told(
    ['a', 'task.added'],
    ['b', 'task.added'],
    ['a', 'run.claimed'],
    ['b', 'run.claimed'],
    ['a', 'run.ended'],
  )
  const other = told(
    ['a', 'task.added'],
    ['b', 'task.added'],
    ['b', 'run.claimed'],
    ['a', 'run.claimed'],
    ['a', 'run.ended'],
  )
  const turned = told(
    ['a', 'task.added'],
    ['b', 'task.added'],
    ['b', 'run.claimed'],
    ['a', 'run.ended'],
    ['a', 'run.claimed'],
  )
  expect(one).toEqual(other)
  expect(one).not.toEqual(turned)
})
