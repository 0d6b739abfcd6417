import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
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
  }),
  output: z.object({ task: taskSummaryView }),
  async run(context, { task, add, remove }) {
    if (add.length === 0 && remove.length === 0) {
      throw new ReveilleError('input-invalid', 'Nothing to change was named.', {
        hint: '--add KEY or --remove KEY',
      })
    }
    const ledger = await context.ledger()
    return { task: summariseTask(await ledger.changeNeeds({ actor: context.actor, task, add, remove })) }
  },
})
