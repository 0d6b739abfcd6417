import * as z from 'zod'
import { RESOLUTIONS, TASK_STATES } from '../domain/task.ts'
import { readWhy, whyOf } from '../reports/why.ts'
import { briefView, readBrief } from './brief-view.ts'
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
  input: z.strictObject({
    task: z.string().min(1),
    /** What the agent of this run was given to read; of the newest run where it is true. */
    brief: z.union([z.literal(true), z.int().min(1)], { error: 'must be the number of a run' }).optional(),
  }),
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
    brief: briefView.nullable(),
  }),
  async run(context, { task, brief }) {
    const ledger = await context.ledger()
    const told = whyOf(await readWhy(ledger, task))
    if (brief === undefined) return { ...told, brief: null }
    const { stateDirectory } = await context.project()
    const number = brief === true ? null : brief
    return { ...told, brief: await readBrief(ledger, { stateDirectory, task, number }) }
  },
})
