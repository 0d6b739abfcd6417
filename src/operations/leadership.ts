import type { ProcessIdentity } from '../domain/run.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Locks } from '../ledger/locks.ts'

/** What it takes to become the leader. */
export interface Leadership {
  readonly ledger: Ledger
  readonly locks: Locks
  /** This process. */
  readonly owner: ProcessIdentity
}
