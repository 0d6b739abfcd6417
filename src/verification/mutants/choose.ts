import type { Site } from './site.ts'

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** All sites in the order in which they should be taken: one of each function, then the next of each. */
export function inTurn(sites: readonly Site[], seed: number): readonly Site[] {
  const next = numbersFrom(seed)
  const homes = Map.groupBy(
    sites.toSorted(
      (one, other) => one.start - other.start || one.description.localeCompare(other.description),
    ),
    ({ home }) => home,
  )
  const groups = shuffled(
    [...homes.values()].map((group) => shuffled(group, next)),
    next,
  )
  const longest = Math.max(0, ...groups.map(({ length }) => length))
  return Array.from({ length: longest }, (_, turn) => groups.flatMap((group) => group[turn] ?? [])).flat()
}

function shuffled<T>(items: readonly T[], next: () => number): readonly T[] {
  return items
    .map((item) => ({ item, rank: next() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ item }) => item)
}
