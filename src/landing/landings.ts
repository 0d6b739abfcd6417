import type { EndReason } from '../domain/ending.ts'
import type { Night } from '../domain/night.ts'

/** What became of the first entry of a queue. */
export type LandingOutcome =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'landed'
      readonly runId: string | null
      readonly commit: string
      /** Checks that were red at first and green when asked again. */
      readonly flaky: readonly string[]
      /** Sentences for people, e.g. commits found on the mirror. */
      readonly notes: readonly string[]
    }
  | {
      readonly kind: 'dropped'
      readonly runId: string | null
      readonly reason: EndReason
      readonly detail: string
    }
  /** The target itself is red: nothing lands until it is repaired, and nobody is blamed. */
  | { readonly kind: 'target-red'; readonly detail: string }
  /** The target could not be moved: the entry waits again. */
  | { readonly kind: 'retracted'; readonly detail: string }

export interface LandingRecovery {
  readonly completed: number
  readonly retracted: number
  /** Sentences for people: a rewound target, a removed lock, commits found on the mirror. */
  readonly notes: readonly string[]
}

/** The queue of one target, as the leader sees it. Only the leader calls it, one call at a time. */
export interface Landings {
  /** Makes the target's ref and its mirror exist. Safe to repeat. */
  open(night: Night): Promise<void>
  /** Settles what a killed leader left between intent and done. */
  recover(params: { night: Night; epoch: number }): Promise<LandingRecovery>
  landNext(params: { night: Night; epoch: number }): Promise<LandingOutcome>
}
