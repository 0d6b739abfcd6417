import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ENDINGS, END_REASONS } from './ending.ts'
import { isReveilleError } from './errors.ts'
import { LANDING_STATES } from './landing.ts'
import { NIGHT_STATES } from './night.ts'
import { LIVE_RUN_STATES, RUN_STATES, isLive } from './run.ts'
import { TASK_STATES } from './task.ts'
import * as transitions from './transitions.ts'
import { canMove, move, RUN_TRANSITIONS, TASK_STATE_OF_RUN, TASK_TRANSITIONS } from './transitions.ts'

const TABLES = [
  { name: 'task', states: TASK_STATES, table: transitions.TASK_TRANSITIONS, start: 'todo' },
  { name: 'run', states: RUN_STATES, table: transitions.RUN_TRANSITIONS, start: 'preparing' },
  { name: 'landing', states: LANDING_STATES, table: transitions.LANDING_TRANSITIONS, start: 'waiting' },
  { name: 'night', states: NIGHT_STATES, table: transitions.NIGHT_TRANSITIONS, start: 'open' },
] as const

describe.each(TABLES)('the table of a $name', ({ states, table, start }) => {
  // The four tables differ in their states; here only that they are tables matters.
  const rows = table as Readonly<Record<string, readonly string[]>>

  test('has a row for every state and leads to known states only', () => {
    expect(Object.keys(rows).toSorted()).toEqual(states.toSorted())
    for (const to of Object.values(rows).flat()) expect(states).toContain(to)
  })

  test('leads from the start to every state, and never from a state to itself', () => {
    const reached = new Set<string>([start])
    for (const state of reached) for (const next of rows[state] ?? []) reached.add(next)
    expect([...reached].toSorted()).toEqual(states.toSorted())
    for (const [from, to] of Object.entries(rows)) expect(to).not.toContain(from)
  })
})

describe('moves', () => {
  const states = fc.constantFrom(...TASK_STATES)

  test('a move either returns its end or throws a coded error, as the table says', () => {
    fc.assert(
      fc.property(states, states, (from, to) => {
        const result = attempt(() => move(TASK_TRANSITIONS, 'task x', from, to))
        if (canMove(TASK_TRANSITIONS, from, to)) expect(result).toBe(to)
        else expect(isReveilleError(result, 'illegal-move')).toBe(true)
      }),
    )
  })

  test('a refusal says what would be possible', () => {
    expect(attempt(() => move(TASK_TRANSITIONS, 'task x', 'blocked', 'done'))).toMatchObject({
      message: 'task x cannot go from blocked to done',
      hint: 'from blocked it can go to todo, cancelled',
      data: { subject: 'task x', from: 'blocked', to: 'done' },
    })
    expect(attempt(() => move(TASK_TRANSITIONS, 'task x', 'cancelled', 'todo'))).toMatchObject({
      hint: 'cancelled is final',
    })
  })
})

describe('tasks follow their runs', () => {
  test('whatever step a run takes, its task is there already or may go there', () => {
    for (const from of RUN_STATES) {
      for (const to of RUN_TRANSITIONS[from]) {
        const [before, after] = [TASK_STATE_OF_RUN[from], TASK_STATE_OF_RUN[to]]
        if (before === null || after === null || before === after) continue
        expect(canMove(TASK_TRANSITIONS, before, after)).toBe(true)
      }
    }
  })

  test('wherever a run ends, its task may go where the ending sends it', () => {
    for (const state of LIVE_RUN_STATES) {
      expect(canMove(RUN_TRANSITIONS, state, 'ended')).toBe(true)
      const task = TASK_STATE_OF_RUN[state]
      for (const reason of END_REASONS) {
        expect(task !== null && canMove(TASK_TRANSITIONS, task, ENDINGS[reason].task)).toBe(true)
        expect(task !== null && canMove(TASK_TRANSITIONS, task, 'blocked')).toBe(true)
      }
    }
  })

  test('a run is live exactly while it can still end', () => {
    for (const state of RUN_STATES) expect(isLive({ state })).toBe(canMove(RUN_TRANSITIONS, state, 'ended'))
  })
})

function attempt(fn: () => unknown): unknown {
  try {
    return fn()
  } catch (error) {
    return error
  }
}
