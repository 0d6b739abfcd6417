import { createHash } from 'node:crypto'
import type { Check } from '../domain/check.ts'
import type { TaskDraft } from '../domain/task.ts'
import { planTasks, type Plan } from '../missions/plan.ts'
import type { PlanBasis } from '../missions/plan-kept.ts'
import type { ChecksInDoubt } from '../missions/plan-warnings.ts'
import type { TreeReader } from '../verification/file-change.ts'
import { treeReader } from '../verification/tree-reader.ts'
import { requireUsableSchemas } from './artefact-schemas.ts'
import type { OperationContext } from './context.ts'
import { readSpecFiles, tasksOf } from './spec-files.ts'

/** Plans the named spec files, or all there are, on the ledger as it is. Writes nothing; throws `spec-invalid`. */
export async function makePlan(
  context: OperationContext,
  files: readonly string[],
): Promise<{ readonly plan: Plan; readonly basis: PlanBasis }> {
  const sources = await readSpecFiles(context, files)
  const specs = tasksOf(sources)
  await requireUsableSchemas(specs.map(({ draft }) => draft))
  const ledger = await context.ledger()
  const [tasks, doubtful, { id: project }, config] = await Promise.all([
    ledger.tasks({}),
    checksInDoubt(
      context,
      specs.map(({ draft }) => draft),
    ),
    context.project(),
    context.config(),
  ])
  const basis = { project, files: sources.map(({ file, text }) => ({ file, sha256: sha256(text) })) }
  return { plan: planTasks({ specs, tasks, doubtful, operations: Object.keys(config.operations) }), basis }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Red-to-green checks whose red nobody could tell from a typo, on the target as it stands. */
export async function checksInDoubt(
  context: OperationContext,
  drafts: readonly Pick<TaskDraft, 'key' | 'checks'>[],
): Promise<ChecksInDoubt> {
  const asked = drafts.flatMap(({ key, checks }) =>
    checks.filter(isInQuestion).map((check) => ({ key, check })),
  )
  if (asked.length === 0) return new Map()
  const tree = await targetTree(context)
  // Loaded only here: it reads scripts of many languages.
  const { planReport } = await import('../verification/test-reports/plan.ts')
  const doubtful = new Map<string, readonly string[]>()
  for (const { key, check } of asked) {
    const { formats } = await planReport({ check, tree, variables: {}, folder: '/' })
    if (formats.length === 0) doubtful.set(key, [...(doubtful.get(key) ?? []), check.name])
  }
  return doubtful
}

function isInQuestion({ expect, redExits }: Check): boolean {
  return expect === 'red-to-green' && redExits.length === 0
}

async function targetTree(context: OperationContext): Promise<TreeReader> {
  const git = await context.git()
  const { target } = await context.config()
  const commit = await git.commitOf(`refs/heads/${target}`)
  return commit === null ? { paths: [], read: () => Promise.resolve(null) } : treeReader(git, commit)
}
