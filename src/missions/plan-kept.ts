import * as z from 'zod'
import type { Plan } from './plan.ts'
import { PLAN_ACTIONS } from './plan-entry.ts'

const keptEntry = z.object({
  key: z.string(),
  action: z.enum(PLAN_ACTIONS),
  /** Of the task in the ledger; null for a new one. */
  version: z.int().nullable(),
})

/** A plan as a value that can be read, kept and carried out later. What it was made of is named, so that it can be found stale. */
export const keptPlanSchema = z.object({
  planVersion: z.literal(1, { error: 'is no plan that this version of Reveille can read' }),
  project: z.string(),
  files: z.array(z.object({ file: z.string().min(1), sha256: z.string() })).min(1),
  tasks: z.array(keptEntry),
})

export type KeptPlan = z.output<typeof keptPlanSchema>

/** What a plan was made of besides the ledger. */
export interface PlanBasis {
  readonly project: string
  readonly files: KeptPlan['files']
}

/** Besides what is needed to carry it out it holds, for its readers, what would change. */
export function keepPlan(
  { entries, waves }: Plan,
  { project, files }: PlanBasis,
): KeptPlan & Pick<Plan, 'waves'> {
  const tasks = entries.map(({ draft, action, version, changes }) => ({
    key: draft.key,
    action,
    version,
    changes,
    draft,
  }))
  return { planVersion: 1, project, files, tasks, waves }
}

/**
 * Why a kept plan is not what would be planned now, as whole sentences; empty when it still is. Where the target stands is no
 * reason: a plan says what is to be done, and every run proves it on the target of its own time.
 */
export function stalenessOf(
  kept: KeptPlan,
  now: { readonly plan: Plan; readonly basis: PlanBasis },
): readonly string[] {
  const { plan, basis } = now
  if (kept.project !== basis.project) return ['It was made for another project.']
  const files = new Map(basis.files.map(({ file, sha256 }) => [file, sha256]))
  const changed = kept.files.filter(({ file, sha256 }) => files.get(file) !== sha256)
  if (changed.length > 0) return changed.map(({ file }) => `${file} changed since.`)
  const planned = new Map(plan.entries.map((entry) => [entry.draft.key, entry]))
  return kept.tasks.flatMap(({ key, action, version }) => {
    const entry = planned.get(key)
    if (entry === undefined) return [`${key} is in none of its files.`]
    if (version === null && entry.version !== null) return [`There is a task ${key} now.`]
    if (entry.version === null && version !== null) return [`The task ${key} is gone.`]
    if (version !== entry.version)
      return [`The task ${key} changed since, from version ${version} to ${entry.version}.`]
    return action === entry.action ? [] : [`${key} would be ${entry.action} now, not ${action}.`]
  })
}
