import type { RelationName, Relations } from './relations.ts'

/** Where something stands; lines count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly endLine: number
}

export interface Origin extends Place {
  /** The function, class, service or step that it belongs to; null at the top of a file. */
  readonly symbol: string | null
  /** 1 for what is written out, less for what was put together from a template, a loop or a convention. */
  readonly confidence: number
  readonly adapter: string
}

export type Fact<Name extends RelationName> = Relations[Name] & Origin & { readonly relation: Name }
export type AnyFact = { [Name in RelationName]: Fact<Name> }[RelationName]

/** Something that an adapter saw and could not make a fact of: whoever joins must not call it absent. */
export interface Unresolved {
  readonly relation: RelationName
  readonly place: Place
  readonly text: string
}
