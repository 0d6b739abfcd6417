import { REVEILLE } from '../domain/actor.ts'
import { targetRef } from '../domain/night.ts'
import { blameSetUp } from '../verification/set-up-blame.ts'
import { refusedPaths } from '../workspaces/saved-work.ts'
import { ends, type RunInHand, type RunWorld, type StepResult } from './life.ts'

/** Judges finished work: the diff gate, then every check on the work merged with the target's tip. */
export async function check(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  return inHand.task.kind === 'change' ? checkChange(world, inHand) : answerChecks(world, inHand)
}

async function checkChange(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  const { run, task, night } = inHand
  const candidate = run.candidate
  if (candidate === null) return ends('worker-lost', 'Its saved work is not in the record.')
  const [refused, target] = await Promise.all([
    refusedPaths(world.git, candidate),
    world.git.readRef(targetRef(night)),
  ])
  const gate = await world.verifier.judgeDiff({ run, task, candidate, refused })
  if (gate.kind !== 'ok') return ends(gate.reason, gate.detail)
  const tip = target ?? run.base
  const merged = await world.git.merge(tip, candidate)
  if (merged.kind === 'conflict')
    return ends('conflict', `It conflicts with what landed in ${merged.paths.join(', ')}.`)
  const commit = await mergedCommit(world, { tip, candidate, tree: merged.tree })
  const verdict = await world.verifier
    .verify({ run, task, commit, target: tip })
    .catch((error: unknown) => blameSetUp(world, { tip, merged: commit, scope: task.scope, error }))
  if (typeof verdict === 'string') return ends('check-failed', verdict)
  if (!verdict.green) return ends(verdict.blames === 'target' ? 'target-red' : 'check-failed', verdict.detail)
  await world.ledger.queueRun({ runId: run.id, token: run.token, gate: verdict.gate })
  return { kind: 'moved', run: await world.ledger.run(run.id) }
}

/** A verify task is concluded by the answers of its checks, red ones too: they are what was asked for. */
async function answerChecks(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  const { run, task } = inHand
  await world.verifier.verify({ run, task, commit: run.base })
  return {
    kind: 'moved',
    run: await world.ledger.moveRun({ runId: run.id, token: run.token, to: 'concluded' }),
  }
}

/** Checks run in a checkout of a commit; this one exists for that alone and is not the one that lands. */
function mergedCommit(
  world: RunWorld,
  merge: { readonly tip: string; readonly candidate: string; readonly tree: string },
): Promise<string> {
  return world.git.commit({
    tree: merge.tree,
    parents: [merge.tip],
    message: `verification of ${merge.candidate}`,
    author: REVEILLE,
    at: world.clock.now(),
  })
}
