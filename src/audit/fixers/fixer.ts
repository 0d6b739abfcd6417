import type { Allowance } from '../../domain/task.ts'

/** A tracked file or link. What is not tracked, such as installed dependencies, is no part of a tree. */
export interface TreeEntry {
  /** Relative to the root. */
  readonly path: string
  readonly kind: 'file' | 'link'
}

/** What a fixer sees: the tracked files as they stand, and nothing by which it could change them. */
export interface Tree {
  /** Where the tree stands, for what resolves imports. */
  readonly root: string
  /** Sorted by path. */
  readonly entries: readonly TreeEntry[]
  readonly has: (path: string) => boolean
  /** A file byte by byte, as one character each; null for what cannot be read: links, what is gone or too large. */
  readonly bytes: (path: string) => string | null
  /** Null for what is no UTF-8 text too. */
  readonly text: (path: string) => string | null
  /** Where a link leads as a path of the tree; null when it leads out of it. */
  readonly linkTarget: (path: string) => string | null
}

/** What the task says. */
export interface FixerOrder {
  readonly parameters: Readonly<Record<string, string>>
  /** Whether the task may change the path. */
  readonly mayWrite: (path: string) => boolean
  readonly allow: readonly Allowance[]
}

export type Edit =
  | { readonly kind: 'delete'; readonly path: string }
  /** The file keeps its mode. */
  | { readonly kind: 'write'; readonly path: string; readonly text: string }

/** A question to a person. */
export interface Refusal {
  /** What is not done, and why, in one sentence. */
  readonly reason: string
  /** What stands against it, a line each, the most telling first. */
  readonly blockers: readonly string[]
  readonly tried: string
  readonly question: string
  /** By key; `cancel` gives the task up, all others try it again. */
  readonly options: Readonly<Record<string, string>>
}

export type FixerPlan =
  /** No edits: there is nothing to do. The sentences say what was found and done. */
  | { readonly kind: 'edits'; readonly edits: readonly Edit[]; readonly sentences: readonly string[] }
  | { readonly kind: 'refusal'; readonly refusal: Refusal }

/**
 * A deterministic change of a tree: the same tree and order give the same plan, and a tree to which the plan was applied gives
 * one without edits. Pure but for reading the tree. Throws `agent-invalid` for an order that cannot be obeyed.
 */
export interface Fixer {
  plan(tree: Tree, order: FixerOrder): FixerPlan
}
