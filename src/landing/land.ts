/**
 * Lands the first entry of a target's queue. The order of a landing: merge with the tip, proof of exactly the merged tree,
 * intent in the ledger, compare-and-swap of the ref, done in the ledger, mirror. A crash between any two leaves what
 * recover.ts can tell apart.
 */
import { isReveilleError } from '../domain/errors.ts'
import type { EndReason } from '../domain/ending.ts'
import { targetRef, type Night } from '../domain/night.ts'
import { environmentOfWork } from '../verification/environment/environment-tree.ts'
import { projectGate } from '../verification/checks/gate.ts'
import { proveTree } from '../verification/work/proof.ts'
import { proveWork, type WorkProof } from '../verification/work/prove-work.ts'
import { blameSetUp } from '../verification/environment/set-up-blame.ts'
import { adoptEvidence } from '../verification/checks/verify.ts'
import { redSentence } from '../verification/checks/wording.ts'
import { landingCommit, nextEntry, type Entry } from './entry.ts'
import type { LandingOutcome } from './landings.ts'
import { mirrorMove, mirrorNote } from './mirror.ts'
import { decideLanding } from './queue.ts'
import { swapFailure, trustedTip } from './target.ts'
import type { LandingWorld } from './world.ts'

/** A red check is asked again once before anybody loses a place in the queue for it. */
const RETRIES = 1

interface Turn {
  readonly night: Night
  readonly epoch: number
  readonly entry: Entry
  readonly tip: string
  /** Time of the commit, one for the whole turn. */
  readonly at: number
}

export async function landNext(
  world: LandingWorld,
  { night, epoch }: { readonly night: Night; readonly epoch: number },
): Promise<LandingOutcome> {
  const entry = await nextEntry(world, night)
  if (entry === null) return { kind: 'idle' }
  const tip = await trustedTip(world, night)
  return takeTurn(world, { night, epoch, entry, tip, at: world.clock.now() })
}

async function takeTurn(world: LandingWorld, turn: Turn): Promise<LandingOutcome> {
  const { entry, tip } = turn
  for (let proof: WorkProof | null = null; ;) {
    // Merged anew after every look: objects that nothing refers to yet may have been collected meanwhile.
    const decision = decideLanding({ merge: await world.git.merge(tip, entry.landing.candidate), proof })
    switch (decision.kind) {
      case 'verify-first':
        try {
          proof = await prove(world, turn, decision.tree)
        } catch (error) {
          const work = { tip, merged: decision.tree, scope: entry.scope }
          return drop(world, turn, {
            reason: 'ejected',
            detail: await blameSetUp(world, { ...work, error }),
          })
        }
        break
      case 'conflict':
        return drop(world, turn, {
          reason: 'conflict',
          detail: `It conflicts with the target in ${decision.paths.join(', ')}.`,
        })
      case 'eject':
        return drop(world, turn, {
          reason: 'ejected',
          detail: redSentence(decision.proof.red, 'on the tree that would have landed'),
        })
      case 'refuse':
        return drop(world, turn, { reason: 'ejected', detail: decision.detail })
      case 'base-red': {
        const detail = redSentence(decision.proof.red, 'on the target itself, before this work')
        await drop(world, turn, { reason: 'target-red', detail })
        return { kind: 'target-red', detail }
      }
      case 'land-now':
        return land(world, turn, decision)
    }
  }
}

/** Null when a `git gc` of the user took the commit away meanwhile: nothing refers to it yet. It is then made again. */
async function prove(world: LandingWorld, turn: Turn, tree: string): Promise<WorkProof | null> {
  const { entry, tip, epoch } = turn
  const commit = await landingCommit(world, entry, { ...turn, tree })
  const environment = await environmentOfWork(world, { tip, merged: tree, scope: entry.scope })
  const asking = { gate: entry.gate, environment, fence: { epoch }, runId: entry.landing.runId }
  const trial = { commit, base: tip, retries: RETRIES, ...asking }
  try {
    if (entry.work !== null) return await proveWork(world, { ...trial, ...entry.work })
    const proof = await proveTree(world, trial)
    return proof.kind === 'green' ? { ...proof, judgements: [] } : proof
  } catch (error) {
    if (await isThere(world, commit)) throw error
    return null
  }
}

async function isThere({ git }: LandingWorld, commit: string): Promise<boolean> {
  return (await git.commitOf(commit)) !== null
}

async function land(
  world: LandingWorld,
  turn: Turn,
  { tree, proof }: { readonly tree: string; readonly proof: Extract<WorkProof, { kind: 'green' }> },
): Promise<LandingOutcome> {
  const { entry, tip: from, night, epoch } = turn
  const { gate, landing } = entry
  const to = await landingCommit(world, entry, { ...turn, tree })
  const environment = await environmentOfWork(world, { tip: from, merged: tree, scope: entry.scope })
  // The tree is the next base: what was asked of it as a tip need not be asked again.
  await adoptEvidence(world, {
    from: gate,
    to: projectGate(world.config),
    tree,
    environment,
    fence: { epoch },
  })
  const checks = gate.checks.map((check) => check.name)
  const intent = {
    epoch,
    landingId: landing.id,
    from,
    to,
    tree,
    gate: gate.hash,
    environment: environment.id,
    checks,
    isolation: world.jail.isolation,
  }
  if (!(await intend(world, intent))) return gone(world, landing.runId)
  const failure = await moveTarget(world, night, { from, to })
  if (failure !== null) {
    await world.ledger.retractLanding({ epoch, landingId: landing.id, detail: failure })
    return { kind: 'retracted', detail: failure }
  }
  await world.ledger.completeLanding({ epoch, landingId: landing.id })
  const note = mirrorNote(night, await mirrorMove(world.git, night, { from, to }))
  return {
    kind: 'landed',
    runId: landing.runId,
    commit: to,
    flaky: proof.flaky,
    notes: note === null ? [] : [note],
  }
}

/** Why it did not move; null when it did. */
async function moveTarget(
  world: LandingWorld,
  night: Night,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<string | null> {
  try {
    const swap = await world.git.compareAndSwap(targetRef(night), from, to)
    return swap === 'moved' ? null : swapFailure(swap, targetRef(night), from)
  } catch (error) {
    if (await isThere(world, to)) throw error
    return `a git gc took ${to} away before anything referred to it`
  }
}

/** False when the entry left the queue while it was being proved, as a cancelled run's does. */
async function intend(
  world: LandingWorld,
  intent: Parameters<LandingWorld['ledger']['intendLanding']>[0],
): Promise<boolean> {
  try {
    await world.ledger.intendLanding(intent)
    return true
  } catch (error) {
    if (isReveilleError(error, 'illegal-move') && error.data?.['from'] === 'dropped') return false
    throw error
  }
}

async function gone(world: LandingWorld, runId: string | null): Promise<LandingOutcome> {
  const run = runId === null ? null : await world.ledger.run(runId)
  return {
    kind: 'dropped',
    runId,
    reason: run?.endReason ?? 'cancelled',
    detail: run?.endDetail ?? 'It was withdrawn.',
  }
}

async function drop(
  world: LandingWorld,
  { epoch, entry }: Turn,
  end: { readonly reason: EndReason; readonly detail: string },
): Promise<LandingOutcome> {
  const { id: landingId, runId } = entry.landing
  try {
    await world.ledger.dropLanding({ epoch, landingId, ...end })
  } catch (error) {
    if (isReveilleError(error, 'illegal-move')) return gone(world, runId)
    throw error
  }
  return { kind: 'dropped', runId, ...end }
}
