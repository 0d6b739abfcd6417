import * as z from 'zod'
import type { Blocker, BlockerOption } from '../domain/blocker.ts'
import { ReveilleError } from '../domain/errors.ts'
import { DEFAULT_GRANT_MS, grantUntil } from '../domain/grant.ts'
import type { Task } from '../domain/task.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { durationSchema } from '../spec/duration-schema.ts'
import type { OperationContext } from './context.ts'
import { defineOperation } from './operation.ts'
import { isoTime } from './task-view.ts'

export const grant = defineOperation({
  name: 'grant',
  summary: 'Allow the plan of an operate task on production, once and for a time',
  input: z.strictObject({
    task: z.string().min(1),
    until: durationSchema.default(DEFAULT_GRANT_MS),
    isYes: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
  output: z.object({
    task: z.string(),
    /** What the person was shown. */
    plan: z.string(),
    granted: z.boolean(),
    until: z.iso.datetime().nullable(),
    dryRun: z.boolean(),
  }),
  async run(context, { task: name, until: durationMs, isYes, dryRun }) {
    const ledger = await context.ledger()
    const task = await ledger.task(name)
    const { blocker, option } = await openQuestion(ledger, task)
    const { seen } = blocker
    if (dryRun || (!isYes && !(await isConfirmed(context, task, blocker)))) {
      return { task: task.key, plan: seen, granted: false, until: null, dryRun }
    }
    const until = grantUntil(context.clock.now(), durationMs)
    const answer = { blockerId: blocker.id, option: option.key, until }
    await ledger.answerBlocker({ actor: context.actor, ...answer })
    return { task: task.key, plan: seen, granted: true, until: isoTime(until), dryRun }
  },
})

async function openQuestion(
  ledger: Ledger,
  task: Task,
): Promise<{ readonly blocker: Blocker; readonly option: BlockerOption }> {
  for (const blocker of await ledger.blockers({ taskId: task.id, open: true })) {
    const option = blocker.options.find(({ effect }) => effect === 'grant')
    if (option !== undefined) return { blocker, option }
  }
  throw new ReveilleError('not-found', `The task ${task.key} waits for no grant.`, {
    hint: `reveille why ${task.key}`,
  })
}

async function isConfirmed(context: OperationContext, { key }: Task, blocker: Blocker): Promise<boolean> {
  if (context.confirm === null) {
    throw new ReveilleError('input-invalid', 'Nobody is there to confirm the plan.', {
      hint: `read it with reveille blocker show ${key}, then: reveille grant ${key} --yes`,
    })
  }
  context.narrate(blocker.seen)
  return context.confirm(blocker.question)
}
