import type { Evidence } from '../domain/evidence.ts'
import { judgeDiff, linkTargets } from './diff-gate.ts'
import { environmentOfWork } from './environment-tree.ts'
import { repairsBase, verifyBase } from './base-gate.ts'
import { taskGate } from './gate.ts'
import { proveTree } from './proof.ts'
import { checkRed } from './red-check.ts'
import type { BaseVerdict, DiffVerdict, LaneVerdict, TreeVerdict, Verifier } from './verifier.ts'
import { verifyTree, type Asking, type Verification } from './verify.ts'
import { redSentence } from './wording.ts'
import type { VerificationWorld } from './world.ts'

/** The verifier that believes only what it has run itself, in the jail, or has proof of. */
export function createVerifier(world: VerificationWorld): Verifier {
  const base = oneAtATime(world)
  return {
    judgeLane: (params) => judgeLane(world, base, params),
    repairs: repairsBase,
    judgeBase: (params) => judgeBase(world, base, params),
    judgeDiff: (params) => judgeWork(world, params),
    verify: (params) => judgeTree(world, params),
  }
}

type BaseGate = (asking: Omit<Asking, 'gate'> & { readonly commit: string }) => Promise<Verification>
type Params<Verb extends keyof Verifier> = Parameters<Verifier[Verb]>[0]

/** Runs that start from one base at once share one look at its gate; whoever's look fails has failed alone. */
function oneAtATime(world: VerificationWorld): BaseGate {
  const going = new Map<string, Promise<Verification>>()
  return async (asking) => {
    const key = `${asking.commit} ${asking.environment.id}`
    for (let shared = going.get(key); shared !== undefined; shared = going.get(key)) {
      const seen = await shared.catch(() => null)
      if (seen !== null) return seen
    }
    const looking = verifyBase(world, asking).finally(() => going.delete(key))
    going.set(key, looking)
    return looking
  }
}

async function judgeLane(
  world: VerificationWorld,
  base: BaseGate,
  { epoch, commit }: Params<'judgeLane'>,
): Promise<LaneVerdict> {
  const environment = await world.environments.ensure(await world.git.treeOf(commit))
  const { green, evidence } = await base({ commit, environment, fence: { epoch }, runId: null })
  if (green) return { kind: 'green' }
  return {
    kind: 'red',
    failing: evidence.filter((one) => !one.green),
    detail: redSentence(evidence, 'on the target'),
  }
}

async function judgeBase(
  world: VerificationWorld,
  base: BaseGate,
  { run, task, environment }: Params<'judgeBase'>,
): Promise<BaseVerdict> {
  if (task.kind !== 'change') return { kind: 'ready' }
  const asking = { environment, fence: { runId: run.id, token: run.token }, runId: run.id }
  const { green, evidence } = await base({ commit: run.base, ...asking })
  const failing = evidence.filter((one) => !one.green)
  if (!green && !repairsBase(task, failing)) {
    return { kind: 'target-red', detail: redSentence(failing, 'on the base') }
  }
  const red = await checkRed(world, { base: run.base, gate: taskGate(world.config, task), ...asking })
  return red.kind === 'red' ? { kind: 'ready' } : red
}

async function judgeWork(
  world: VerificationWorld,
  { run, task, candidate, refused }: Params<'judgeDiff'>,
): Promise<DiffVerdict> {
  const changes = await world.git.changes(run.base, candidate)
  const links = await linkTargets(world.git, candidate, changes)
  const { setup } = world.config
  return judgeDiff({ kind: task.kind, scope: task.scope, setup, changes, refused, links })
}

/** An answer that was known already is an answer of this run too. */
async function citeEvidence(
  world: VerificationWorld,
  { fence, runId }: Pick<Asking, 'fence' | 'runId'>,
  known: readonly Evidence[],
): Promise<void> {
  for (const { id: _id, at: _at, ...verdict } of known) {
    await world.ledger.recordEvidence({ fence, verdict: { ...verdict, runId } })
  }
}

async function judgeTree(world: VerificationWorld, params: Params<'verify'>): Promise<TreeVerdict> {
  const { run, task, commit, target } = params
  const gate = taskGate(world.config, task)
  const environment = await environmentOfWork(world, {
    tip: target ?? run.base,
    merged: commit,
    scope: task.scope,
  })
  const asking = { commit, gate, environment, fence: { runId: run.id, token: run.token }, runId: run.id }
  const known = { gate: gate.hash, environment: environment.id }
  if (target === undefined || task.kind !== 'change') {
    const { green, evidence, reused } = await verifyTree(world, asking)
    if (reused) await citeEvidence(world, asking, evidence)
    const blames = green ? 'nobody' : 'work'
    return {
      green,
      ...known,
      evidence,
      blames,
      detail: redSentence(evidence, 'on the tree that was asked about'),
    }
  }
  const proof = await proveTree(world, { ...asking, base: target, retries: 0 })
  if (proof.kind === 'green')
    return { green: true, ...known, evidence: proof.evidence, blames: 'nobody', detail: '' }
  const [blames, where] =
    proof.kind === 'red'
      ? (['work', 'on the work merged with the target'] as const)
      : (['target', 'on the target too'] as const)
  return { green: false, ...known, evidence: proof.red, blames, detail: redSentence(proof.red, where) }
}
