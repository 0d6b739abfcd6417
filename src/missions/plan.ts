/** What the specs would make of the ledger. Pure: the same specs and tasks give the same plan, and nothing is written. */
import type { Task } from '../domain/task.ts'
import type { TaskSpec } from '../spec/task-spec.ts'
import { scopesOverlap } from '../spec/scope.ts'
import { entryOf, type PlanEntry } from './plan-entry.ts'
import { orderByNeeds, reaches, type NeedsOf } from './plan-order.ts'
import { warningsOf, type ChecksInDoubt, type PlanWarning } from './plan-warnings.ts'

export interface Collision {
  readonly keys: readonly [string, string]
}

export interface Plan {
  /** In the order in which tasks would begin if one ran at a time: needs first, then priority, then place. */
  readonly entries: readonly PlanEntry[]
  /** Keys of unfinished tasks: each wave needs only what came before it. */
  readonly waves: readonly (readonly string[])[]
  /** Changes that nothing orders and whose scopes overlap: they run one after the other. */
  readonly collisions: readonly Collision[]
  readonly warnings: readonly PlanWarning[]
  /** Why the plan cannot be carried out; whole sentences. */
  readonly obstacles: readonly string[]
}

export interface PlanParams {
  readonly specs: readonly TaskSpec[]
  /** All tasks of the ledger. */
  readonly tasks: readonly Task[]
  /** Checks whose red would prove nothing; found by whoever can look at the tree. */
  readonly doubtful?: ChecksInDoubt
  /** Names of the configured operations, where they are known. */
  readonly operations?: readonly string[]
}

export function planTasks({ specs, tasks, doubtful = new Map(), operations }: PlanParams): Plan {
  const known = new Map(tasks.map((task) => [task.key, task]))
  const planned = new Map(specs.map((spec) => [spec.draft.key, entryOf(spec, known.get(spec.draft.key))]))
  const needsOf: NeedsOf = (key) => planned.get(key)?.draft.needs ?? known.get(key)?.needs ?? []
  const isOpen = (key: string): boolean => planned.get(key)?.action !== 'finished'
  const { order, waves, cycle } = orderByNeeds({ entries: [...planned.values()], needsOf, isOpen })
  const entries = order.flatMap((key) => planned.get(key) ?? [])
  return {
    entries,
    waves,
    collisions: cycle === null ? collisionsOf(entries, needsOf) : [],
    warnings: warningsOf(entries, { known, doubtful, operations: operations ?? null }),
    obstacles: [
      ...(cycle === null ? [] : [`These tasks would wait for each other: ${cycle.join(' needs ')}.`]),
      ...missingNeeds(entries, (key) => planned.has(key) || known.has(key)),
      ...entries.flatMap(({ draft, reason }) =>
        reason === null ? [] : [`${draft.key} cannot change: ${reason}`],
      ),
    ],
  }
}

/** Whether carrying the plan out would change the ledger, or should and cannot. */
export function hasChanges({ entries }: Plan): boolean {
  return entries.some(({ action }) => action === 'new' || action === 'changed' || action === 'cannot-change')
}

function missingNeeds(entries: readonly PlanEntry[], exists: (key: string) => boolean): readonly string[] {
  return entries.flatMap(({ draft: { key, needs } }) =>
    needs
      .filter((need) => !exists(need))
      .map((need) => `${key} needs ${need}, which is neither planned nor in the ledger.`),
  )
}

/** Nobody reads more. */
const MOST_COLLISIONS = 100

function collisionsOf(entries: readonly PlanEntry[], needsOf: NeedsOf): readonly Collision[] {
  const changing = entries.filter(({ action, draft }) => action !== 'finished' && draft.kind === 'change')
  const found: Collision[] = []
  for (const [index, { draft: one }] of changing.entries()) {
    for (const { draft: other } of changing.slice(index + 1)) {
      if (!scopesOverlap(one.scope, other.scope)) continue
      // The later one of the order may need the earlier one, never the other way about.
      if (!reaches(other.key, one.key, needsOf)) found.push({ keys: [one.key, other.key] })
      if (found.length >= MOST_COLLISIONS) return found
    }
  }
  return found
}
