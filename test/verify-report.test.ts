import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readExport, verify } from '../scripts/verify-report.mjs'
import { falsehoods, NOT_FIGURES } from './planted.ts'
import { temporaryDirectory } from './temporary.ts'
import {
  add,
  ANN,
  checking,
  claim,
  draft,
  fenceOf,
  landed,
  LANE_RED,
  verdict,
} from '../src/ledger/world.contract.ts'
import { SYSTEM } from '../src/domain/actor.ts'
import { redTargetKey } from '../src/domain/red-target.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { openSqliteLedger } from '../src/ledger/sqlite/ledger.ts'
import { countedIds, stillClock } from '../src/ledger/sqlite/stage.contract.ts'
import { handoffOf } from '../src/reports/handoff.ts'
import { exportHandoff, readStill } from '../src/operations/report-export.ts'

const opened: Ledger[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ledger) => ledger.close()))
})

/** A night with something in every part of its report. */
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
  await add(ledger, 'weakens')
  const weakens = await checking(ledger, 'weakens')
  const objections = ['one', 'other'].map((subject, at) => ({
    ...{ fingerprint: subject, rule: 'value-changed', path: 'a.test.ts', line: at === 0 ? 3 : null },
    ...{ subject, text: `"${subject}" expects another value` },
  }))
  const data = { judge: 'test-integrity', objections, detail: 'Weakened.' } as const
  await ledger.recordRunFact({ ...fenceOf(weakens), kind: 'run.judged', data })
  await ledger.endRun({ ...fenceOf(weakens), reason: 'weakened-tests', detail: 'Weakened.' })
  await add(ledger, 'idle', { agent: null, needs: ['bad'] })
  await add(ledger, 'given-up')
  await ledger.moveTask({ actor: ANN, task: 'given-up', to: 'cancelled', reason: 'Not wanted.' })
  const epoch = (await ledger.leader())?.epoch ?? 0
  await ledger.recordRecovery({ epoch, data: { resumed: 1 } })
  const red = draft(redTargetKey('base'), { agent: null, goal: 'tests is red' })
  await ledger.addTask({ actor: SYSTEM, draft: red })
  const nightId = (await ledger.openNightNow())?.id ?? ''
  await ledger.recordLane({ epoch, nightId, judged: LANE_RED })
  await ledger.recordLane({
    epoch,
    nightId,
    judged: { ...LANE_RED, lane: 'broken', detail: 'npm ci failed' },
  })
  return ledger
}

async function exported(ledger: Ledger, folder: string): Promise<void> {
  const { record, lastEvent } = await readStill(ledger, null)
  const now = record.events.at(-1)?.at ?? 0
  const handoff = handoffOf(record, { now, stateDirectory: '/state' })
  await exportHandoff(ledger, { handoff, lastEvent, folder })
}

const LEDGER_ONLY = { repository: null, checks: null }

describe('an export', () => {
  test('holds what derives every figure of its report again, without Reveille', async () => {
    const folder = join(await temporaryDirectory(), 'new/folder')
    await exported(await usedLedger(), folder)
    const result = verify(readExport(folder), LEDGER_ONLY)
    expect(result.wrong).toEqual([])
    expect(result.verified).toBeGreaterThan(100)
  })

  test('is found wrong whichever of its figures is false [report-verified]', async () => {
    const folder = await temporaryDirectory()
    await exported(await usedLedger(), folder)
    const good = readExport(folder)
    const planted = falsehoods(good.handoff).filter(({ place }) => !NOT_FIGURES.test(place))
    const unnoticed = planted.filter(
      ({ planted: handoff }) => verify({ ...good, handoff }, LEDGER_ONLY).wrong.length === 0,
    )
    expect(planted.length).toBeGreaterThan(200)
    expect(unnoticed.map(({ place }) => place)).toEqual([])
  })

  test('is found wrong whichever figure its text tells falsely', async () => {
    const folder = await temporaryDirectory()
    await exported(await usedLedger(), folder)
    const good = readExport(folder)
    const [before = '', figures = ''] = good.markdown.split(/(?=## Figures\n)/)
    const numbers = [...figures.matchAll(/\d+/g)].filter(({ index }) => index < figures.indexOf('- Money'))
    expect(numbers.length).toBeGreaterThan(10)
    for (const { 0: number, index } of numbers) {
      const planted = `${figures.slice(0, index)}${Number(number) + 1}${figures.slice(index + number.length)}`
      const { wrong } = verify({ ...good, markdown: before + planted }, LEDGER_ONLY)
      expect(wrong, `${number} at ${index}`).not.toEqual([])
    }
  })

  test('replaces its own files and nothing else, and follows no link', async () => {
    const root = await temporaryDirectory()
    const folder = join(root, 'export')
    await mkdir(folder)
    await writeFile(join(root, 'mine.txt'), 'mine')
    await writeFile(join(folder, 'other.txt'), 'other')
    await symlink('../mine.txt', join(folder, 'handoff.md'))
    await exported(await usedLedger(), folder)
    expect((await readdir(folder)).toSorted()).toEqual([
      'events.jsonl',
      'handoff.json',
      'handoff.md',
      'other.txt',
    ])
    expect(await readFile(join(root, 'mine.txt'), 'utf8')).toBe('mine')
  })

  test('is refused while the ledger never rests', async () => {
    const ledger = await usedLedger()
    let seq = 0
    const restless: Ledger = { ...ledger, lastEvent: () => Promise.resolve((seq += 1)) }
    await expect(readStill(restless, null)).rejects.toMatchObject({ code: 'ledger-busy' })
  })
})
