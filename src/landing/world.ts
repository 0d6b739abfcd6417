import type { Ledger } from '../ledger/ledger.ts'
import type { Clock } from '../support/clock.ts'
import type { Git } from '../support/git.ts'
import type { VerificationWorld } from '../verification/world.ts'

/** Everything landing touches, passed in. */
export interface LandingWorld extends VerificationWorld {
  readonly ledger: Ledger
  readonly git: Git
  readonly clock: Clock
}
