import type { Blocker, BlockerDraft } from '../domain/blocker.ts'
import { RETRY_OR_CANCEL } from '../domain/blocker.ts'
import { dataOf, type EventData } from '../domain/event-data.ts'
import type { EndReason } from '../domain/ending.ts'
import type { Event } from '../domain/event.ts'

/** What the record says of a task's operation. */
export type Past =
  | { readonly kind: 'nothing-open' }
  /** It was carried out by this run, or by one that was lost before its proof: that is to be asked next. */
  | {
      readonly kind: 'carried-out'
      readonly began: EventData['operation.began']
      readonly ended: EventData['operation.ended']
    }
  /** It began and nobody saw its end: it may have happened, or a part of it. */
  | { readonly kind: 'half-done'; readonly runId: string; readonly began: EventData['operation.began'] }

export interface PastFacts {
  readonly runId: string
  /** The task's events of the kinds `operation.began`, `operation.ended` and `run.ended`, oldest first. */
  readonly events: readonly Event[]
  readonly blockers: readonly Blocker[]
}

/** Reasons that say nothing about what was done. */
const BEFORE_PROOF: readonly EndReason[] = ['worker-lost', 'environment-failed', 'cancelled']

/** An operation is never carried out on top of one whose end nobody has seen, whichever run of the task began it. */
export function pastOf({ runId, events, blockers }: PastFacts): Past {
  const last = events.findLast(({ kind }) => kind === 'operation.began')
  const began = last === undefined ? null : dataOf(last, 'operation.began')
  if (last === undefined || began === null || last.runId === null) return { kind: 'nothing-open' }
  const later = events.filter((event) => event.seq > last.seq && event.runId === last.runId)
  const ended = later.flatMap((event) => dataOf(event, 'operation.ended') ?? []).at(0)
  const end = later.flatMap((event) => dataOf(event, 'run.ended') ?? []).at(0)
  if (ended !== undefined) {
    const isUnproved = last.runId === runId || (end !== undefined && BEFORE_PROOF.includes(end.reason))
    return isUnproved ? { kind: 'carried-out', began, ended } : { kind: 'nothing-open' }
  }
  if (isSettled(blockers, last.runId)) return { kind: 'nothing-open' }
  return { kind: 'half-done', runId: last.runId, began }
}

/** What a person is asked before anything is done again. */
export function halfDoneBlocker(
  { runId, began }: Extract<Past, { kind: 'half-done' }>,
  why: string,
): BlockerDraft {
  const { operation, target, commit } = began.plan
  return {
    seen: `${operation} began on ${target} with the files of ${commit}, and nobody saw its end: it may have happened half. ${why}`,
    tried: 'Nothing: it is never begun again by itself.',
    question: `Look at ${target}. Should the task be tried again?`,
    options: RETRY_OR_CANCEL,
    about: [halfDone(runId)],
    default: null,
    deadline: null,
  }
}

function isSettled(blockers: readonly Blocker[], runId: string): boolean {
  return blockers.some(({ about, answer }) => answer !== null && about.includes(halfDone(runId)))
}

function halfDone(runId: string): string {
  return `half-done:${runId}`
}
