import * as z from 'zod'
import { leadNight, nightOptions, nightResult } from './lead-night.ts'
import { defineOperation } from './operation.ts'

export const run = defineOperation({
  name: 'run',
  summary: 'Work on the named tasks until they are done or stuck',
  input: z.strictObject({ ...nightOptions, tasks: z.array(z.string()).min(1, 'name at least one task') }),
  output: nightResult,
  run: async (context, { tasks, concurrency, sandbox }) => {
    const ledger = await context.ledger()
    const only = new Set<string>()
    for (const name of tasks) only.add((await ledger.task(name)).key)
    return leadNight(context, { only, concurrency, sandbox })
  },
})
