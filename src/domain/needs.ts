import { ReveilleError } from './errors.ts'

/** Throws `needs-cycle`, naming the cycle, when a new need would close one. */
export function refuseCycle(task: string, need: string, needsOf: (key: string) => readonly string[]): void {
  const cycle = cycleThrough(task, need, needsOf)
  if (cycle === null) return
  throw new ReveilleError('needs-cycle', `Tasks would wait for each other: ${cycle.join(' needs ')}`, {
    data: { cycle },
  })
}

/**
 * The cycle that a new need would close, as keys from `task` back to itself, or null. The shortest one.
 * `needsOf` gives the keys that a task needs already.
 */
export function cycleThrough(
  task: string,
  need: string,
  needsOf: (key: string) => readonly string[],
): readonly string[] | null {
  const cameFrom = new Map<string, string>([[need, task]])
  const queue = [need]
  for (const key of queue) {
    if (key === task) return trail(task, cameFrom)
    for (const next of needsOf(key)) {
      if (cameFrom.has(next)) continue
      cameFrom.set(next, key)
      queue.push(next)
    }
  }
  return null
}

function trail(task: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const keys = [task]
  for (let key = cameFrom.get(task); key !== undefined && key !== task; key = cameFrom.get(key))
    keys.push(key)
  return [...keys, task].toReversed()
}
