/**
 * Gives a night's work to the user: his branch goes to the target, by fast-forward only. The order: proof of the tip, intent
 * (a ref of Reveille's own), files of the checkout, branch, intent removed, night closed. Whoever is killed in between runs
 * accept again: each step finds what is done already.
 */
import { ReveilleError } from '../domain/errors.ts'
import { targetRef, type Night } from '../domain/night.ts'
import { nightGate } from '../verification/checks/gate.ts'
import { proveTree, type Proof } from '../verification/work/proof.ts'
import { redSentence } from '../verification/checks/wording.ts'
import { landedTasks } from './entry.ts'
import { swapFailure, trustedTip } from './target.ts'
import type { LandingWorld } from './world.ts'

const RETRIES = 1

export type AcceptOutcome =
  | {
      readonly kind: 'accepted'
      readonly from: string
      /** Where the branch is now: `from` when it had everything already. */
      readonly to: string
      readonly checkout: string | null
    }
  /** The branch moved: its tip has to be merged into the target and verified first (`queueBranch`, then `landNext`). */
  | { readonly kind: 'merge-needed'; readonly candidate: string }
  /** What the night had proved does not hold on the target's tip. Nothing was moved. */
  | { readonly kind: 'unproved'; readonly checks: readonly string[]; readonly detail: string }

interface Acceptance {
  readonly night: Night
  readonly epoch: number
}

/**
 * Throws `night-unfinished` while runs or landings of the night are open, and `diverged` when only a person can settle it:
 * the branch is gone, or his checkout is in the way. In both cases nothing was moved.
 */
export async function acceptNight(world: LandingWorld, { night, epoch }: Acceptance): Promise<AcceptOutcome> {
  const to = await trustedTip(world, night)
  const from = await branchTip(world, night)
  await refuseUnfinishedRuns(world, night)
  const isThere = await contains(world, from, to)
  if (!isThere && !(await contains(world, to, from))) return { kind: 'merge-needed', candidate: from }
  await refuseOpenLandings(world, night)
  if (!isThere) {
    const proof = await proveNight(world, { night, epoch, tip: to })
    if (proof.kind !== 'green') return unproved(proof)
  }
  const checkout = await moveBranch(world, { night, from, to })
  await forgetIntent(world, night)
  if (night.state === 'open') await world.ledger.closeNight({ epoch, nightId: night.id, to: 'accepted' })
  return { kind: 'accepted', from, to: isThere ? from : to, checkout }
}

/** What accept would set out to do. */
export interface AcceptForecast {
  readonly from: string
  /** Where the branch would go; where its own commits have to be merged first, the tip that they would be merged into. */
  readonly to: string
  readonly isMergeNeeded: boolean
  readonly checkout: string | null
}

/** Moves nothing and proves nothing; throws where `acceptNight` would refuse as things stand, but for what it finds unproved. */
export async function forecastAccept(
  world: Pick<LandingWorld, 'git' | 'ledger'>,
  night: Night,
): Promise<AcceptForecast> {
  const to = await trustedTip(world, night)
  const from = await branchTip(world, night)
  await refuseUnfinishedRuns(world, night)
  const isThere = await contains(world, from, to)
  const isMergeNeeded = !isThere && !(await contains(world, to, from))
  if (!isMergeNeeded) await refuseOpenLandings(world, night)
  const checkout = isThere ? null : await world.git.worktreeOf(branchRef(night))
  if (checkout !== null) await refuseObstacle(world, { night, root: checkout, from, to, isMergeNeeded })
  return { from, to: isThere ? from : to, isMergeNeeded, checkout }
}

interface Forecast {
  readonly night: Night
  readonly root: string
  readonly from: string
  readonly to: string
  readonly isMergeNeeded: boolean
}

/** Where a move had begun, accept repairs the checkout first, and what is in the way is not what it seems. */
async function refuseObstacle(
  { git }: Pick<LandingWorld, 'git'>,
  { night, root, from, to, isMergeNeeded }: Forecast,
): Promise<void> {
  if ((await git.readRef(intentRef(night))) === to) return
  const merged = isMergeNeeded ? await git.merge(to, from) : null
  if (merged?.kind === 'conflict') return
  const obstacle = await git.checkoutObstacle({ root, from, to: merged?.tree ?? to })
  if (obstacle !== null) throw inTheWay(night, root, obstacle)
}

/** Nothing of the user's moves while the night could not be closed after it. */
async function refuseUnfinishedRuns({ ledger }: Pick<LandingWorld, 'ledger'>, night: Night): Promise<void> {
  const runs = await ledger.runs({ nightId: night.id, live: true })
  if (runs.length > 0) throw unfinished(night, runs.length === 1 ? 'a run' : `${runs.length} runs`)
}

