/** Judges a finished diff before any check runs: cheap, and what it refuses no green check could excuse. */
import { approvedBy } from '../../domain/approval.ts'
import { RETRY_OR_CANCEL, type BlockerDraft } from '../../domain/blocker.ts'
import type { Command } from '../../domain/check.ts'
import type { Judgement } from '../../domain/judgement.ts'
import type { Run } from '../../domain/run.ts'
import type { Task } from '../../domain/task.ts'
import { closureOf } from '../command-closure.ts'
import { judgeDiff, linkTargets } from './diff-gate.ts'
import { fileChanges } from './file-changes.ts'
import { taskGate } from '../checks/gate.ts'
import { compareTests } from '../integrity/compare.ts'
import { judgeProtected } from '../protected/judge.ts'
import { isTestPath } from '../protected/kinds.ts'
import { protectionOf } from '../protected/protection.ts'
import { suspicionsOf } from '../suspicion/suspicions.ts'
import type { Verifier, WorkVerdict } from '../verifier.ts'
import type { VerificationWorld } from '../world.ts'

const KEPT_OBJECTIONS = 100
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
  const tests = compareTests(files, { mode: 'run', exempt: namedTests(task) }).judgement
  const suspicion = suspicionsOf(files, await testTexts(world, { run, commands }))
  for (const judgement of [verdict.judgement, tests, suspicion]) {
    const open = withoutApproved(judgement, approved)
    await world.ledger.recordRunFact({
      runId: run.id,
      token: run.token,
      kind: 'run.judged',
      data: bounded(open),
    })
    if (open.objections.length > 0) return refusal(open, verdict.reason)
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

/** What the record keeps of a judgement: enough to be read, and to be approved by name. */
export function bounded(judgement: Judgement): Judgement {
  return { ...judgement, objections: judgement.objections.slice(0, KEPT_OBJECTIONS) }
}

function namedTests(task: Pick<Task, 'checks'>): readonly string[] {
  return task.checks.flatMap(({ expect, tests }) => (expect === 'red-to-green' ? tests : []))
}

/** Only what a person may judge can be approved by one; a protected file needs a permission in the task itself. */
function withoutApproved(judgement: Judgement, approved: ReadonlySet<string>): Judgement {
  if (judgement.judge === 'protected-files') return judgement
  const open = judgement.objections.filter(({ fingerprint }) => !approved.has(fingerprint))
  return open.length === judgement.objections.length ? judgement : { ...judgement, objections: open }
}

function refusal(
  { judge, detail, objections }: Judgement,
  protectedReason: 'weakened-tests' | 'out-of-scope' | null,
): WorkVerdict {
  if (judge === 'protected-files')
    return { kind: 'refused', reason: protectedReason ?? 'out-of-scope', detail }
  const blocker: BlockerDraft = {
    seen: detail,
    tried: 'Its checks were not asked: green ones would prove nothing of such work.',
    question: 'May this stand in the work?',
    options: [
      { key: 'approve', text: 'It may: let exactly this pass, and run the task again', effect: 'approve' },
      ...RETRY_OR_CANCEL,
    ],
    about: objections.map(({ fingerprint }) => fingerprint),
    default: null,
    deadline: null,
  }
  return { kind: 'refused', reason: judge === 'suspicion' ? 'suspicious' : 'weakened-tests', detail, blocker }
}
