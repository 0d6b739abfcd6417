import type { Landing } from '../domain/landing.ts'
import { PRIORITIES, type Priority } from '../domain/task.ts'
import type { MergeResult } from '../support/git.ts'
import type { WorkProof } from '../verification/work/prove-work.ts'

export interface QueueEntry {
  readonly landing: Landing
  /** Null for a merge of the user's branch, for which somebody waits at the keyboard: it goes first. */
  readonly priority: Priority | null
}

/** Waiting entries in the order in which they land: priority, then age. */
export function orderQueue(entries: readonly QueueEntry[]): readonly QueueEntry[] {
  return entries
    .filter((entry) => entry.landing.state === 'waiting')
    .toSorted(
      (one, other) =>
        rank(one) - rank(other) ||
        one.landing.queuedAt - other.landing.queuedAt ||
        (one.landing.id < other.landing.id ? -1 : 1),
    )
}

export interface LandingFacts {
  /** The entry merged with the target's tip. */
  readonly merge: MergeResult
  /** What is known of exactly the merged tree; null when nothing was asked yet. */
  readonly proof: WorkProof | null
}

export type LandingDecision =
  | { readonly kind: 'conflict'; readonly paths: readonly string[] }
  | { readonly kind: 'verify-first'; readonly tree: string }
  | {
      readonly kind: 'land-now'
      readonly tree: string
      readonly proof: Extract<WorkProof, { kind: 'green' }>
    }
  | { readonly kind: 'eject'; readonly proof: Extract<WorkProof, { kind: 'red' }> }
  | { readonly kind: 'refuse'; readonly detail: string }
  | { readonly kind: 'base-red'; readonly proof: Extract<WorkProof, { kind: 'base-red' }> }

/** Nothing lands but a clean merge whose own tree is proved green; nobody is ejected for what the base shows too. */
export function decideLanding({ merge, proof }: LandingFacts): LandingDecision {
  if (merge.kind === 'conflict') return { kind: 'conflict', paths: merge.paths }
  if (proof === null) return { kind: 'verify-first', tree: merge.tree }
  switch (proof.kind) {
    case 'green': {
      const isProved =
        proof.evidence.length > 0 && proof.evidence.every((one) => one.green && one.tree === merge.tree)
      return isProved
        ? { kind: 'land-now', tree: merge.tree, proof }
        : { kind: 'verify-first', tree: merge.tree }
    }
    case 'red':
      return { kind: 'eject', proof }
    case 'refused':
      return { kind: 'refuse', detail: proof.judgement.detail }
    case 'base-red':
      return { kind: 'base-red', proof }
  }
}

function rank({ priority }: QueueEntry): number {
  return priority === null ? -1 : PRIORITIES.indexOf(priority)
}
