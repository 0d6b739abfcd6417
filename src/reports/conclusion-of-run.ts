import type { Conclusion } from '../domain/conclusion.ts'
import { dataOf } from '../domain/event-data.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Run } from '../domain/run.ts'
import type { NightRecord } from './record.ts'

/** What the record says a run came to; null where it says nothing. */
export function conclusionOf(
  { events }: Pick<NightRecord, 'events'>,
  run: Run | undefined,
): Conclusion | null {
  const told = events.flatMap((event) =>
    run !== undefined && event.runId === run.id ? (dataOf(event, 'run.concluded') ?? []) : [],
  )
  return told.at(-1)?.conclusion ?? null
}

/** An artefact that was valid and an operation whose proof is green are green answers: others do not conclude. */
export function answerOf(
  conclusion: Conclusion | null,
  checks: readonly Pick<Evidence, 'green'>[],
): 'green' | 'red' | 'unknown' {
  if (conclusion !== null) return conclusion.kind === 'verify' ? conclusion.verdict : 'green'
  if (checks.length === 0) return 'unknown'
  return checks.some((check) => !check.green) ? 'red' : 'green'
}
