import { beforeEach, describe, expect, test } from 'vitest'
import { PLAIN_BLOCKER, type BlockerDraft } from '../domain/blocker.ts'
import type { EndReason } from '../domain/ending.ts'
import { DEFAULT_LIMITS } from '../domain/task.ts'
import type { Ledger } from './ledger.ts'
import * as world from './world.contract.ts'
import { add, ANN, BOT, expectRefusal, kindsAfter } from './world.contract.ts'

const QUESTION: BlockerDraft = {
  seen: 'Two specifications disagree.',
  tried: 'Read both.',
  question: 'Which one holds?',
  options: [
    { key: 'old', text: 'The old one', effect: 'retry' },
    { key: 'neither', text: 'Neither', effect: 'cancel' },
  ],
  ...PLAIN_BLOCKER,
}

export function describeBlockers(open: world.OpenLedger): void {
  let ledger: Ledger
  beforeEach(async () => {
    ledger = await open()
    await add(ledger, 'task')
  })
  const raise = () => ledger.raiseBlocker({ actor: BOT, task: 'task', blocker: QUESTION })
  const answer = (blockerId: string, option: string) =>
    ledger.answerBlocker({ actor: ANN, blockerId, option })

  describe('blockers', () => {
    test('a raised blocker blocks its task, in one transaction [I5]', async () => {
      const seq = await ledger.lastEvent()
      const blocker = await raise()
      expect(blocker).toMatchObject({ ...QUESTION, raisedBy: 'coordinator:bot', runId: null, answer: null })
      expect(await ledger.task('task')).toMatchObject({ state: 'blocked' })
      expect(await kindsAfter(ledger, seq)).toEqual(['task.moved', 'blocker.raised'])
    })

    test('an answer to retry sends the task back with a fresh set of runs', async () => {
      await add(ledger, 'hard', { limits: { ...DEFAULT_LIMITS, runs: 1 } })
      const run = await world.claim(ledger, 'hard')
      await ledger.endRun({ ...world.fenceOf(run), reason: 'timed-out', detail: '' })
      const [blocker] = await ledger.blockers({ open: true, taskId: run.taskId })
      const answered = await answer(blocker?.id ?? '', 'retry')
      expect(answered).toMatchObject({ answer: 'retry', answeredBy: 'human:ann' })
      expect(answered.answeredAt).not.toBeNull()
      expect(await ledger.task('hard')).toMatchObject({ state: 'todo', attempts: 0, losses: 0 })
    })

    test('an answer to cancel cancels the task', async () => {
      const { id } = await raise()
      await answer(id, 'neither')
      expect(await ledger.task('task')).toMatchObject({ state: 'cancelled' })
    })

    test('a blocker is answered once, with one of its options', async () => {
      const { id } = await raise()
      await expectRefusal(ledger, 'answer-invalid', () => answer(id, 'retry'))
      await answer(id, 'old')
      await expectRefusal(ledger, 'answer-invalid', () => answer(id, 'old'))
      await expectRefusal(ledger, 'not-found', () => answer('nothing', 'old'))
    })

    test('a task has one open blocker', async () => {
      await raise()
      await expectRefusal(ledger, 'illegal-move', raise)
    })

    test('a live run ends before its task blocks', async () => {
      await world.claim(ledger, 'task')
      await expectRefusal(ledger, 'illegal-move', raise)
    })

    test('a blocked task is not sent back past its blocker', async () => {
      await raise()
      await expectRefusal(ledger, 'illegal-move', () =>
        ledger.moveTask({ actor: ANN, task: 'task', to: 'todo', reason: 'again' }),
      )
    })

    test('cancelling a blocked task answers its blocker', async () => {
      const { id } = await raise()
      await ledger.moveTask({ actor: ANN, task: 'task', to: 'cancelled', reason: 'enough' })
      expect(await ledger.blockers({})).toMatchObject([{ id, answer: 'neither', answeredBy: 'human:ann' }])
      expect(await ledger.blockers({ open: true })).toEqual([])
    })

    test.each([
      ['no option', { default: 'both', deadline: 7 }],
      ['taken without a deadline', { default: 'old' }],
      ['missing for a deadline', { deadline: 7 }],
      [
        "a person's alone",
        { options: [{ key: 'pass', text: '', effect: 'approve' as const }], default: 'pass', deadline: 7 },
      ],
    ])('a blocker whose default is %s is refused, raised or as the end of a run', async (_, change) => {
      const blocker = { ...QUESTION, ...change }
      await expectRefusal(ledger, 'answer-invalid', () =>
        ledger.raiseBlocker({ actor: BOT, task: 'task', blocker }),
      )
      const run = await world.claim(ledger, 'task')
      await expectRefusal(ledger, 'answer-invalid', () =>
        ledger.endRun({ ...world.fenceOf(run), reason: 'blocked', detail: 'It asks.', blocker }),
      )
    })

    test('what an agent raises ends its run, under its own name and with its own question', async () => {
      const run = await world.claim(ledger, 'task')
      const raisedBy = { role: 'specialist', name: 'program' } as const
      const end = { reason: 'blocked', detail: 'It asks.', blocker: QUESTION, raisedBy } as const
      await ledger.endRun({ ...world.fenceOf(run), ...end })
      expect(await ledger.blockers({ open: true })).toMatchObject([
        { ...QUESTION, runId: run.id, raisedBy: 'specialist:program' },
      ])
      expect(await ledger.task('task')).toMatchObject({ state: 'blocked', attempts: 0 })
    })

    test('an answer keeps its note, for the next run', async () => {
      const { id } = await raise()
      const given = { actor: ANN, blockerId: id, option: 'old', note: 'Section 3 says so.' }
      expect(await ledger.answerBlocker(given)).toMatchObject({ answer: 'old', note: 'Section 3 says so.' })
    })

    test('blockers are filtered by task and by being open, oldest first', async () => {
      await add(ledger, 'other')
      const first = await raise()
      await answer(first.id, 'old')
      const second = await ledger.raiseBlocker({ actor: BOT, task: 'other', blocker: QUESTION })
      const third = await raise()
      const ids = async (filter: Parameters<Ledger['blockers']>[0]) =>
        (await ledger.blockers(filter)).map(({ id }) => id)
      expect(await ids({})).toEqual([first.id, second.id, third.id])
      expect(await ids({ open: true })).toEqual([second.id, third.id])
      expect(await ids({ open: false })).toEqual([first.id])
      expect(await ids({ taskId: first.taskId, open: true })).toEqual([third.id])
    })
  })
  describeRepeats(() => ledger)
}

