import type { Actor } from '../domain/actor.ts'
import { ReveilleError } from '../domain/errors.ts'
import type { TaskDraft } from '../domain/task.ts'
import type { Ledger, TaskChanges } from '../ledger/ledger.ts'
import type { Plan } from './plan.ts'
import type { PlanEntry } from './plan-entry.ts'

/**
 * Files what is new and changes what differs, needs first. Throws `input-invalid` before the first change when the plan has
 * obstacles. Every change names the version that was planned on; one that meets another version ends it, saying what was
 * done before: the ledger knows no transaction over several tasks.
 */
export async function applyPlan(
  ledger: Ledger,
  { plan, actor }: { plan: Plan; actor: Actor },
): Promise<readonly string[]> {
  if (plan.obstacles.length > 0) {
    throw new ReveilleError('input-invalid', `The plan cannot be carried out. ${plan.obstacles.join(' ')}`, {
      data: { obstacles: plan.obstacles },
    })
  }
  const done: string[] = []
  for (const entry of plan.entries) {
    if (entry.action !== 'new' && entry.action !== 'changed') continue
    try {
      await (entry.action === 'new'
        ? ledger.addTask({ actor, draft: entry.draft })
        : change(ledger, { actor, entry }))
    } catch (error) {
      if (done.length === 0 || !(error instanceof ReveilleError)) throw error
      const message = `${error.message} Done before it: ${done.join(', ')}. Plan again for the rest.`
      throw new ReveilleError(error.code, message, { cause: error, data: { applied: done } })
    }
    done.push(entry.draft.key)
  }
  return done
}

async function change(ledger: Ledger, { actor, entry }: { actor: Actor; entry: PlanEntry }): Promise<void> {
  const { draft, changes, version } = entry
  const before = await ledger.task(draft.key)
  if (before.version !== version)
    throw new ReveilleError('version-conflict', `Task ${draft.key} changed since it was planned.`)
  const fields = changes.map(({ field }) => field).filter((field) => field !== 'needs')
  if (fields.length > 0)
    await ledger.updateTask({ actor, task: draft.key, version, changes: pick(draft, fields) })
  const add = draft.needs.filter((need) => !before.needs.includes(need))
  const remove = before.needs.filter((need) => !draft.needs.includes(need))
  if (add.length + remove.length > 0) await ledger.changeNeeds({ actor, task: draft.key, add, remove })
}

function pick(draft: TaskDraft, fields: readonly (keyof TaskChanges)[]): TaskChanges {
  return Object.fromEntries(fields.map((field) => [field, draft[field]]))
}
