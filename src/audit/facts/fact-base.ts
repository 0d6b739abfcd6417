import type { AnyFact, Fact, Unresolved } from './fact.ts'
import type { RelationName } from './relations.ts'

/** What adapters found in one tree. Read-only: probes join it, nothing adds to it. */
export interface FactBase {
  /** Sorted by file and line. */
  readonly all: <Name extends RelationName>(relation: Name) => readonly Fact<Name>[]
  readonly unresolved: readonly Unresolved[]
  /** Every path of the tree. */
  readonly paths: ReadonlySet<string>
  /** Files that were meant for an adapter and could not be read, with the reason. */
  readonly unread: readonly UnreadFile[]
}

export interface UnreadFile {
  readonly file: string
  readonly reason: string
}

export interface FactBaseParts {
  readonly facts: readonly AnyFact[]
  readonly unresolved: readonly Unresolved[]
  readonly paths: ReadonlySet<string>
  readonly unread: readonly UnreadFile[]
}

export function createFactBase({ facts, ...rest }: FactBaseParts): FactBase {
  const byRelation = Map.groupBy(facts.toSorted(byPlace), ({ relation }) => relation)
  return {
    ...rest,
    // The group of a name holds the facts of that relation and no others.
    all: <Name extends RelationName>(relation: Name) =>
      (byRelation.get(relation) ?? []) as unknown as readonly Fact<Name>[],
  }
}

function byPlace(one: AnyFact, other: AnyFact): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1
  return one.line - other.line
}
