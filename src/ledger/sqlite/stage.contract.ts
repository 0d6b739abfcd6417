import type { Clock } from '../../support/clock.ts'
import type { Ids } from '../../support/ids.ts'

/** All that happens happens within one millisecond, so nothing can be sorted by time. */
export function stillClock(): Clock {
  return { now: () => 1_800_000_000_000, sleep: async () => {} }
}

/** Ids whose order says nothing about age. */
export function countedIds(): Ids {
  let count = 1_000
  return { next: () => `id-${(count -= 1)}` }
}
