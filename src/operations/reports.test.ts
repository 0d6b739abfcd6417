import { afterEach, describe, expect, test } from 'vitest'
import type * as z from 'zod'
import { add, ANN, checking, claim, fenceOf, landed, verdict } from '../ledger/world.contract.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openSqliteLedger } from '../ledger/sqlite/ledger.ts'
import { countedIds, stillClock } from '../ledger/sqlite/stage.contract.ts'
import { handoffOf } from '../reports/handoff.ts'
import { readNight } from '../reports/record.ts'
import { readStatus } from '../reports/status-record.ts'
import { statusOf } from '../reports/status.ts'
import { readWhy, whyOf } from '../reports/why.ts'
import { report } from './report.ts'
import { status } from './status.ts'
import { why } from './why.ts'

const opened: Ledger[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ledger) => ledger.close()))
})

/** A ledger whose reports have something in every part that a schema describes. */
async function usedLedger(): Promise<Ledger> {
  const ledger = await openSqliteLedger({ path: ':memory:', clock: stillClock(), ids: countedIds() })
  opened.push(ledger)
  await add(ledger, 'good')
  await landed(ledger, 'good')
  await add(ledger, 'bad')
  const run = await checking(ledger, 'bad')
  await ledger.recordEvidence({ fence: fenceOf(run), verdict: verdict({ runId: run.id, green: false }) })
  await ledger.endRun({ ...fenceOf(run), reason: 'check-failed', detail: 'tests is red.' })
  await claim(ledger, 'bad')
  await add(ledger, 'flaky')
  const flaky = await claim(ledger, 'flaky')
  await ledger.endRun({ ...fenceOf(flaky), reason: 'flaky-check', detail: 'Two answers.' })
  await ledger.noteTask({ actor: ANN, task: 'flaky', text: 'It depends on the hour.' })
  await add(ledger, 'idle', { agent: null, needs: ['bad'] })
  await add(ledger, 'given-up')
  await ledger.moveTask({ actor: ANN, task: 'given-up', to: 'cancelled', reason: 'Not wanted.' })
  const epoch = (await ledger.leader())?.epoch ?? 0
  await ledger.recordRecovery({ epoch, data: { resumed: 1 } })
  return ledger
}

describe('what the operations give is what their schemas describe, no field more and none less:', () => {
  test('report', async () => {
    const ledger = await usedLedger()
    await expectDescribed(
      report,
      handoffOf(await readNight(ledger, null), { now: 0, stateDirectory: '/state' }),
    )
  })

  test('status', async () => {
    const ledger = await usedLedger()
    await expectDescribed(status, statusOf(await readStatus(ledger), { now: 0, leaderAlive: false }))
  })

  test('why', async () => {
    const ledger = await usedLedger()
    await expectDescribed(why, { ...whyOf(await readWhy(ledger, 'bad')), brief: null })
  })
})

test('status refuses input, and its description says so too', async () => {
  expect(status.parse({})).toEqual({})
  expect(() => status.parse({ night: 3 })).toThrow('status takes no input, but was given night')
  expect((await status.schemas()).input.safeParse({ night: 3 }).success).toBe(false)
})

test('report takes the number of a night as text, as the command line gives it', () => {
  expect(report.parse({ night: '3' })).toEqual({ night: 3 })
  expect(report.parse({})).toEqual({})
  expect(() => report.parse({ night: 'last' })).toThrow('night')
})

/** Parsing drops what a schema does not know and refuses what it misses. */
async function expectDescribed(
  operation: { schemas(): Promise<{ output: z.ZodType }> },
  data: object,
): Promise<void> {
  const { output } = await operation.schemas()
  expect(output.parse(data)).toEqual(data)
}
