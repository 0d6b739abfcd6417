/** Judges a finished diff before any check runs: cheap, and what it refuses no green check could excuse. */
import { approvedBy } from '../../domain/approval.ts'
import type { Command } from '../../domain/check.ts'
import type { Judgement } from '../../domain/judgement.ts'
import type { Run } from '../../domain/run.ts'
import type { Task } from '../../domain/task.ts'
import { closureOf } from '../command-closure.ts'
import { judgeDiff, linkTargets } from './diff-gate.ts'
import { fileChanges } from './file-changes.ts'
import { refusalOf } from './refusal.ts'
import { bounded, masked } from './told-judgement.ts'
import { taskGate } from '../checks/gate.ts'
import { judgeProtected } from '../protected/judge.ts'
import { isTestPath } from '../protected/kinds.ts'
import { protectionOf } from '../protected/protection.ts'
import type { Verifier, WorkVerdict } from '../verifier.ts'
import type { VerificationWorld } from '../world.ts'

const READ_TESTS = 50

export async function judgeWork(
  world: VerificationWorld,
  work: Parameters<Verifier['judgeWork']>[0],
): Promise<WorkVerdict> {
  const { run, task, candidate, refused } = work
  const changes = await world.git.changes(run.base, candidate)
  const links = await linkTargets(world.git, candidate, changes)
  const { setup } = world.config
  const diff = judgeDiff({ kind: task.kind, scope: task.scope, setup, changes, refused, links })
  if (diff.kind === 'refused') return diff
  if (task.kind !== 'change') return { kind: 'ok' }
  const paths = changes.map(({ path }) => path)
  const files = await fileChanges(world.git, { from: run.base, to: candidate, paths })
  const commands = taskGate(world.config, task).checks.map(({ command }) => command)
  const protection = await protectionOf({ tree: await world.trees(run.base), commands })
  const verdict = judgeProtected({ changes, files, protection, scope: task.scope, allow: task.allow })
  const approved = approvedBy(await world.ledger.blockers({ taskId: task.id }))
  const tests = await testTexts(world, { run, commands })
  const { integrity, suspicion } = await world.reader.judge({ files, tests, exempt: namedTests(task) })
  for (const judgement of [verdict.judgement, integrity, suspicion]) {
    const open = masked(withoutApproved(judgement, approved), world.mask)
    await world.ledger.recordRunFact({
      runId: run.id,
      token: run.token,
      kind: 'run.judged',
      data: bounded(open),
    })
    if (open.objections.length > 0) return refusalOf(open, verdict.reason)
  }
  return { kind: 'ok' }
}

/** The tests that the work's checks name: answers in them need not be in its code. */
async function testTexts(
  world: Pick<VerificationWorld, 'trees'>,
  { run, commands }: { readonly run: Pick<Run, 'base'>; readonly commands: readonly Command[] },
): Promise<readonly string[]> {
  const tree = await world.trees(run.base)
  const { files } = await closureOf(commands, tree)
  const texts = await Promise.all(
    files
      .filter(isTestPath)
      .slice(0, READ_TESTS)
      .map((path) => tree.read(path)),
  )
  return texts.filter((text) => text !== null)
}

function namedTests(task: Pick<Task, 'checks'>): readonly string[] {
  return task.checks.flatMap(({ expect, tests }) => (expect === 'red-to-green' ? tests : []))
}

/** Only what a person may judge can be approved by one; a protected file needs a permission in the task itself. */
function withoutApproved(judgement: Judgement, approved: ReadonlySet<string>): Judgement {
  if (judgement.judge === 'protected-files') return judgement
  const open = judgement.objections.filter(({ fingerprint }) => !approved.has(fingerprint))
  const passed = judgement.objections.length - open.length
  if (passed === 0) return judgement
  const detail = `${judgement.detail} A person has approved ${open.length === 0 ? 'all of it' : `${passed} of that`}.`
  return { ...judgement, objections: open, detail }
}
