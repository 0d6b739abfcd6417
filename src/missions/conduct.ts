import type { Event } from '../domain/event.ts'
import type { Night } from '../domain/night.ts'
import type { ProcessIdentity } from '../domain/run.ts'
import type { Leader, Ledger } from '../ledger/ledger.ts'
import type { Locks } from '../ledger/locks.ts'
import type { Clock } from '../support/clock.ts'
import { openNight, tryLead, type Leadership } from './lead.ts'
import { NightLoop, type NightOrders, type TickReport } from './night-loop.ts'
import type { NightWorld } from './night-world.ts'
import { recover, type Recovery } from './recover.ts'

/** Who is told what, while a night goes on. */
export interface NightAudience {
  /** Another process leads: this one watches until the lead is free. */
  watching(leader: Leader | null): void
  recovered(recovery: Recovery): void
  /** The night's target is about to be proved, which takes as long as set-up and gate do when nothing is known of it. */
  judging(night: Night): void
  happened(events: readonly Event[]): Promise<void>
}

export interface NightOutcome {
  readonly night: Night
  readonly recovery: Recovery
  readonly last: TickReport
}

const WATCH_MS = 500

/**
 * Leads a night to its end: recovers what an earlier leader left, then ticks until nothing is under way and nothing can
 * start. While another process leads, watches; null when it was told to stop watching.
 */
export async function conductNight(params: {
  world: NightWorld
  locks: Locks
  owner: ProcessIdentity
  orders: NightOrders
  audience: NightAudience
}): Promise<NightOutcome | null> {
  const { world, orders, audience } = params
  const follow = await follower(world.ledger, audience)
  const lead = await waitForLead({ ...params, ledger: world.ledger, clock: world.clock, follow })
  if (lead === null) return null
  try {
    const night = await openNight({ ledger: world.ledger, git: world.git, branch: world.config.target })
    await world.landings.open(night)
    const recovery = await recover(world, night, lead.leader)
    audience.recovered(recovery)
    if (!orders.drain.aborted) audience.judging(night)
    const loop = new NightLoop({ world, night, leader: lead.leader, orders })
    const last = await loop.run(follow)
    return { night, recovery, last }
  } finally {
    lead.lock.release()
    await follow()
  }
}

interface Waiting {
  readonly ledger: Ledger
  readonly locks: Locks
  readonly clock: Clock
  readonly owner: ProcessIdentity
  readonly orders: NightOrders
  readonly audience: NightAudience
  readonly follow: () => Promise<void>
}

async function waitForLead(waiting: Waiting): Promise<Leadership | null> {
  for (let told = false; ; told = true) {
    const lead = await tryLead(waiting)
    if (lead !== null) return lead
    if (!told) waiting.audience.watching(await waiting.ledger.leader())
    if (waiting.orders.drain.aborted) return null
    await waiting.clock.sleep(WATCH_MS, waiting.orders.drain)
    await waiting.follow()
  }
}

/** Hands every event to the audience once, from now on. */
async function follower(ledger: Ledger, audience: NightAudience): Promise<() => Promise<void>> {
  let seen = await ledger.lastEvent()
  return async () => {
    const events = await ledger.events({ after: seen })
    if (events.length === 0) return
    seen = events[events.length - 1]?.seq ?? seen
    await audience.happened(events)
  }
}
