import type { TaskState } from './task.ts'

export const METRIC_CLASSES = ['false-done', 'failure', 'loss', 'wait', 'no-fault'] as const
export type MetricClass = (typeof METRIC_CLASSES)[number]

interface Ending {
  /** Where the task goes while it has runs left. */
  readonly task: Extract<TaskState, 'todo' | 'blocked' | 'done' | 'cancelled'>
  readonly usesAttempt: boolean
  readonly metric: MetricClass
  readonly about: string
}

/** The one table of reasons for which a run ends without landing or concluding. */
export const ENDINGS = {
  'no-change': {
    task: 'todo',
    usesAttempt: true,
    metric: 'false-done',
    about: 'The agent ended and had changed nothing.',
  },
  'out-of-scope': {
    task: 'todo',
    usesAttempt: true,
    metric: 'false-done',
    about: "The work changes paths outside the task's scope.",
  },
  'weakened-tests': {
    task: 'todo',
    usesAttempt: true,
    metric: 'false-done',
    about: 'The work weakens tests.',
  },
  'check-failed': {
    task: 'todo',
    usesAttempt: true,
    metric: 'false-done',
    about: 'A check is red on the work merged with the target.',
  },
  ejected: {
    task: 'todo',
    usesAttempt: true,
    metric: 'false-done',
    about: 'A check is red on the tree that would have landed.',
  },
  'agent-error': {
    task: 'todo',
    usesAttempt: true,
    metric: 'failure',
    about: 'The agent ended with an error.',
  },
  'no-progress': {
    task: 'todo',
    usesAttempt: true,
    metric: 'failure',
    about: 'The agent showed no progress for too long.',
  },
  'timed-out': {
    task: 'todo',
    usesAttempt: true,
    metric: 'failure',
    about: 'The agent used up its wall clock.',
  },
  'over-budget': {
    task: 'todo',
    usesAttempt: true,
    metric: 'failure',
    about: 'The agent used up its budget.',
  },
  refused: {
    task: 'todo',
    usesAttempt: true,
    metric: 'failure',
    about: 'The agent declined to do the work.',
  },
  'nothing-to-fix': {
    task: 'done',
    usesAttempt: false,
    metric: 'no-fault',
    about: 'The red-to-green check is green already.',
  },
  conflict: {
    task: 'todo',
    usesAttempt: false,
    metric: 'no-fault',
    about: 'The work conflicts with what landed meanwhile.',
  },
  'worker-lost': {
    task: 'todo',
    usesAttempt: false,
    metric: 'loss',
    about: 'The process that owned the run is gone.',
  },
  'usage-limit': {
    task: 'todo',
    usesAttempt: false,
    metric: 'wait',
    about: "The provider's usage limit is reached.",
  },
  'target-red': {
    task: 'todo',
    usesAttempt: false,
    metric: 'no-fault',
    about: 'The gate is red on the base itself.',
  },
  'environment-failed': {
    task: 'todo',
    usesAttempt: false,
    metric: 'no-fault',
    about: 'The set-up command failed.',
  },
  'invalid-red': {
    task: 'blocked',
    usesAttempt: false,
    metric: 'no-fault',
    about: 'The red check fails for a reason that proves nothing.',
  },
  'flaky-check': {
    task: 'blocked',
    usesAttempt: false,
    metric: 'no-fault',
    about: 'The red check gives two answers on one tree.',
  },
  blocked: { task: 'blocked', usesAttempt: false, metric: 'wait', about: 'A blocker stops the task.' },
  suspicious: {
    task: 'blocked',
    usesAttempt: false,
    metric: 'no-fault',
    about: 'The work holds something that only a person can judge.',
  },
  cancelled: {
    task: 'todo',
    usesAttempt: false,
    metric: 'no-fault',
    about: 'The run was stopped on request.',
  },
} as const satisfies Record<string, Ending>

export type EndReason = keyof typeof ENDINGS
export const END_REASONS = Object.keys(ENDINGS) as readonly EndReason[]

/** A task whose runs were lost with their worker this often blocks. */
export const MAX_LOSSES = 5

export interface TaskTally {
  readonly attempts: number
  readonly losses: number
  readonly maxRuns: number
  /** Whether the run failed as the attempt before it did: a third one would tell no more. */
  readonly repeated: boolean
}

export interface EndingEffect {
  readonly task: Ending['task']
  readonly attempts: number
  readonly losses: number
  /** Why the task blocks although the table sends it back to todo: either, both or neither. */
  readonly usedUp: boolean
  readonly repeated: boolean
}

/** What the end of a run does to its task. */
export function endingEffect(reason: EndReason, tally: TaskTally): EndingEffect {
  const ending: Ending = ENDINGS[reason]
  const attempts = tally.attempts + (ending.usesAttempt ? 1 : 0)
  const losses = tally.losses + (reason === 'worker-lost' ? 1 : 0)
  const usedUp =
    ending.task === 'todo' &&
    ((ending.usesAttempt && attempts >= tally.maxRuns) || (reason === 'worker-lost' && losses >= MAX_LOSSES))
  const repeated = ending.task === 'todo' && ending.usesAttempt && tally.repeated
  return { task: usedUp || repeated ? 'blocked' : ending.task, attempts, losses, usedUp, repeated }
}
