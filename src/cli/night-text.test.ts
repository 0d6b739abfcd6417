import { expect, test } from 'vitest'
import type { NightResult } from '../operations/lead-night.ts'
import { styleFor } from './color.ts'
import { nightText } from './night-text.ts'

const bare = styleFor({ isColored: false, isUnicode: false })

function resultOf(tasks: NightResult['tasks']): NightResult {
  return { night: 3, verdict: 'failed', recovered: null, lane: 'broken', laneWhy: 'npm ci failed.', tasks }
}

test('the end of a night tells a reason that many tasks share once', () => {
  const todo = { state: 'todo', resolution: null, failure: null } as const
  const result = resultOf([
    { key: 'a', state: 'done', resolution: 'landed', why: null, failure: null },
    { ...todo, key: 'b', why: 'npm ci ended with 1' },
    { ...todo, key: 'c', why: 'It needs b.' },
    { ...todo, key: 'd', why: 'npm ci ended with 1' },
  ])
  expect(nightText(result, bare).split('\n')).toEqual([
    'Night 3: 1 of 4 tasks done.',
    '  b, d (todo): npm ci ended with 1',
    '  c (todo): It needs b.',
    'Report: reveille report   Accept: reveille accept',
  ])
})

test('of a night that landed nothing nobody is told to accept anything', () => {
  const task = {
    key: 'a',
    state: 'todo',
    resolution: null,
    why: 'npm ci ended with 1',
    failure: null,
  } as const
  expect(nightText(resultOf([task]), bare)).toBe(
    'Night 3: 0 of 1 task done.\n  a (todo): npm ci ended with 1\nReport: reveille report',
  )
})

test('what was cancelled is not told as done', () => {
  const result = resultOf([
    { key: 'a', state: 'done', resolution: 'concluded', why: null, failure: null },
    { key: 'b', state: 'cancelled', resolution: null, why: null, failure: null },
  ])
  expect(nightText(result, bare)).toMatch(/^Night 3: 1 of 2 tasks done, 1 cancelled\.\n/)
})

test('a set-up that fails is told although no task was asked for', () => {
  const text = nightText(resultOf([]), bare)
  expect(text).toContain('0 of 0 tasks done.\nnpm ci failed.')
})

test('a task that failed is told with its last lines, where to look and how to try again [loud-failure]', () => {
  const failure = {
    run: 2,
    reason: 'check-failed',
    detail: 'Red on the merged work: test.',
    output: 'expected 1\n::error::forged\u001b[2J',
    transcript: '/state/runs/a/transcript.log',
    record: '/state/evidence/b.json',
    work: 'git diff 0123456789 refs/reveille/runs/a',
    again: 'reveille blocker answer a retry',
  } as const
  const blocked = { state: 'blocked', resolution: null, why: 'Red. Again?' } as const
  const tasks = ['a', 'b', 'c', 'd'].map((key) => ({ key, ...blocked, failure }))
  const lines = nightText(resultOf(tasks), bare).split('\n')
  expect(lines.slice(3, 10)).toEqual([
    'x a: run 2 ended as check-failed: Red on the merged work: test.',
    '  | expected 1',
    '  | ::error::forged [2J',
    '  transcript  /state/runs/a/transcript.log',
    '  check       /state/evidence/b.json',
    '  work        git diff 0123456789 refs/reveille/runs/a',
    '  again       reveille blocker answer a retry',
  ])
  expect(lines.slice(-3)).toEqual(['and 1 more that failed: reveille report', '', 'Report: reveille report'])
})
