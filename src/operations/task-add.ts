import * as z from 'zod'
import { isReveilleError, ReveilleError } from '../domain/errors.ts'
import type { TaskDraft } from '../domain/task.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { doubtSentence } from '../missions/plan-warnings.ts'
import { placeName } from '../spec/place-name.ts'
import { taskDraftSchema } from '../spec/task-draft.ts'
import { requireUsableSchemas } from './artefact-schemas.ts'
import type { OperationContext } from './context.ts'
import { checksInDoubt } from './make-plan.ts'
import { defineOperation } from './operation.ts'
import { taskSummaryView, summariseTask } from './task-view.ts'

/** All drafts are checked before the first is added, among themselves and against the ledger. */
export const taskAdd = defineOperation({
  name: 'task-add',
  summary: 'Add tasks; all of them, or none',
  input: z.strictObject({
    tasks: z.array(taskDraftSchema).min(1).max(10_000),
    dryRun: z.boolean().default(false),
  }),
  output: z.object({
    added: z.array(taskSummaryView),
    /** Keys that would be added; nothing was. */
    planned: z.array(z.string()),
  }),
  /** A single task needs no number; in a list tasks are counted as people count. */
  nameOf: (path, raw) => {
    const [first, index, ...rest] = path
    if (first !== 'tasks' || typeof index !== 'number') return placeName(path)
    const tasks: unknown = Reflect.get(Object(raw) as object, 'tasks')
    const isOnly = Array.isArray(tasks) && tasks.length === 1
    return isOnly ? placeName(rest) : `task ${index + 1} ${placeName(rest)}`.trimEnd()
  },
  async run(context, { tasks, dryRun }) {
    const ledger = await context.ledger()
    await requireUsableSchemas(tasks)
    const ordered = await orderedDrafts(ledger, tasks)
    await warnOfDoubts(context, ordered)
    if (dryRun) return { added: [], planned: ordered.map(({ key }) => key) }
    const added = []
    for (const draft of ordered)
      added.push(summariseTask(await ledger.addTask({ actor: context.actor, draft })))
    return { added, planned: [] }
  },
})

/** Told here already: a night would find it out only when it has begun. Without a configuration there is no target to look at. */
async function warnOfDoubts(context: OperationContext, drafts: readonly TaskDraft[]): Promise<void> {
  try {
    for (const [key, checks] of await checksInDoubt(context, drafts))
      for (const check of checks)
        context.warn(`${key}: ${doubtSentence(check)} E.g.: reveille task update ${key} --exit-red 1`)
  } catch (error) {
    if (!isReveilleError(error, 'config-missing')) throw error
  }
}

/** Every task after those it needs; throws when one of them could not be added. */
async function orderedDrafts(ledger: Ledger, drafts: readonly TaskDraft[]): Promise<readonly TaskDraft[]> {
  const byKey = new Map<string, TaskDraft>()
  for (const draft of drafts) {
    if (byKey.has(draft.key))
      throw new ReveilleError('already-exists', `The key ${draft.key} is given twice.`)
    byKey.set(draft.key, draft)
  }
  for (const key of byKey.keys()) {
    if (await isRecorded(ledger, key)) {
      throw new ReveilleError('already-exists', `There is a task ${key} already.`, {
        hint: `reveille task show ${key}`,
      })
    }
  }
  for (const need of new Set(drafts.flatMap(({ needs }) => needs)))
    if (!byKey.has(need)) await ledger.task(need)
  return sortByNeeds(byKey)
}

async function isRecorded(ledger: Ledger, key: string): Promise<boolean> {
  try {
    await ledger.task(key)
    return true
  } catch (error) {
    if (isReveilleError(error, 'not-found')) return false
    throw error
  }
}

function sortByNeeds(byKey: ReadonlyMap<string, TaskDraft>): readonly TaskDraft[] {
  const ordered = new Set<TaskDraft>()
  let waiting = [...byKey.values()]
  while (waiting.length > 0) {
    const isFree = (draft: TaskDraft): boolean =>
      draft.needs.every((need) => !waiting.some(({ key }) => key === need))
    const free = waiting.filter(isFree)
    if (free.length === 0) {
      const keys = waiting.map(({ key }) => key).join(', ')
      throw new ReveilleError('needs-cycle', `These tasks would wait for each other: ${keys}.`)
    }
    for (const draft of free) ordered.add(draft)
    waiting = waiting.filter((draft) => !ordered.has(draft))
  }
  return [...ordered]
}
