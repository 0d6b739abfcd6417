import type { Evidence } from '../domain/evidence.ts'
import { environmentOfWork } from './environment/environment-tree.ts'
import { repairsBase, verifyBase } from './base/base-gate.ts'
import { taskGate } from './checks/gate.ts'
import { judgeWork } from './work/judge-work.ts'
import { proveWork, type WorkProof } from './work/prove-work.ts'
import { bounded, masked } from './work/told-judgement.ts'
import type { Run } from '../domain/run.ts'
import { checkRed } from './base/red-check.ts'
import type { BaseVerdict, LaneVerdict, TreeVerdict, Verifier } from './verifier.ts'
import { verifyTree, type Asking, type Verification } from './checks/verify.ts'
import { redSentence } from './checks/wording.ts'
import type { VerificationWorld } from './world.ts'

/** The verifier that believes only what it has run itself, in the jail, or has proof of. */
export function createVerifier(world: VerificationWorld): Verifier {
  const base = oneAtATime(world)
  return {
    judgeLane: (params) => judgeLane(world, base, params),
    repairs: repairsBase,
    judgeBase: (params) => judgeBase(world, base, params),
    judgeWork: (params) => judgeWork(world, params),
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
    const reason = green ? null : 'check-failed'
    return {
      green,
      ...known,
      evidence,
      reason,
      detail: redSentence(evidence, 'on the tree that was asked about'),
    }
  }
  const proof = await proveWork(world, { ...asking, base: target, retries: 0, task, redOn: run.base })
  await tellJudgements(world, run, proof)
  return { ...known, ...treeVerdict(proof) }
}

async function tellJudgements(world: VerificationWorld, { id, token }: Run, proof: WorkProof): Promise<void> {
  const judgements =
    proof.kind === 'green' ? proof.judgements : proof.kind === 'refused' ? [proof.judgement] : []
  for (const data of judgements)
    await world.ledger.recordRunFact({
      runId: id,
      token,
      kind: 'run.judged',
      data: bounded(masked(data, world.mask)),
    })
}

function treeVerdict(proof: WorkProof): Pick<TreeVerdict, 'green' | 'evidence' | 'reason' | 'detail'> {
  switch (proof.kind) {
    case 'green':
      return { green: true, evidence: proof.evidence, reason: null, detail: '' }
    case 'red':
    case 'base-red': {
      const [reason, where] =
        proof.kind === 'red'
          ? (['check-failed', 'on the work merged with the target'] as const)
          : (['target-red', 'on the target too'] as const)
      return { green: false, evidence: proof.red, reason, detail: redSentence(proof.red, where) }
    }
    case 'refused': {
      const { judge, detail } = proof.judgement
      return {
        green: false,
        evidence: [],
        reason: judge === 'lost-tests' ? 'check-failed' : 'weakened-tests',
        detail,
      }
    }
  }
}
