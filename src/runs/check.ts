import { REVEILLE } from '../domain/actor.ts'
import { targetRef } from '../domain/night.ts'
import { blameSetUp } from '../verification/environment/set-up-blame.ts'
import { refusedPaths } from '../workspaces/saved-work.ts'
import { concludeVerify } from './conclude.ts'
import { concludeExplore } from './explore.ts'
import { ends, type RunInHand, type RunWorld, type StepResult } from './life.ts'
import { concludeOperate } from './operate.ts'

/** Judges finished work, or answers what a task without a diff asks. */
export async function check(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  switch (inHand.task.kind) {
    case 'change':
      return checkChange(world, inHand)
    case 'verify':
      return concludeVerify(world, inHand)
    case 'explore':
      return concludeExplore(world, inHand)
    case 'operate':
      return concludeOperate(world, inHand)
  }
}

async function checkChange(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  const { run, task, night } = inHand
  const candidate = run.candidate
  if (candidate === null) return ends('worker-lost', 'Its saved work is not in the record.')
  const [refused, target] = await Promise.all([
    refusedPaths(world.git, candidate),
    world.git.readRef(targetRef(night)),
  ])
  const judged = await world.verifier.judgeWork({ run, task, candidate, refused })
  if (judged.kind !== 'ok') return ends(judged.reason, judged.detail, judged.blocker)
  return checkMerged(world, inHand, { tip: target ?? run.base, candidate })
}

async function checkMerged(
  world: RunWorld,
  inHand: RunInHand,
  work: { readonly tip: string; readonly candidate: string },
): Promise<StepResult> {
  const { run, task } = inHand
  const merged = await world.git.merge(work.tip, work.candidate)
  if (merged.kind === 'conflict')
    return ends('conflict', `It conflicts with what landed in ${merged.paths.join(', ')}.`)
  const commit = await mergedCommit(world, { ...work, tree: merged.tree })
  const verdict = await world.verifier
    .verify({ run, task, commit, target: work.tip })
    .catch(async (error: unknown) => {
      // Nothing refers to the commit, so a `git gc` of the user may take it away; it is then made again.
      if ((await world.git.commitOf(commit)) === null) return null
      return blameSetUp(world, { tip: work.tip, merged: commit, scope: task.scope, error })
    })
  if (verdict === null) return checkMerged(world, inHand, work)
  if (typeof verdict === 'string') return ends('check-failed', verdict)
  if (verdict.reason !== null) return ends(verdict.reason, verdict.detail)
  await world.ledger.queueRun({ runId: run.id, token: run.token, gate: verdict.gate })
  return { kind: 'moved', run: await world.ledger.run(run.id) }
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
