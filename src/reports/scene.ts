import type { StatusRecord } from './status-record.ts'

/** Everything that a live view shows: what the ledger holds, and what only the disk knows. */
export interface Scene {
  readonly record: StatusRecord
  /** Whether the process that the ledger names as leader is alive. */
  readonly leaderAlive: boolean
  /** Of live runs, by their id: what their agents said last. */
  readonly activity: ReadonlyMap<string, Activity>
}

export interface Activity {
  /** When something was written to the transcript. */
  readonly at: number
  /** Its last line that says something, as it was written: text of an agent. */
  readonly line: string
}
