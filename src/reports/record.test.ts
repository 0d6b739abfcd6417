import { afterEach, describe, expect, test } from 'vitest'
import { PLAIN_BLOCKER } from '../domain/blocker.ts'
import {
  add,
  ANN,
  begin,
  check,
  checking,
  claim,
  fenceOf,
  landed,
  verdict,
} from '../ledger/world.contract.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openSqliteLedger } from '../ledger/sqlite/ledger.ts'
import { countedIds, stillClock } from '../ledger/sqlite/stage.contract.ts'
import { handoffMarkdown } from './handoff-markdown.ts'
import { handoffOf } from './handoff.ts'
import { readNight } from './record.ts'
import { readStatus } from './status-record.ts'
import { statusText } from './status-text.ts'
import { statusOf } from './status.ts'
import { whyText } from './why-text.ts'
import { readWhy, whyOf } from './why.ts'

const opened: Ledger[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ledger) => ledger.close()))
})

async function openLedger(): Promise<Ledger> {
  const ledger = await openSqliteLedger({ path: ':memory:', clock: stillClock(), ids: countedIds() })
  opened.push(ledger)
  return ledger
}

describe('the record of a night', () => {
  test('is refused with what there is when no such night was', async () => {
    const ledger = await openLedger()
    await expect(readNight(ledger, null)).rejects.toMatchObject({
      code: 'night-missing',
      hint: 'reveille night',
    })
    await begin(ledger)
    await expect(readNight(ledger, 7)).rejects.toMatchObject({ code: 'night-missing', data: { known: [1] } })
  })

  test('holds the proof of what landed although no run had made that evidence', async () => {
    const ledger = await openLedger()
    await add(ledger, 'proved')
    await landed(ledger, 'proved')
    const { outcomes, night } = handoffOf(await readNight(ledger, null), { now: 0, stateDirectory: '/state' })
    expect(outcomes.landed).toMatchObject([
      { key: 'proved', commit: 'tip', tree: 'tree', checks: [{ check: 'tests', green: true }] },
    ])
    expect(night.tip).toBe('tip')
  })

  test('of an older night holds neither the events nor the open tasks of a later one', async () => {
    const ledger = await openLedger()
    await add(ledger, 'early')
    await landed(ledger, 'early')
    const epoch = (await ledger.leader())?.epoch ?? 0
    const first = await ledger.openNightNow()
    await ledger.closeNight({ epoch, nightId: first?.id ?? '', to: 'accepted' })
    await ledger.openNight({ actor: ANN, branch: 'main', base: 'tip' })
    await add(ledger, 'late')
    const run = await claim(ledger, 'late')
    await ledger.endRun({ ...fenceOf(run), reason: 'timed-out', detail: 'Too slow.' })
    const [old, late] = [await readNight(ledger, 1), await readNight(ledger, null)]
    expect(old.tasks.map(({ key }) => key)).toEqual(['early'])
    expect(old.events.map(({ runId }) => runId)).not.toContain(run.id)
    expect(late.tasks.map(({ key }) => key)).toEqual(['late'])
    expect(late.runs.map(({ id }) => id)).toEqual([run.id])
  })

  test('holds open questions with the notes of their tasks, and not those that were answered', async () => {
    const ledger = await openLedger()
    await begin(ledger)
    for (const key of ['stuck', 'settled']) {
      await add(ledger, key)
      const question = {
        seen: 'A wall',
        tried: 'A door',
        question: 'Which way?',
        options: [{ key: 'cancel', text: 'Give up', effect: 'cancel' }],
        ...PLAIN_BLOCKER,
      } as const
      const blocker = await ledger.raiseBlocker({ actor: ANN, task: key, blocker: question })
      await ledger.noteTask({ actor: ANN, task: key, text: `about ${key}` })
      if (key === 'settled')
        await ledger.answerBlocker({ actor: ANN, blockerId: blocker.id, option: 'cancel' })
    }
    const { needsYou } = handoffOf(await readNight(ledger, null), { now: 0, stateDirectory: '/state' })
    expect(needsYou).toMatchObject([
      {
        kind: 'blocker',
        task: 'stuck',
        notes: ['about stuck'],
        answers: [{ command: 'reveille blocker answer stuck cancel' }],
      },
    ])
  })
})

describe('a ledger in use', () => {
  test('gives a report, a status and the reasons of a task, all with text that only its rows can give', async () => {
    const ledger = await openLedger()
    await add(ledger, 'good')
    await landed(ledger, 'good')
    await add(ledger, 'bad', { checks: [check('tests')] })
    const run = await checking(ledger, 'bad')
    await ledger.recordEvidence({
      fence: fenceOf(run),
      verdict: verdict({ runId: run.id, green: false, exitCode: 1, excerpt: 'FAIL x' }),
    })
    await ledger.endRun({ ...fenceOf(run), reason: 'check-failed', detail: 'tests is red.' })
    await claim(ledger, 'bad')

    const report = handoffMarkdown(
      handoffOf(await readNight(ledger, null), { now: Date.UTC(2030, 0), stateDirectory: '/state' }),
    )
    expect(report).toContain('1 of 2 tasks landed')
    expect(report).toContain('Runs: 3 = 1 landed + 0 concluded + 1 ended + 1 live')
    expect(report).toContain('    FAIL x')

    const status = statusOf(await readStatus(ledger), { now: Date.UTC(2030, 0), leaderAlive: true })
    expect(status).toMatchObject({
      verdict: { kind: 'fine' },
      tasks: { done: 1, doing: 1 },
      running: { total: 1, first: [{ task: 'bad', run: 2, sandbox: false }] },
      landed: { total: 1, first: [{ task: 'good', commit: 'tip' }] },
      failing: { total: 0 },
    })
    expect(statusText(status)).toContain('bad: run 2 is preparing')

    const why = whyOf(await readWhy(ledger, 'bad'))
    expect(why.steps.map(({ event }) => event)).toEqual(
      (await ledger.events({ taskId: why.task.id })).map(({ seq }) => seq),
    )
    expect(whyText(why)).toContain('Run 1 ended as check-failed')
    expect(whyText(why)).toContain('| FAIL x')
  })

  test('shows a failing task until it is done or given up', async () => {
    const ledger = await openLedger()
    await begin(ledger)
    await add(ledger, 'slow')
    const run = await claim(ledger, 'slow')
    await ledger.endRun({ ...fenceOf(run), reason: 'timed-out', detail: 'Too slow.' })
    expect((await readStatus(ledger)).failing.map(({ id }) => id)).toEqual([run.id])
    await ledger.moveTask({ actor: ANN, task: 'slow', to: 'cancelled', reason: 'not wanted' })
    expect((await readStatus(ledger)).failing).toEqual([])
  })
})
