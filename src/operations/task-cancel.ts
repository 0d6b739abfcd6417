import * as z from 'zod'
import { move, TASK_TRANSITIONS } from '../domain/transitions.ts'
import { defineOperation } from './operation.ts'
import { summariseTask, taskSummaryView } from './task-view.ts'

export const taskCancel = defineOperation({
  name: 'task-cancel',
  summary: 'Give a task up, for good',
  input: z.strictObject({
    task: z.string().min(1),
    reason: z.string({ error: 'must say why' }).trim().min(1, { error: 'must say why' }).max(2_000),
    dryRun: z.boolean().default(false),
  }),
  output: z.object({ task: taskSummaryView, dryRun: z.boolean() }),
  async run(context, { task: name, reason, dryRun }) {
    const ledger = await context.ledger()
    if (!dryRun) {
      const cancelled = await ledger.moveTask({ actor: context.actor, task: name, to: 'cancelled', reason })
      return { task: summariseTask(cancelled), dryRun }
    }
    const task = await ledger.task(name)
    const state = move(TASK_TRANSITIONS, `task ${task.key}`, task.state, 'cancelled')
    return { task: summariseTask({ ...task, state }), dryRun }
  },
})
