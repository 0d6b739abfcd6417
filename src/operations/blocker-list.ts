import * as z from 'zod'
import { blockerView, viewBlocker } from './blocker-view.ts'
import { defineOperation } from './operation.ts'

export const blockerList = defineOperation({
  name: 'blocker-list',
  summary: 'List blockers, the open ones unless told otherwise',
  input: z.strictObject({ all: z.boolean().default(false), task: z.string().optional() }),
  output: z.object({ blockers: z.array(blockerView) }),
  async run(context, { all, task }) {
    const ledger = await context.ledger()
    const taskId = task === undefined ? undefined : (await ledger.task(task)).id
    const blockers = await ledger.blockers({
      ...(all ? {} : { open: true }),
      ...(taskId === undefined ? {} : { taskId }),
    })
    const now = context.clock.now()
    const views = []
    for (const blocker of blockers)
      views.push(viewBlocker(blocker, { task: (await ledger.task(blocker.taskId)).key, now }))
    return { blockers: views }
  },
})
