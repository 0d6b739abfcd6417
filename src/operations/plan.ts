import * as z from 'zod'
import { PRIORITIES, TASK_KINDS, TASK_STATES } from '../domain/task.ts'
import { hasChanges, type Plan } from '../missions/plan.ts'
import { PLAN_ACTIONS } from '../missions/plan-entry.ts'
import { keepPlan } from '../missions/plan-kept.ts'
import { writeWhole } from '../support/whole-file.ts'
import { makePlan } from './make-plan.ts'
import { defineOperation } from './operation.ts'

const planView = z.object({
  tasks: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      kind: z.enum(TASK_KINDS),
      priority: z.enum(PRIORITIES),
      place: z.string(),
      action: z.enum(PLAN_ACTIONS),
      state: z.enum(TASK_STATES).nullable(),
      version: z.int().nullable(),
      changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })).readonly(),
      reason: z.string().nullable(),
    }),
  ),
  waves: z.array(z.array(z.string()).readonly()).readonly(),
  collisions: z.array(z.object({ keys: z.tuple([z.string(), z.string()]).readonly() })).readonly(),
  warnings: z.array(z.object({ task: z.string(), text: z.string() })).readonly(),
  obstacles: z.array(z.string()).readonly(),
  hasChanges: z.boolean(),
})

export type PlanView = z.output<typeof planView>

export const plan = defineOperation({
  name: 'plan',
  summary: 'Show what the task specs would change, in which order, and write nothing',
  input: z.strictObject({
    /** Absolute, or relative to the root; all of the folder for specs when there are none. */
    files: z.array(z.string().min(1)).default([]),
    /** Absolute path of a file to keep the plan in. */
    output: z.string().min(1).optional(),
    /** Whether the exit code is to tell that there are changes. */
    exitCode: z.boolean().default(false),
  }),
  output: planView.extend({ kept: z.string().nullable(), exitCode: z.boolean() }),
  async run(context, { files, output, exitCode }) {
    const made = await makePlan(context, files)
    if (output !== undefined)
      await writeWhole(output, `${JSON.stringify(keepPlan(made.plan, made.basis), null, 2)}\n`)
    return { ...viewPlan(made.plan), kept: output ?? null, exitCode }
  },
})

export function viewPlan(made: Plan): PlanView {
  const { waves, collisions, warnings, obstacles } = made
  return {
    tasks: made.entries.map(
      ({ draft: { key, title, kind, priority }, place, action, state, version, changes, reason }) => ({
        ...{ key, title, kind, priority },
        ...{ place, action, state, version, changes, reason },
      }),
    ),
    waves,
    collisions,
    warnings,
    obstacles,
    hasChanges: hasChanges(made),
  }
}
