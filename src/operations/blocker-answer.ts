import * as z from 'zod'
import { optionToTake, stateAfter } from '../domain/blocker.ts'
import { grantUntil } from '../domain/grant.ts'
import { TASK_STATES } from '../domain/task.ts'
import { blockerView, findBlocker, viewBlocker } from './blocker-view.ts'
import { defineOperation } from './operation.ts'

export const blockerAnswer = defineOperation({
  name: 'blocker-answer',
  summary: 'Answer a blocker with one of its options, once',
  input: z.strictObject({
    blocker: z.string().min(1),
    option: z.string().min(1),
    note: z.string().trim().min(1, { error: 'must not be empty' }).max(10_000).optional(),
    isDryRun: z.boolean().default(false),
  }),
  output: z.object({
    /** As it then stands; on a dry run as it stands. */
    blocker: blockerView,
    /** The option that was given, or would be. */
    option: z.string(),
    taskState: z.enum(TASK_STATES),
    isDryRun: z.boolean(),
  }),
  async run(context, { blocker: name, option: key, note, isDryRun }) {
    const ledger = await context.ledger()
    const now = context.clock.now()
    const found = await findBlocker(ledger, name)
    const option = optionToTake(found, key)
    const answer = {
      ...{ actor: context.actor, blockerId: found.id, option: key },
      ...(note === undefined ? {} : { note }),
      ...(option.effect === 'grant' ? { until: grantUntil(now) } : {}),
    }
    const blocker = isDryRun ? found : await ledger.answerBlocker(answer)
    const task = await ledger.task(blocker.taskId)
    return {
      blocker: viewBlocker(blocker, { task: task.key, now }),
      option: key,
      taskState: isDryRun ? stateAfter(option) : task.state,
      isDryRun,
    }
  },
})