async function refuseOpenLandings({ ledger }: Pick<LandingWorld, 'ledger'>, night: Night): Promise<void> {
  const open = await ledger.landings({ nightId: night.id, states: ['waiting', 'intended'] })
  if (open.length > 0) throw unfinished(night, 'work in the queue')
}

function unfinished(night: Night, what: string): ReveilleError {
  return new ReveilleError('night-unfinished', `night ${night.number} still has ${what} under way`, {
    hint: 'reveille night finishes it; then run: reveille accept',
    data: { night: night.number },
  })
}

/** Queues the user's branch as it stands now, once. */
export async function queueBranch(world: LandingWorld, { night, epoch }: Acceptance): Promise<void> {
  const candidate = await branchTip(world, night)
  const waiting = await world.ledger.landings({ nightId: night.id, states: ['waiting', 'intended'] })
  if (waiting.some((landing) => landing.runId === null && landing.candidate === candidate)) return
  await world.ledger.queueMerge({ epoch, nightId: night.id, candidate })
}

/** The gate and every red-to-green check of the night on the target's tip, from evidence where it is there. */
async function proveNight(
  world: LandingWorld,
  { night, epoch, tip }: Acceptance & { readonly tip: string },
): Promise<Proof> {
  const gate = nightGate(world.config, await landedTasks(world, night))
  const environment = await world.environments.ensure(await world.git.treeOf(tip))
  const asking = { gate, environment, fence: { epoch }, runId: null }
  return proveTree(world, { commit: tip, base: night.base, retries: RETRIES, ...asking })
}

function unproved(proof: Exclude<Proof, { kind: 'green' }>): AcceptOutcome {
  const checks = proof.red.map((evidence) => evidence.check)
  return { kind: 'unproved', checks, detail: redSentence(proof.red, "on the target's tip") }
}

/** Returns the checkout whose files moved too, if the branch is checked out anywhere. */
async function moveBranch(
  world: LandingWorld,
  { night, from, to }: { readonly night: Night; readonly from: string; readonly to: string },
): Promise<string | null> {
  const branch = branchRef(night)
  if (await contains(world, from, to)) return null
  const root = await world.git.worktreeOf(branch)
  if (root !== null) await moveCheckout(world, { night, root, from, to })
  const swap = await world.git.compareAndSwap(branch, from, to)
  if (swap !== 'moved') throw diverged(night, swapFailure(swap, branch, from), 'reveille accept')
  return root
}

async function moveCheckout(
  world: LandingWorld,
  {
    night,
    ...move
  }: { readonly night: Night; readonly root: string; readonly from: string; readonly to: string },
): Promise<void> {
  const intended = await world.git.readRef(intentRef(night))
  const hasBegun = intended === move.to
  if (hasBegun) {
    const repaired = await world.git.repairCheckout(move)
    if (repaired.kind === 'refused') throw inTheWay(night, move.root, repaired.detail)
  } else {
    const ref = intentRef(night)
    const swap = await world.git.compareAndSwap(ref, intended, move.to)
    if (swap !== 'moved')
      throw diverged(night, swapFailure(swap, ref, intended ?? 'nothing'), 'reveille accept')
  }
  const moved = await world.git.fastForwardCheckout(move)
  if (moved.kind === 'moved') return
  // Refused means untouched, so nothing is to be repaired: what the user does there from now on is his own.
  if (!hasBegun) await forgetIntent(world, night)
  throw inTheWay(night, move.root, moved.detail)
}

async function forgetIntent({ git }: LandingWorld, night: Night): Promise<void> {
  const intended = await git.readRef(intentRef(night))
  if (intended !== null) await git.compareAndSwap(intentRef(night), intended, null)
}

async function branchTip({ git }: Pick<LandingWorld, 'git'>, night: Night): Promise<string> {
  const tip = await git.readRef(branchRef(night))
  if (tip !== null) return tip
  throw diverged(
    night,
    `the branch ${night.branch} is gone`,
    `git branch ${night.branch} ${targetRef(night)}`,
  )
}

async function contains({ git }: Pick<LandingWorld, 'git'>, commit: string, part: string): Promise<boolean> {
  return commit === part || git.isAncestor(part, commit)
}

function inTheWay(night: Night, root: string, detail: string): ReveilleError {
  return diverged(
    night,
    `the checkout at ${root} is in the way: ${detail}`,
    'commit or stash what is changed there, then run: reveille accept',
  )
}

function diverged(night: Night, message: string, hint: string): ReveilleError {
  return new ReveilleError('diverged', message, { hint, data: { night: night.number, branch: night.branch } })
}

function branchRef(night: Pick<Night, 'branch'>): string {
  return `refs/heads/${night.branch}`
}

/** Says that the files of a checkout are being moved to this commit. */
function intentRef(night: Pick<Night, 'number'>): string {
  return `refs/reveille/accepts/${night.number}`
}
