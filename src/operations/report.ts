import * as z from 'zod'
import { handoffOf } from '../reports/handoff.ts'
import { handoffSchema } from './handoff-schema.ts'
import { defineOperation } from './operation.ts'
import { exportHandoff, readStill } from './report-export.ts'

export const report = defineOperation({
  name: 'report',
  summary: 'Report a night: what landed with its proof, what did not and why, what needs you',
  input: z.strictObject({
    /** The newest night when not given. */
    night: z.coerce.number().int().min(1).optional(),
    /** Folder, as an absolute path, for what it takes to check the night without Reveille. */
    export: z.string().startsWith('/').optional(),
  }),
  output: handoffSchema,
  async run(context, { night, export: folder }) {
    const ledger = await context.ledger()
    const { record, lastEvent } = await readStill(ledger, night ?? null)
    const { stateDirectory } = await context.project()
    const handoff = handoffOf(record, { now: context.clock.now(), stateDirectory })
    if (folder !== undefined) {
      await exportHandoff(ledger, { handoff, lastEvent, folder })
      context.narrate(`The report and its events are in ${folder}.`)
    }
    return handoff
  },
})
