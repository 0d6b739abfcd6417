/** Up to `limit` candidates that a person who typed `word` may have meant, the likeliest first. */
export function nearest(word: string, candidates: readonly string[], limit = 3): readonly string[] {
  const typed = word.toLowerCase()
  const tolerance = Math.max(1, Math.floor(typed.length / 3))
  return candidates
    .map((candidate) => ({ candidate, distance: distanceTo(typed, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= tolerance)
    .toSorted((one, other) => one.distance - other.distance || compare(one.candidate, other.candidate))
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}

/** A candidate that begins with what was typed is likelier than any misspelling. */
function distanceTo(typed: string, candidate: string): number {
  return typed.length >= 3 && candidate.startsWith(typed) ? 0.5 : editDistance(typed, candidate)
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
export function editDistance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      const isSwap =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(beforeLast, column - 2) + 1 : Infinity,
      )
    }
    beforeLast = last
    last = current
  }
  return at(last, other.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}

function compare(one: string, other: string): number {
  return one < other ? -1 : 1
}
