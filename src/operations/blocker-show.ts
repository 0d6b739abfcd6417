import * as z from 'zod'
import { blockerView, findBlocker, viewBlocker } from './blocker-view.ts'
import { defineOperation } from './operation.ts'

export const blockerShow = defineOperation({
  name: 'blocker-show',
  summary: 'Show a blocker: what was seen, what was tried, what to decide',
  input: z.strictObject({ blocker: z.string().min(1) }),
  output: z.object({ blocker: blockerView }),
  async run(context, input) {
    const ledger = await context.ledger()
    const blocker = await findBlocker(ledger, input.blocker)
    const { key } = await ledger.task(blocker.taskId)
    return { blocker: viewBlocker(blocker, { task: key, now: context.clock.now() }) }
  },
})
