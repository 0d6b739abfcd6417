import { expect, test } from 'vitest'
import type { NightResult } from '../operations/lead-night.ts'
import { styleFor } from './color.ts'
import { nightText } from './night-text.ts'

const bare = styleFor({ isColored: false, isUnicode: false })

function resultOf(tasks: NightResult['tasks']): NightResult {
  return { night: 3, verdict: 'failed', recovered: null, lane: 'broken', laneWhy: 'npm ci failed.', tasks }
}

test('the end of a night tells a reason that many tasks share once', () => {
  const todo = { state: 'todo', resolution: null } as const
  const result = resultOf([
    { key: 'a', state: 'done', resolution: 'landed', why: null },
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

test('what was cancelled is not told as done', () => {
  const result = resultOf([
    { key: 'a', state: 'done', resolution: 'concluded', why: null },
    { key: 'b', state: 'cancelled', resolution: null, why: null },
  ])
  expect(nightText(result, bare)).toMatch(/^Night 3: 1 of 2 tasks done, 1 cancelled\.\n/)
})

test('a set-up that fails is told although no task was asked for', () => {
  const text = nightText(resultOf([]), bare)
  expect(text).toContain('0 of 0 tasks done.\nnpm ci failed.')
})
