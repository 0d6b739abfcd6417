/** Judges a finished diff before any check runs: cheap, and what it refuses no green check could excuse. */
import { approvedBy } from '../../domain/approval.ts'
import type { Judgement } from '../../domain/judgement.ts'
import type { Run } from '../../domain/run.ts'
import type { Task } from '../../domain/task.ts'
import { closureOf, type CommandClosure } from '../command-closure.ts'
import type { TreeReader } from '../file-change.ts'
import { judgeDiff, linkTargets } from './diff-gate.ts'
import { fileChanges } from './file-changes.ts'
import { refusalOf } from './refusal.ts'
import { bounded, masked } from './told-judgement.ts'
import { reportsOn } from './base-reports.ts'
import { projectGate, taskGate } from '../checks/gate.ts'
import { folderOf, foldersUp, within } from '../closure/places.ts'
import { startedFiles } from '../protected/package-json.ts'
import { judgeProtected } from '../protected/judge.ts'
import { isTestPath } from '../protected/kinds.ts'
import { protectionOf, type Protection } from '../protected/protection.ts'
import { suppressionsOf, withSuppressions } from '../suspicion/suppressions.ts'
import type { Verifier, WorkVerdict } from '../verifier.ts'
import type { VerificationWorld } from '../world.ts'

const READ_TESTS = 50
const READ_PACKAGES = 20

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
  const { protection, closure } = await gateOn(world, { run, task })
  const verdict = judgeProtected({ changes, files, protection, scope: task.scope, allow: task.allow })
  const approved = approvedBy(await world.ledger.blockers({ taskId: task.id }))
  const testPaths = paths.filter((path) => protection.kindOf(path) === 'tests')
  const { integrity, suspicion: found } = await world.reader.judge({
    files,
    tests: await testTexts(await world.trees(run.base), closure),
    testPaths,
    inSource: protection.inSource,
    programs: await programsOf(await world.trees(run.base), paths),
    exempt: namedTests(task),
  })
  const sources = files.filter(({ path }) => !testPaths.includes(path))
  const suppressed = task.allow.includes('configuration') ? [] : suppressionsOf(sources, closure.lines)
  const suspicion = withSuppressions(found, suppressed)
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

/** What the checks of the work lead to where it began, and what that protects. */
async function gateOn(
  world: VerificationWorld,
  { run, task }: { readonly run: Pick<Run, 'base'>; readonly task: Task },
): Promise<{ readonly protection: Protection; readonly closure: CommandClosure }> {
  const gate = taskGate(world.config, task)
  const commands = gate.checks.map(({ command }) => command)
  const tree = await world.trees(run.base)
  const reports = await reportsOn(world, { commit: run.base, gates: [projectGate(world.config), gate] })
  const protection = await protectionOf({ tree, commands, reports })
  return { protection, closure: await closureOf(commands, tree) }
}

/** The tests that the work's checks name: answers in them need not be in its code. */
async function testTexts(tree: TreeReader, { files }: CommandClosure): Promise<readonly string[]> {
  const tests = files.filter(isTestPath).slice(0, READ_TESTS)
  const texts = await Promise.all(tests.map((path) => tree.read(path)))
  return texts.filter((text) => text !== null)
}

/** What the packages that hold the changed files say people start. */
async function programsOf(tree: TreeReader, changed: readonly string[]): Promise<readonly string[]> {
  const folders = new Set(changed.flatMap((path) => foldersUp(folderOf(path))))
  const packages = [...folders].filter((folder) => tree.paths.includes(within(folder, 'package.json')))
  const read = packages.slice(0, READ_PACKAGES).map(async (folder) => {
    const text = await tree.read(within(folder, 'package.json'))
    return startedFiles({ folder, text }, tree.paths)
  })
  return (await Promise.all(read)).flat()
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
