/**
 * The state machines, as tables.
 *
 * Task   todo -> doing -> review -> done; doing|review -> todo (runs left) or blocked (none left, or a blocker);
 *        blocked -> todo when answered; anything open -> cancelled; done -> todo when reopened or regressed;
 *        todo -> blocked when a blocker is raised before a run exists; todo|doing -> done for already-green work.
 * Run    preparing -> working -> checking -> queued -> landed; checking -> concluded for kinds without a diff;
 *        preparing -> checking for kinds without an agent; every live state -> ended, with one reason (ending.ts).
 * Landing waiting -> intended -> landed; intended -> waiting when the target did not move; waiting -> dropped.
 * Night  open -> accepted | abandoned.
 */
import { ReveilleError } from './errors.ts'
import type { LandingState } from './landing.ts'
import type { NightState } from './night.ts'
import type { RunState } from './run.ts'
import type { TaskState } from './task.ts'

type Table<State extends string> = { readonly [from in State]: readonly State[] }

export const TASK_TRANSITIONS: Table<TaskState> = {
  todo: ['doing', 'blocked', 'done', 'cancelled'],
  doing: ['review', 'todo', 'blocked', 'done', 'cancelled'],
  review: ['done', 'todo', 'blocked', 'cancelled'],
  blocked: ['todo', 'cancelled'],
  done: ['todo'],
  cancelled: [],
}

export const RUN_TRANSITIONS: Table<RunState> = {
  preparing: ['working', 'checking', 'ended'],
  working: ['checking', 'ended'],
  checking: ['queued', 'concluded', 'ended'],
  queued: ['landed', 'ended'],
  landed: [],
  concluded: [],
  ended: [],
}

/** An intent is settled by what the ref says, landed or waiting again, before anything else can become of it. */
export const LANDING_TRANSITIONS: Table<LandingState> = {
  waiting: ['intended', 'dropped'],
  intended: ['landed', 'waiting'],
  landed: [],
  dropped: [],
}

export const NIGHT_TRANSITIONS: Table<NightState> = {
  open: ['accepted', 'abandoned'],
  accepted: [],
  abandoned: [],
}

/** Where a task stands while its run is in a state; null once the run is over. */
export const TASK_STATE_OF_RUN: { readonly [state in RunState]: TaskState | null } = {
  preparing: 'doing',
  working: 'doing',
  checking: 'doing',
  queued: 'review',
  landed: 'done',
  concluded: 'done',
  ended: null,
}

export function canMove<State extends string>(table: Table<State>, from: State, to: State): boolean {
  return table[from].includes(to)
}

/** Returns `to`, or throws `illegal-move` when the table has no such move. */
export function move<State extends string>(
  table: Table<State>,
  subject: string,
  from: State,
  to: State,
): State {
  if (canMove(table, from, to)) return to
  throw new ReveilleError('illegal-move', `${subject} cannot go from ${from} to ${to}`, {
    hint:
      table[from].length === 0 ? `${from} is final` : `from ${from} it can go to ${table[from].join(', ')}`,
    data: { subject, from, to },
  })
}
