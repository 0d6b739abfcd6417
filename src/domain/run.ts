import type { EndReason } from './ending.ts'

export const LIVE_RUN_STATES = ['preparing', 'working', 'checking', 'queued'] as const
export const RUN_STATES = [...LIVE_RUN_STATES, 'landed', 'concluded', 'ended'] as const
export type RunState = (typeof RUN_STATES)[number]
export type LiveRunState = (typeof LIVE_RUN_STATES)[number]

/** A process as the machine can tell it from every other, even after its pid is used again. */
export interface ProcessIdentity {
  readonly pid: number
  /** Start time as the system counts it; opaque, compared for equality. */
  readonly startedAt: string
  readonly bootId: string
}

export type Isolation = 'bubblewrap' | 'none'

/** One attempt at a task by one agent in one workspace. */
export interface Run {
  readonly id: string
  readonly taskId: string
  readonly nightId: string
  /** Fencing token: a write that carries an older one changes nothing. */
  readonly token: number
  readonly state: RunState
  /** Counts the task's runs from 1, whatever their end. */
  readonly number: number
  readonly agent: string
  readonly isolation: Isolation
  /** Commit the workspace was made from. */
  readonly base: string
  /** Saved work as a commit on `base`; null until the agent has ended. */
  readonly candidate: string | null
  readonly host: ProcessIdentity | null
  readonly endReason: EndReason | null
  /** One sentence for people: why it ended. */
  readonly endDetail: string | null
  readonly claimedAt: number
  readonly updatedAt: number
  readonly endedAt: number | null
}

export function isLive(run: Pick<Run, 'state'>): boolean {
  return LIVE_RUN_STATES.some((state) => state === run.state)
}
