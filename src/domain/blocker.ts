import { ENDINGS, MAX_LOSSES, type EndReason } from './ending.ts'

export const ANSWER_EFFECTS = ['retry', 'cancel'] as const
export type AnswerEffect = (typeof ANSWER_EFFECTS)[number]

/** One possible answer and what it does to the task: `retry` grants a fresh set of runs. */
export interface BlockerOption {
  readonly key: string
  readonly text: string
  readonly effect: AnswerEffect
}

/** What stops a task, written down for a person. Answered once. */
export interface Blocker {
  readonly id: string
  readonly taskId: string
  readonly runId: string | null
  readonly seen: string
  readonly tried: string
  readonly question: string
  readonly options: readonly BlockerOption[]
  readonly raisedBy: string
  readonly raisedAt: number
  /** Key of the option chosen. */
  readonly answer: string | null
  readonly answeredBy: string | null
  readonly answeredAt: number | null
}

export type BlockerDraft = Pick<Blocker, 'seen' | 'tried' | 'question' | 'options'>

export const RETRY_OR_CANCEL: readonly BlockerOption[] = [
  { key: 'retry', text: 'Try again with a fresh set of runs', effect: 'retry' },
  { key: 'cancel', text: 'Cancel the task', effect: 'cancel' },
]

interface EndedRun {
  readonly reason: EndReason
  readonly detail: string
  readonly attempts: number
  readonly losses: number
}

/** The blocker Reveille raises itself when the end of a run leaves its task blocked. */
export function blockerOfEnding(run: EndedRun): BlockerDraft {
  const seen = run.detail === '' ? ENDINGS[run.reason].about : run.detail
  if (run.reason === 'worker-lost') {
    return {
      seen,
      tried: `The run was started ${run.losses} times and lost each time (at most ${MAX_LOSSES}).`,
      question: 'Is the machine fit to run this task?',
      options: RETRY_OR_CANCEL,
    }
  }
  return {
    seen,
    tried:
      run.attempts === 0
        ? 'No attempt was used.'
        : `${run.attempts} ${run.attempts === 1 ? 'run' : 'runs'} failed; the last: ${run.reason}.`,
    question: 'Should the task be tried again as it is?',
    options: RETRY_OR_CANCEL,
  }
}
