import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../src/support/clock.ts'

export interface VirtualClock extends Clock {
  advance(ms: number): void
}

/** Far from the real time, so that what is really written now is old here. */
const NEW_YEAR = Date.UTC(2040, 0, 1)
const LOOK_MS = 1_000

/**
 * A clock on which nobody waits: sleeping moves it on, after everybody else has had a turn. Sleepers overlap. A sleep of a
 * second or more that a signal can end is a wait for an event: only the event ends it, so a test that would need the time
 * to pass fails by hanging.
 */
export function createVirtualClock(start = NEW_YEAR): VirtualClock {
  let now = start
  return {
    now: () => now,
    advance: (ms) => {
      now += ms
    },
    async sleep(ms, signal) {
      if (signal !== undefined && ms >= LOOK_MS) return aborted(signal)
      const until = now + Math.ceil(ms)
      await setImmediate()
      if (signal?.aborted !== true) now = Math.max(now, until)
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
