import { isDeepStrictEqual } from 'node:util'
import { FIXED_DURING_RUN, type Task, type TaskDraft } from '../domain/task.ts'
import type { TaskSpec } from '../spec/task-spec.ts'

export const PLAN_ACTIONS = ['new', 'changed', 'unchanged', 'finished', 'cannot-change'] as const
export type PlanAction = (typeof PLAN_ACTIONS)[number]

export type PlannedField = Exclude<keyof TaskDraft, 'key'>

export interface FieldChange {
  readonly field: PlannedField
  readonly from: unknown
  readonly to: unknown
}

/** One spec against the ledger. */
export interface PlanEntry {
  /** `file:line` of the spec. */
  readonly place: string
  readonly draft: TaskDraft
  readonly action: PlanAction
  /** Of the task in the ledger; null for a new one. */
  readonly version: number | null
  readonly state: Task['state'] | null
  readonly changes: readonly FieldChange[]
  /** Why it cannot be changed, where it cannot. */
  readonly reason: string | null
}

export function entryOf({ draft, file, line }: TaskSpec, task: Task | undefined): PlanEntry {
  const place = `${file}:${line}`
  if (task === undefined)
    return { place, draft, action: 'new', version: null, state: null, changes: [], reason: null }
  const changes = changesOf(task, draft)
  const reason = changes.length === 0 ? null : reasonAgainst(task, changes)
  const { version, state } = task
  return { place, draft, action: actionOf(task, { changes, reason }), version, state, changes, reason }
}

function actionOf(
  task: Task,
  { changes, reason }: { readonly changes: readonly FieldChange[]; readonly reason: string | null },
): PlanAction {
  if (reason !== null) return 'cannot-change'
  if (isOver(task)) return 'finished'
  return changes.length === 0 ? 'unchanged' : 'changed'
}

function isOver({ state }: Task): boolean {
  return state === 'done' || state === 'cancelled'
}

function reasonAgainst(task: Task, changes: readonly FieldChange[]): string | null {
  if (isOver(task)) return `it is ${task.state}; write what is still wanted under another key.`
  if (task.state !== 'doing' && task.state !== 'review') return null
  const fixed = changes.filter(({ field }) => FIXED_DURING_RUN.some((one) => one === field))
  if (fixed.length === 0) return null
  return `a run of it is under way, which goes by its ${fixed.map(({ field }) => field).join(', ')}.`
}

const FIELDS: readonly PlannedField[] = [
  'title',
  'goal',
  'kind',
  'priority',
  'domain',
  'scope',
  'needs',
  'checks',
  'agent',
  'limits',
  'allow',
  'at',
  'artefact',
  'operation',
]

function changesOf(task: Task, draft: TaskDraft): readonly FieldChange[] {
  return FIELDS.filter((field) => !isSame(field, task[field], draft[field])).map((field) => ({
    field,
    from: task[field],
    to: draft[field],
  }))
}

/** Needs and allowances are sets; everything else is told apart by value, whatever the order of its keys. */
function isSame(field: PlannedField, one: unknown, other: unknown): boolean {
  if ((field === 'needs' || field === 'allow') && Array.isArray(one) && Array.isArray(other))
    return isDeepStrictEqual(new Set<unknown>(one), new Set<unknown>(other))
  return isDeepStrictEqual(one, other)
}
