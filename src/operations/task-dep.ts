import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import { refuseCycle } from '../domain/needs.ts'
import type { Task } from '../domain/task.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { keySchema } from '../spec/task-draft.ts'
import { defineOperation } from './operation.ts'
import { summariseTask, taskSummaryView } from './task-view.ts'

export const taskDep = defineOperation({
  name: 'task-dep',
  summary: 'Change which tasks a task waits for',
  input: z.strictObject({
    task: z.string().min(1),
    add: z.array(keySchema).default([]),
    remove: z.array(keySchema).default([]),
    dryRun: z.boolean().default(false),
  }),
  output: z.object({ task: taskSummaryView, dryRun: z.boolean() }),
  async run(context, { task, add, remove, dryRun }) {
    if (add.length === 0 && remove.length === 0) {
      throw new ReveilleError('input-invalid', 'Nothing to change was named.', {
        hint: '--add KEY or --remove KEY',
      })
    }
    const ledger = await context.ledger()
    const change = { task, add, remove }
    const changed = dryRun
      ? await needing(ledger, change)
      : await ledger.changeNeeds({ actor: context.actor, ...change })
    return { task: summariseTask(changed), dryRun }
  },
})

interface Change {
  readonly task: string
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

/** The task as it would be; refuses what the ledger would refuse. */
async function needing(ledger: Ledger, { task: name, add, remove }: Change): Promise<Task> {
  const task = await ledger.task(name)
  const needs = new Map((await ledger.tasks({})).map((one) => [one.key, one.needs]))
  const needsOf = (key: string): readonly string[] => needs.get(key) ?? []
  for (const need of remove) {
    const { key } = await ledger.task(need)
    needs.set(
      task.key,
      needsOf(task.key).filter((one) => one !== key),
    )
  }
  for (const need of add) {
    const { key } = await ledger.task(need)
    refuseCycle(task.key, key, needsOf)
    needs.set(task.key, [...new Set([...needsOf(task.key), key])].toSorted())
  }
  return { ...task, needs: needsOf(task.key) }
}
