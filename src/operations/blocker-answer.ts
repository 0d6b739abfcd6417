import * as z from 'zod'
import { TASK_STATES } from '../domain/task.ts'
import { blockerView, findBlocker, viewBlocker } from './blocker-view.ts'
import { defineOperation } from './operation.ts'

export const blockerAnswer = defineOperation({
  name: 'blocker-answer',
  summary: 'Answer a blocker with one of its options, once',
  input: z.strictObject({ blocker: z.string().min(1), option: z.string().min(1) }),
  output: z.object({ blocker: blockerView, taskState: z.enum(TASK_STATES) }),
  async run(context, { blocker: name, option }) {
    const ledger = await context.ledger()
    const { id } = await findBlocker(ledger, name)
    const blocker = await ledger.answerBlocker({ actor: context.actor, blockerId: id, option })
    const task = await ledger.task(blocker.taskId)
    return { blocker: viewBlocker(blocker, task.key), taskState: task.state }
  },
})
