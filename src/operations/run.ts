import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import { keptPlanSchema, type KeptPlan, stalenessOf } from '../missions/plan-kept.ts'
import type { OperationContext } from './context.ts'
import { leadNight, nightOptions, nightResult } from './lead-night.ts'
import { makePlan } from './make-plan.ts'
import { defineOperation } from './operation.ts'

export const run = defineOperation({
  name: 'run',
  summary: 'Work on the named tasks, or on those of a plan, until they are done or stuck',
  input: z
    .strictObject({
      ...nightOptions,
      tasks: z.array(z.string()).default([]),
      /** As `plan` kept it: it is carried out first, and refused when it is stale. */
      plan: keptPlanSchema.optional(),
    })
    .refine(({ tasks, plan }) => tasks.length > 0 !== (plan !== undefined), {
      error: 'name at least one task, or a plan',
    }),
  output: nightResult,
  run: async (context, { tasks, plan, concurrency, sandbox }) => {
    const only = plan === undefined ? await keysOf(context, tasks) : await carryOut(context, plan)
    return leadNight(context, { only, concurrency, sandbox })
  },
})

async function keysOf(context: OperationContext, tasks: readonly string[]): Promise<ReadonlySet<string>> {
  const ledger = await context.ledger()
  const keys = new Set<string>()
  for (const name of tasks) keys.add((await ledger.task(name)).key)
  return keys
}

/** Plans again from the same files: what was kept is only ever compared, never believed. */
async function carryOut(context: OperationContext, kept: KeptPlan): Promise<ReadonlySet<string>> {
  const { applyPlan } = await import('../missions/plan-apply.ts')
  const made = await makePlan(
    context,
    kept.files.map(({ file }) => file),
  )
  const reasons = stalenessOf(kept, { plan: made.plan, basis: made.basis })
  if (reasons.length > 0) {
    throw new ReveilleError(
      'plan-stale',
      `The plan is stale, and nothing was changed. ${reasons.join(' ')}`,
      {
        hint: 'plan again: reveille plan -o FILE',
        data: { reasons },
      },
    )
  }
  const applied = await applyPlan(await context.ledger(), { plan: made.plan, actor: context.actor })
  if (applied.length > 0) context.narrate(`carried out: ${applied.join(', ')}`)
  return new Set(made.plan.entries.map(({ draft }) => draft.key))
}
