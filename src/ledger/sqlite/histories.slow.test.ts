import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EVENT_KINDS } from '../../domain/event.ts'
import { history, live } from '../histories.contract.ts'
import { openSqliteLedger } from './ledger.ts'
import { countedIds, stillClock } from './stage.contract.ts'

test('a thousand histories keep events and tables equal, and reach every kind of event', async () => {
  const reached = new Set<string>()
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const ledger = await openSqliteLedger({ path: ':memory:', clock: stillClock(), ids: countedIds() })
      try {
        for (const kind of await live(ledger, steps)) reached.add(kind)
      } finally {
        await ledger.close()
      }
    }),
    { numRuns: 1_000 },
  )
  expect([...reached].toSorted()).toEqual(EVENT_KINDS.toSorted())
})
