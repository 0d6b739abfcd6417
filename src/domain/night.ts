export const NIGHT_STATES = ['open', 'accepted', 'abandoned'] as const
export type NightState = (typeof NIGHT_STATES)[number]

/** One execution, numbered per project. It stays open, and `night` continues it, until it is accepted. */
export interface Night {
  readonly id: string
  readonly number: number
  readonly state: NightState
  /** The user's branch the night started from and `accept` moves, without refs/heads/. */
  readonly branch: string
  /** Commit of that branch when the night began. */
  readonly base: string
  readonly openedAt: number
  readonly closedAt: number | null
}

/** Where the truth of the target is. It only ever goes forward, so it also keeps the base of every run alive. */
export function targetRef(night: Pick<Night, 'number'>): string {
  return `refs/reveille/targets/${night.number}`
}

/** The branch that shows the target to people. */
export function mirrorRef(night: Pick<Night, 'number'>): string {
  return `refs/heads/reveille/${night.number}`
}

/** Where a run's work is kept, whatever its end. */
export function savedWorkRef(runId: string): string {
  return `refs/reveille/runs/${runId}`
}
