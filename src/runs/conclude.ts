import type { VerifyConclusion } from '../domain/conclusion.ts'
import type { TreeVerdict } from '../verification/verifier.ts'
import type { RunInHand, RunWorld, StepResult } from './life.ts'
import { setUpBase } from './set-up-base.ts'

/** Asks the task's checks on the tree that it is about. */
export async function askNamedTree(world: RunWorld, inHand: RunInHand): Promise<TreeVerdict> {
  const { run, task } = inHand
  const target = await setUpBase(world, inHand)
  return world.verifier.verify({ run, task, commit: run.base, target })
}

/** A verify task is concluded by the answers of its checks, red ones too: they are what was asked for. */
export async function concludeVerify(world: RunWorld, inHand: RunInHand): Promise<StepResult> {
  const { run } = inHand
  const { green, evidence } = await askNamedTree(world, inHand)
  const conclusion: VerifyConclusion = {
    kind: 'verify',
    commit: run.base,
    tree: await world.git.treeOf(run.base),
    verdict: green ? 'green' : 'red',
    checks: evidence.map((one) => ({ check: one.check, green: one.green, evidence: one.id })),
  }
  const concluded = await world.ledger.concludeRun({ runId: run.id, token: run.token, conclusion })
  return { kind: 'moved', run: concluded }
}
