import { ENDINGS, MAX_LOSSES, type EndReason } from './ending.ts'
import { ReveilleError } from './errors.ts'

export const ANSWER_EFFECTS = ['retry', 'cancel', 'approve', 'grant'] as const
export type AnswerEffect = (typeof ANSWER_EFFECTS)[number]

/**
 * One possible answer and what it does to the task: `retry` gives it a fresh set of runs, `approve` that too and lets pass
 * what the blocker is about, `grant` that too and allows the plan that the blocker is about.
 */
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
  /** Fingerprints of objections, or the hash of a plan: what an approval or grant covers. */
  readonly about: readonly string[]
  /** Key of the option that is taken when nobody has answered by the deadline; both or neither. */
  readonly default: string | null
  readonly deadline: number | null
  readonly raisedBy: string
  readonly raisedAt: number
  /** Key of the option chosen. */
  readonly answer: string | null
  /** What whoever answered adds, for the next run's brief. */
  readonly note: string | null
  /** Until when a grant holds; null where nothing was granted. */
  readonly until: number | null
  readonly answeredBy: string | null
  readonly answeredAt: number | null
}

export type BlockerDraft = Pick<
  Blocker,
  'seen' | 'tried' | 'question' | 'options' | 'about' | 'default' | 'deadline'
>

/** A blocker that waits for a person, however long, and covers nothing. */
export const PLAIN_BLOCKER = { about: [], default: null, deadline: null } as const

export const RETRY_OR_CANCEL: readonly BlockerOption[] = [
  { key: 'retry', text: 'Try again with a fresh set of runs', effect: 'retry' },
  { key: 'cancel', text: 'Cancel the task', effect: 'cancel' },
]

interface EndedRun {
  readonly reason: EndReason
  readonly detail: string
  readonly attempts: number
  readonly losses: number
  /** Whether it failed as the attempt before it did. */
  readonly repeated: boolean
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
      ...PLAIN_BLOCKER,
    }
  }
  if (run.repeated) {
    return {
      seen,
      tried: `${countedRuns(run.attempts)} failed, the last two in the same way: ${run.reason}.`,
      question: 'It was the same failure twice. Should the task be tried again as it is?',
      options: RETRY_OR_CANCEL,
      ...PLAIN_BLOCKER,
    }
  }
  return {
    seen,
    tried:
      run.attempts === 0
        ? 'No attempt was used.'
        : `${countedRuns(run.attempts)} failed; the last: ${run.reason}.`,
    question: 'Should the task be tried again as it is?',
    options: RETRY_OR_CANCEL,
    ...PLAIN_BLOCKER,
  }
}

function countedRuns(runs: number): string {
  return `${runs} ${runs === 1 ? 'run' : 'runs'}`
}

/** Effects that only a person may choose: what a deadline chooses may cost time, never let anything pass. */
const BY_PEOPLE_ALONE: readonly AnswerEffect[] = ['approve', 'grant']

/** Why a blocker cannot be raised as it is, in a sentence; null when it can. */
export function blockerProblem(draft: BlockerDraft): string | null {
  const { options, default: key, deadline } = draft
  const keys = options.map((option) => option.key)
  if (keys.length === 0) return 'A blocker needs an option.'
  if (new Set(keys).size < keys.length) return 'Two options have the same key.'
  if (key === null) return deadline === null ? null : 'A deadline needs a default.'
  if (deadline === null) return 'A default needs a deadline.'
  const option = options.find((one) => one.key === key)
  if (option === undefined) return `The default ${JSON.stringify(key)} is no option.`
  return BY_PEOPLE_ALONE.includes(option.effect) ? `Only a person may answer ${key}.` : null
}

/** The option with this key. Throws `answer-invalid` when there is none, and when the blocker was answered already. */
export function optionToTake(
  { answer, options }: Pick<Blocker, 'answer' | 'options'>,
  key: string,
): BlockerOption {
  if (answer !== null)
    throw new ReveilleError('answer-invalid', `The blocker was answered with ${answer} already`)
  const option = options.find((one) => one.key === key)
  if (option !== undefined) return option
  throw new ReveilleError('answer-invalid', `${JSON.stringify(key)} is no option of this blocker`, {
    hint: `Answer with ${options.map((one) => one.key).join(' or ')}`,
  })
}

/** Where an answer sends the task. */
export function stateAfter({ effect }: BlockerOption): 'cancelled' | 'todo' {
  return effect === 'cancel' ? 'cancelled' : 'todo'
}
