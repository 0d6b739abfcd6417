import type { AnyFact, Origin, Unresolved } from './fact.ts'
import type { RelationName, Relations } from './relations.ts'
import type { SourceFile } from './source-file.ts'

/** Where a fact stands in its file: offsets into the text. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Findings {
  /** Adds a fact. `symbol` is null and `confidence` 1 unless they are given. */
  readonly fact: <Name extends RelationName>(
    relation: Name,
    span: Span,
    columns: Relations[Name],
    more?: Partial<Pick<Origin, 'symbol' | 'confidence'>>,
  ) => void
  readonly unresolved: (relation: RelationName, span: Span) => void
}

/**
 * Reads one kind of thing in one file. The same path and text give the same facts: they are kept by content. It throws for no
 * text: what it cannot make out is `unresolved`.
 */
export interface Adapter {
  readonly id: string
  /** Goes up when the facts of a text change. */
  readonly version: number
  /** Whether it looks at the file at all, by its path alone. */
  readonly reads: (path: string) => boolean
  readonly read: (file: SourceFile, found: Findings) => void
}

export interface FileFacts {
  /** False for a file of a language that a parser of ours gave up on. */
  readonly isParsed: boolean
  readonly facts: readonly AnyFact[]
  readonly unresolved: readonly Unresolved[]
}
