import { ReveilleError } from '../domain/errors.ts'
import type { Landing } from '../domain/landing.ts'
import { targetRef, type Night } from '../domain/night.ts'
import type { Swap } from '../support/git.ts'
import type { LandingWorld } from './world.ts'

type TargetWorld = Pick<LandingWorld, 'git' | 'ledger'>

/** Where the record says the target stands: at the end of the chain of landings, or where the night began. */
export function recordedTip(
  night: Pick<Night, 'base'>,
  landed: readonly Pick<Landing, 'from' | 'to'>[],
): string {
  const passed = new Set(landed.map((landing) => landing.from))
  return landed.find((landing) => landing.to !== null && !passed.has(landing.to))?.to ?? night.base
}

/** Makes the target exist where the record says it stands. An existing one is not touched. */
export async function openTarget(world: TargetWorld, night: Night): Promise<void> {
  if ((await world.git.readRef(targetRef(night))) !== null) return
  await world.git.compareAndSwap(targetRef(night), null, await tipOnRecord(world, night))
}

/**
 * The target's tip. Throws `diverged` when the ref is not where the record says: what stands there has no proof, and nothing
 * may be built on it.
 */
export async function trustedTip(world: TargetWorld, night: Night): Promise<string> {
  const ref = targetRef(night)
  const [found, recorded] = [await world.git.readRef(ref), await tipOnRecord(world, night)]
  if (found === recorded) return recorded
  throw new ReveilleError(
    'diverged',
    `somebody moved the target: ${ref} should be ${recorded} and is ${found ?? 'gone'}`,
    {
      hint: `git update-ref ${ref} ${recorded}`,
      data: { ref, found, recorded },
    },
  )
}

/** Why a ref did not move. */
export function swapFailure(swap: Exclude<Swap, 'moved'>, ref: string, from: string): string {
  return swap === 'locked' ? `${ref} is locked by another process` : `somebody moved ${ref} away from ${from}`
}

async function tipOnRecord({ ledger }: TargetWorld, night: Night): Promise<string> {
  return recordedTip(night, await ledger.landings({ nightId: night.id, states: ['landed'] }))
}
