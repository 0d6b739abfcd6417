import { actorLabel, SYSTEM } from './actor.ts'
import type { Blocker } from './blocker.ts'
import { dataOf } from './event-data.ts'
import type { Event } from './event.ts'

/** How long a grant holds when nobody says otherwise: a night. */
export const DEFAULT_GRANT_MS = 8 * 60 * 60_000

/** Until when a grant that is given now holds. */
export function grantUntil(now: number, durationMs: number = DEFAULT_GRANT_MS): number {
  return now + durationMs
}

export interface GrantFacts {
  /** All blockers of the task. */
  readonly blockers: readonly Blocker[]
  /** At least the task's events of kind `operation.began`. */
  readonly events: readonly Event[]
  readonly planHash: string
  readonly now: number
}

/** The answer that allows exactly this plan now and was not used before; null where a person is still to be asked. */
export function grantFor({ blockers, events, planHash, now }: GrantFacts): Blocker | null {
  const used = new Set(events.flatMap((event) => dataOf(event, 'operation.began')?.grant ?? []))
  const holds = blockers.filter(
    (blocker) =>
      isGrantedByPerson(blocker) &&
      blocker.about.includes(planHash) &&
      (blocker.until ?? 0) > now &&
      !used.has(blocker.id),
  )
  return holds.at(-1) ?? null
}

/** What a run of Reveille's own has asked and a person has answered: nobody else words the plan that is granted. */
function isGrantedByPerson({ answer, options, raisedBy, answeredBy }: Blocker): boolean {
  const isGranted = options.find(({ key }) => key === answer)?.effect === 'grant'
  return isGranted && raisedBy === actorLabel(SYSTEM) && answeredBy?.startsWith('human:') === true
}
