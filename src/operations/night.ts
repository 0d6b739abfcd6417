import * as z from 'zod'
import { leadNight, nightOptions, nightResult } from './lead-night.ts'
import { defineOperation } from './operation.ts'

/** Starting again continues: the open night goes on where it was, whatever ended it. */
export const night = defineOperation({
  name: 'night',
  summary: 'Work on all open tasks until they are done or stuck',
  input: z.strictObject(nightOptions),
  output: nightResult,
  run: (context, { concurrency, sandbox }) => leadNight(context, { only: null, concurrency, sandbox }),
})
