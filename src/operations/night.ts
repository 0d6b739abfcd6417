import * as z from 'zod'
import { isReveilleError } from '../domain/errors.ts'
import type { TaskSpec } from '../spec/task-spec.ts'
import type { OperationContext } from './context.ts'
import { leadNight, nightOptions, nightResult } from './lead-night.ts'
import { defineOperation } from './operation.ts'
import { readSpecFiles, tasksOf } from './spec-files.ts'

/** Starting again continues: the open night goes on where it was, whatever ended it. */
export const night = defineOperation({
  name: 'night',
  summary: 'Work on all open tasks until they are done or stuck',
  input: z.strictObject(nightOptions),
  output: nightResult,
  async run(context, { concurrency, sandbox }) {
    await tellUnfiled(context)
    return leadNight(context, { only: null, concurrency, sandbox })
  },
})

/** A night works on what is filed; whoever has written specs and forgot to file them would lose it. */
async function tellUnfiled(context: OperationContext): Promise<void> {
  const unfiled = await unfiledSpecs(context)
  if (unfiled.length === 0) return
  const keys = unfiled.map(({ draft }) => draft.key).join(', ')
  context.warn(
    `Not filed, so this night leaves them out: ${keys}. To file them: reveille plan -o plan.json && reveille run --plan plan.json`,
  )
}

async function unfiledSpecs(context: OperationContext): Promise<readonly TaskSpec[]> {
  try {
    const specs = tasksOf(await readSpecFiles(context, []))
    const known = new Set((await (await context.ledger()).tasks({})).map(({ key }) => key))
    return specs.filter(({ draft }) => !known.has(draft.key))
  } catch (error) {
    if (isReveilleError(error, 'not-found')) return []
    if (!isReveilleError(error, 'spec-invalid')) throw error
    context.warn(`${error.message} See: reveille plan`)
    return []
  }
}
