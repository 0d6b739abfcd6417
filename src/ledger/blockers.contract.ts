import { beforeEach, describe, expect, test } from 'vitest'
import type { BlockerDraft } from '../domain/blocker.ts'
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
}