function describeRepeats(open: () => Ledger): void {
  describe('the same failure twice', () => {
    const fail = async (detail: string, reason: EndReason = 'check-failed') => {
      const run = await world.claim(open(), 'task')
      await open().endRun({ ...world.fenceOf(run), reason, detail })
      return open().task('task')
    }

    test('blocks a task that has runs left, and says so [blocker-repeated]', async () => {
      expect(await fail('own is red after 12 ms (4f1e2d3c4b).')).toMatchObject({ state: 'todo' })
      expect(await fail('own is red after 1.5 s (00aa11bb22).')).toMatchObject({
        state: 'blocked',
        attempts: 2,
      })
      expect(await open().blockers({ open: true })).toMatchObject([
        { question: expect.stringContaining('the same failure twice'), raisedBy: 'system:reveille' },
      ])
    })

    test('counts over runs that used no attempt, and not over another failure', async () => {
      await fail('own is red.')
      await fail('gone', 'worker-lost')
      await fail('conflicts', 'conflict')
      expect(await fail('lint is red.')).toMatchObject({ state: 'todo', attempts: 2 })
    })

    test('blocks over runs that used no attempt', async () => {
      await fail('own is red.')
      await fail('gone', 'worker-lost')
      expect(await fail('own is red.')).toMatchObject({ state: 'blocked', attempts: 2 })
    })

    test('is forgotten with the answer that gives the task a fresh set of runs', async () => {
      await fail('own is red.')
      await fail('own is red.')
      const [blocker] = await open().blockers({ open: true })
      await open().answerBlocker({ actor: ANN, blockerId: blocker?.id ?? '', option: 'retry' })
      expect(await fail('own is red.')).toMatchObject({ state: 'todo', attempts: 1 })
      expect(await fail('own is red.')).toMatchObject({ state: 'blocked', attempts: 2 })
    })
  })
}
