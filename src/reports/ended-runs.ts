/** Runs that came to nothing, each with its reason, what was held against it, and where its work is. */
import { ENDINGS, type EndReason } from '../domain/ending.ts'
import { dataOf } from '../domain/event-data.ts'
import type { Event } from '../domain/event.ts'
import type { Objection } from '../domain/judgement.ts'
import { savedWorkRef } from '../domain/night.ts'
import type { Run } from '../domain/run.ts'
import { diffCommand } from './commands.ts'

export interface EndedRun {
  readonly id: string
  readonly number: number
  readonly reason: EndReason
  readonly about: string
  readonly detail: string | null
  readonly usedAttempt: boolean
  /** What a judge held against its work, where that ended it: at most ten. */
  readonly objections: readonly Pick<Objection, 'rule' | 'path' | 'line' | 'text'>[]
  /** Null when its agent never started, so that there is no work. */
  readonly savedWork: { readonly ref: string; readonly look: string } | null
}

export function endedRuns(runs: readonly Run[], events: readonly Event[]): readonly EndedRun[] {
  return runs.flatMap((run) => (run.endReason === null ? [] : [endedRun(run, run.endReason, events)]))
}

const MOST_OBJECTIONS = 10
const ENDED_BY_JUDGES: readonly EndReason[] = ['weakened-tests', 'suspicious', 'out-of-scope']

/** The last word of a judge who objected: after it the run went no further. */
function objectionsTo({ id, endReason }: Run, events: readonly Event[]): EndedRun['objections'] {
  if (endReason === null || !ENDED_BY_JUDGES.includes(endReason)) return []
  const told = events.flatMap((event) => (event.runId === id ? (dataOf(event, 'run.judged') ?? []) : []))
  const last = told.findLast(({ objections }) => objections.length > 0)?.objections ?? []
  return last.slice(0, MOST_OBJECTIONS).map(({ rule, path, line, text }) => ({ rule, path, line, text }))
}

function endedRun(run: Run, reason: EndReason, events: readonly Event[]): EndedRun {
  const ref = savedWorkRef(run.id)
  return {
    id: run.id,
    number: run.number,
    reason,
    about: ENDINGS[reason].about,
    detail: run.endDetail,
    usedAttempt: ENDINGS[reason].usesAttempt,
    objections: objectionsTo(run, events),
    savedWork: run.host === null ? null : { ref, look: diffCommand(run.base, ref) },
  }
}
