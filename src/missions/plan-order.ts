import type { PlanEntry } from './plan-entry.ts'

/** Keys that a task needs, by its spec or else by the ledger. */
export type NeedsOf = (key: string) => readonly string[]

interface OrderParams {
  readonly entries: readonly PlanEntry[]
  readonly needsOf: NeedsOf
  /** Whether a task of the plan is still to be done. */
  readonly isOpen: (key: string) => boolean
}

export interface PlanOrder {
  /** Keys of all entries. */
  readonly order: readonly string[]
  readonly waves: readonly (readonly string[])[]
  /** Keys from a task back to itself, when there is such a way. */
  readonly cycle: readonly string[] | null
}

/** Needs before those that need them, also by way of tasks that are not in the plan; then priority, then the given order. */
export function orderByNeeds({ entries, needsOf, isOpen }: OrderParams): PlanOrder {
  const sorted = entries.toSorted((one, other) => compare(one.draft.priority, other.draft.priority))
  const isPlanned = new Set(entries.map(({ draft }) => draft.key))
  const { depths, cycle } = depthsOf({
    keys: sorted.map(({ draft }) => draft.key),
    needsOf,
    counts: (key) => isPlanned.has(key) && isOpen(key),
  })
  const order = sorted
    .map(({ draft: { key } }) => ({ key, depth: depths.get(key) ?? 0 }))
    .toSorted((one, other) => one.depth - other.depth)
  const waves = Map.groupBy(
    order.filter(({ key }) => isOpen(key)),
    ({ depth }) => depth,
  )
  return {
    order: order.map(({ key }) => key),
    waves: cycle === null ? [...waves.values()].map((wave) => wave.map(({ key }) => key)) : [],
    cycle,
  }
}

/** Whether a task needs another one, be it through others. */
export function reaches(from: string, to: string, needsOf: NeedsOf): boolean {
  const seen = new Set<string>([from])
  for (const key of seen) {
    if (key === to) return true
    for (const need of needsOf(key)) seen.add(need)
  }
  return false
}

interface Visit {
  readonly key: string
  readonly needs: readonly string[]
  next: number
}

/** How many tasks that count stand in the longest way below each key. Without recursion: ways can be as long as the ledger. */
function depthsOf({
  keys,
  needsOf,
  counts,
}: {
  readonly keys: readonly string[]
  readonly needsOf: NeedsOf
  readonly counts: (key: string) => boolean
}): { readonly depths: ReadonlyMap<string, number>; readonly cycle: readonly string[] | null } {
  const depths = new Map<string, number>()
  for (const start of keys) {
    const trail: Visit[] = depths.has(start) ? [] : [{ key: start, needs: needsOf(start), next: 0 }]
    const onTrail = new Set(trail.map(({ key }) => key))
    for (let visit = trail.at(-1); visit !== undefined; visit = trail.at(-1)) {
      const need = visit.needs[visit.next]
      visit.next += 1
      if (need === undefined) {
        const below = visit.needs.map((key) => (depths.get(key) ?? 0) + (counts(key) ? 1 : 0))
        depths.set(
          visit.key,
          below.reduce((most, depth) => Math.max(most, depth), 0),
        )
        onTrail.delete(visit.key)
        trail.pop()
      } else if (onTrail.has(need)) {
        const keysOfTrail = trail.map(({ key }) => key)
        return { depths, cycle: [...keysOfTrail.slice(keysOfTrail.indexOf(need)), need] }
      } else if (!depths.has(need)) {
        onTrail.add(need)
        trail.push({ key: need, needs: needsOf(need), next: 0 })
      }
    }
  }
  return { depths, cycle: null }
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
