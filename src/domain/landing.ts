export const LANDING_STATES = ['waiting', 'intended', 'landed', 'dropped'] as const
export type LandingState = (typeof LANDING_STATES)[number]

/**
 * One entry of a target's queue. `intended` is written before the target moves and `landed` after it, so that a
 * crash between the two can be told from one before: the ref itself decides.
 */
export interface Landing {
  readonly id: string
  readonly nightId: string
  /** Null for a merge of the user's branch into the target. */
  readonly runId: string | null
  readonly state: LandingState
  readonly candidate: string
  /** Tip the intent starts from, commit and tree it moves the target to; null while waiting. */
  readonly from: string | null
  readonly to: string | null
  readonly tree: string | null
  readonly gate: string | null
  readonly detail: string | null
  readonly queuedAt: number
  readonly landedAt: number | null
}
