import { expect, test } from 'vitest'
import type { Event } from '../domain/event.ts'
import { narrationLine } from './narration.ts'

const ended = (detail: string): Event => ({
  seq: 1,
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  actor: 'system:reveille',
  kind: 'run.ended',
  subject: 'run',
  subjectId: 'run-1',
  taskId: 'task-1',
  runId: 'run-1',
  data: { from: 'checking', reason: 'check-failed', detail },
})

test('people who follow a night are told which check is red, not the end of its stack', () => {
  const detail = 'Red on the target too: test (exit code 1).\n    at node:internal/modules:1\nNode.js v24'
  expect(narrationLine(ended(detail), () => 'fix-sum')).toBe(
    '03:04:05 fix-sum: check-failed: Red on the target too: test (exit code 1).',
  )
})

test('a reason without end is cut, and that it was cut is seen', () => {
  const line = narrationLine(ended('x'.repeat(1000)), () => 'fix-sum') ?? ''
  expect(line.length).toBeLessThan(250)
  expect(line).toMatch(/x…$/)
})

test('what people do not follow has no line', () => {
  const event: Event = { ...ended(''), kind: 'task.noted', data: { noteId: 'note-1' } }
  expect(narrationLine(event, () => 'fix-sum')).toBeNull()
})

test('a target that proves nothing is told with its reason, but where a run had told it already [lane-recorded]', () => {
  const told = (fields: object) => {
    const data = {
      epoch: 1,
      lane: 'broken',
      commit: 'c',
      detail: 'npm ci ended with 1\noutput',
      shownBy: 'target',
    }
    const event = { ...ended(''), kind: 'lane.judged', taskId: null, data: { ...data, ...fields } } as const
    return narrationLine(event, () => '')
  }
  expect(told({})).toBe('03:04:05 nothing more starts: npm ci ended with 1')
  expect(told({ shownBy: 'run' })).toBe('03:04:05 nothing more starts')
  expect(told({ lane: 'red', detail: 'test is red' })).toBe(
    '03:04:05 the gate is red on the target itself: test is red',
  )
  expect(told({ lane: 'green', detail: '' })).toBeNull()
})
