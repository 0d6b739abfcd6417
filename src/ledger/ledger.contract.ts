import { describe } from 'vitest'
import { describeBlockers } from './blockers.contract.ts'
import { describeConclusions } from './conclusions.contract.ts'
import { describeHistories } from './histories.contract.ts'
import { describeLandings } from './landings.contract.ts'
import { describeNights } from './nights.contract.ts'
import { describeRecord } from './record.contract.ts'
import { describeRuns } from './runs.contract.ts'
import { describeTasks } from './tasks.contract.ts'
import type { OpenLedger } from './world.contract.ts'

/** What every implementation of the ledger promises. `open` gives a new, empty one for each test. */
export function describeLedger(name: string, open: OpenLedger): void {
  describe(name, () => {
    describeTasks(open)
    describeRuns(open)
    describeConclusions(open)
    describeLandings(open)
    describeNights(open)
    describeBlockers(open)
    describeRecord(open)
    describeHistories(open)
  })
}
