import type { Clock } from '../../support/clock.ts'
import { busy, isBusy, translate } from './failures.ts'

/** How one connection takes turns with other processes at the ledger's lock, without ever blocking its own. */
export interface Turns {
  /** Tries until the lock is free, asleep for 1 to 5 ms in between; `ledger-busy` after ten seconds. */
  take<Result>(fn: () => Result): Promise<Result>
  /** Lets others go first when the lock was lately found taken: who is awake would else win it again and again. */
  giveWay(): Promise<void>
}

const DEADLINE_MS = 10_000
const COURTEOUS_WRITES = 32

/**
 * SQLite's own busy handler is not used: it would block the whole process, and it starves writers.
 * `random` is uniform in [0, 1).
 */
export function takeTurns({
  path,
  clock,
  random,
}: {
  path: string
  clock: Clock
  random: () => number
}): Turns {
  let courtesy = 0
  const pause = (): number => 1 + Math.floor(random() * 5)
  return {
    async take(fn) {
      const startedAt = clock.now()
      for (let slept = 0; ;) {
        try {
          return fn()
        } catch (error) {
          if (!isBusy(error)) throw translate(error, path)
        }
        courtesy = COURTEOUS_WRITES
        // Counted both ways, because a clock may be set back while somebody waits.
        if (slept >= DEADLINE_MS || clock.now() - startedAt >= DEADLINE_MS) throw busy(path)
        const ms = pause()
        slept += ms
        await clock.sleep(ms)
      }
    },
    async giveWay() {
      if (courtesy === 0) return
      courtesy -= 1
      await clock.sleep(pause())
    },
  }
}
