import * as z from 'zod'
import { RESOLUTIONS, TASK_STATES } from '../domain/task.ts'
import { readWhy, whyOf } from '../reports/why.ts'
import { endedRun, taskName } from './handoff-schema.ts'
import { defineOperation } from './operation.ts'

const step = z.object({
  event: z.int(),
  at: z.iso.datetime(),
  text: z.string(),
  excerpt: z.string().nullable(),
})

export const why = defineOperation({
  name: 'why',
  summary: 'Tell why a task stands where it stands, event by event',
  input: z.strictObject({ task: z.string().min(1) }),
  output: z.object({
    task: z.object({
      ...taskName,
      id: z.string(),
      state: z.enum(TASK_STATES),
      resolution: z.enum(RESOLUTIONS).nullable(),
      attempts: z.int(),
      maxRuns: z.int(),
      filedBy: z.string(),
    }),
    now: z.string(),
    next: z.array(z.string()).readonly(),
    steps: z.array(step).readonly(),
    ended: z.array(endedRun).readonly(),
  }),
  async run(context, { task }) {
    return whyOf(await readWhy(await context.ledger(), task))
  },
})
