import { afterEach } from 'vitest'
import { join } from 'node:path'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { describeLedger } from '../ledger.contract.ts'
import type { Ledger } from '../ledger.ts'
import { openSqliteLedger } from './ledger.ts'
import { countedIds, stillClock } from './stage.contract.ts'

const opened: Ledger[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ledger) => ledger.close()))
})

async function open(path: string): Promise<Ledger> {
  const ledger = await openSqliteLedger({ path, clock: stillClock(), ids: countedIds() })
  opened.push(ledger)
  return ledger
}

describeLedger('a ledger in memory', () => open(':memory:'))
describeLedger('a ledger in a file', async () => open(join(await temporaryDirectory(), 'ledger.db')))
