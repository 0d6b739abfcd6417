import * as z from 'zod'
import { handoffOf } from '../reports/handoff.ts'
import { readNight } from '../reports/record.ts'
import { handoffSchema } from './handoff-schema.ts'
import { defineOperation } from './operation.ts'

export const report = defineOperation({
  name: 'report',
  summary: 'Report a night: what landed with its proof, what did not and why, what needs you',
  input: z.strictObject({
    /** The newest night when not given. */
    night: z.coerce.number().int().min(1).optional(),
  }),
  output: handoffSchema,
  async run(context, { night }) {
    const record = await readNight(await context.ledger(), night ?? null)
    const { stateDirectory } = await context.project()
    return handoffOf(record, { now: context.clock.now(), stateDirectory })
  },
})
