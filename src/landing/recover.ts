/**
 * Settles what a killed leader left of a landing. The ref itself decides: it is moved by compare-and-swap alone, so it is
 * either where the intent started from, or at or beyond where the intent led to, or somebody else has moved it.
 *
 * A lock file beside a ref would block every later move of it. Only the leader's git moves Reveille's refs, and whoever
 * recovers is the only leader: a lock found now is left by a git that was killed with the last one.
 */
import type { Landing } from '../domain/landing.ts'
import { targetRef, type Night } from '../domain/night.ts'
import type { LandingRecovery } from './landings.ts'
import { mirrorNote, mirrorTarget } from './mirror.ts'
import { openTarget } from './target.ts'
import type { LandingWorld } from './world.ts'

export interface RecoveryFacts {
  readonly from: string
  readonly to: string
  /** Where the target stands, null when its ref is gone. */
  readonly found: string | null
  /** Whether `to` is at or below where the target stands. */
  readonly holdsTo: boolean
  /** Whether the commit and the green evidence that the intent rests on are still there. */
  readonly isProved: boolean
}

export type RecoveryDecision =
  | { readonly kind: 'complete' }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'requeue'; readonly detail: string }

export function decideRecovery(facts: RecoveryFacts): RecoveryDecision {
  if (facts.found !== null && facts.holdsTo) return { kind: 'complete' }
  if (facts.found !== facts.from) {
    const detail = `The target was rewound: it is ${facts.found ?? 'gone'}, and was to go from ${facts.from} to ${facts.to}.`
    return { kind: 'requeue', detail }
  }
  if (facts.isProved) return { kind: 'repeat' }
  return { kind: 'requeue', detail: `The proof of ${facts.to} is gone: it is asked for again.` }
}

/** Safe to repeat, and to be killed in. */
export async function recoverLandings(
  world: LandingWorld,
  { night, epoch }: { readonly night: Night; readonly epoch: number },
): Promise<LandingRecovery> {
  const notes = await removeLocks(world)
  let [completed, retracted] = [0, 0]
  for (const landing of await world.ledger.landings({ nightId: night.id, states: ['intended'] })) {
    const decision = await settle(world, { night, epoch, landing })
    if (decision.kind === 'requeue') notes.push(decision.detail)
    if (decision.kind === 'requeue') retracted += 1
    else completed += 1
  }
  await openTarget(world, night)
  const note = mirrorNote(night, await mirrorTarget(world.git, night))
  return { completed, retracted, notes: note === null ? notes : [...notes, note] }
}

async function settle(
  world: LandingWorld,
  { night, epoch, landing }: { readonly night: Night; readonly epoch: number; readonly landing: Landing },
): Promise<RecoveryDecision> {
  const { id: landingId, from, to } = landing
  if (from === null || to === null) throw new TypeError(`landing ${landingId} is intended without commits`)
  const decision = decideRecovery(await lookUp(world, night, { ...landing, from, to }))
  if (decision.kind === 'repeat' && !(await world.git.compareAndSwap(targetRef(night), from, to))) {
    const detail = `The target was moved away from ${from} during recovery.`
    await world.ledger.retractLanding({ epoch, landingId, detail })
    return { kind: 'requeue', detail }
  }
  if (decision.kind === 'requeue')
    await world.ledger.retractLanding({ epoch, landingId, detail: decision.detail })
  else await world.ledger.completeLanding({ epoch, landingId })
  return decision
}

async function lookUp(
  world: LandingWorld,
  night: Night,
  { from, to, tree, gate }: Landing & { readonly from: string; readonly to: string },
): Promise<RecoveryFacts> {
  const found = await world.git.readRef(targetRef(night))
  const exists = (await world.git.commitOf(to)) !== null
  const holdsTo = exists && found !== null && (found === to || (await world.git.isAncestor(to, found)))
  return { from, to, found, holdsTo, isProved: exists && (await isProved(world, { tree, gate })) }
}

async function isProved(
  world: LandingWorld,
  { tree, gate }: Pick<Landing, 'tree' | 'gate'>,
): Promise<boolean> {
  if (tree === null || gate === null) return false
  const environment = (await world.environments.ensure(tree)).id
  const evidence = await world.ledger.findEvidence({ tree, gate, environment })
  return evidence.length > 0 && evidence.every((one) => one.green)
}

async function removeLocks({ git }: LandingWorld): Promise<string[]> {
  return (await git.removeStaleLocks()).map((ref) => `The lock that a killed git left on ${ref} was removed.`)
}
