/**
 * Settles what a killed leader left of a landing. The ref itself decides: it is moved by compare-and-swap alone, so it is
 * either where the intent started from, or at or beyond where the intent led to, or somebody else has moved it.
 *
 * A lock file beside a ref would block every later move of it. Only the leader's git moves Reveille's refs, and whoever
 * recovers is the only leader: a lock found now that no process has open is left by a git killed with the last one.
 */
import { dataOf } from '../domain/event-data.ts'
import { provingEvidence } from '../domain/evidence.ts'
import type { Landing } from '../domain/landing.ts'
import { targetRef, type Night } from '../domain/night.ts'
import type { LandingRecovery } from './landings.ts'
import { gateOfLanding } from './entry.ts'
import { mirrorNote, mirrorTarget } from './mirror.ts'
import { openTarget, swapFailure } from './target.ts'
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
  if (decision.kind === 'repeat') {
    const swap = await world.git.compareAndSwap(targetRef(night), from, to)
    if (swap !== 'moved') {
      const detail = swapFailure(swap, targetRef(night), from)
      await world.ledger.retractLanding({ epoch, landingId, detail })
      return { kind: 'requeue', detail }
    }
  }
  if (decision.kind === 'requeue')
    await world.ledger.retractLanding({ epoch, landingId, detail: decision.detail })
  else await world.ledger.completeLanding({ epoch, landingId })
  return decision
}

async function lookUp(
  world: LandingWorld,
  night: Night,
  { from, to, ...landing }: Landing & { readonly from: string; readonly to: string },
): Promise<RecoveryFacts> {
  const found = await world.git.readRef(targetRef(night))
  const exists = (await world.git.commitOf(to)) !== null
  const holdsTo = exists && found !== null && (found === to || (await world.git.isAncestor(to, found)))
  // What the target holds needs no proof any more.
  return {
    from,
    to,
    found,
    holdsTo,
    isProved: exists && (holdsTo || (await isProved(world, night, landing))),
  }
}

/** By the environment that the intent names: a look at what is proved installs nothing. */
async function isProved(
  { ledger, config, jail }: LandingWorld,
  night: Night,
  { id, runId, tree, gate }: Pick<Landing, 'id' | 'runId' | 'tree' | 'gate'>,
): Promise<boolean> {
  const wanted = await gateOfLanding({ ledger, config }, night, { runId })
  const intents = (await ledger.events({ kinds: ['landing.intended'] })).filter(
    ({ subjectId }) => subjectId === id,
  )
  const environment = intents
    .map((event) => dataOf(event, 'landing.intended')?.environment)
    .findLast((found) => found !== undefined)
  if (tree === null || gate !== wanted.hash || environment === undefined) return false
  const checks = wanted.checks.map(({ name }) => name)
  const evidence = await ledger.findEvidence({ tree, gate, environment })
  return provingEvidence(evidence, { checks, isolation: jail.isolation }) !== null
}

async function removeLocks({ git }: LandingWorld): Promise<string[]> {
  return (await git.removeStaleLocks()).map((ref) => `The lock that a killed git left on ${ref} was removed.`)
}
