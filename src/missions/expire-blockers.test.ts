import { describe, expect, test } from 'vitest'
import { PLAIN_BLOCKER, RETRY_OR_CANCEL, type BlockerDraft } from '../domain/blocker.ts'
import { ANN, BOT } from '../ledger/world.contract.ts'
import { addTask, runNight, simulateNight, statesOf } from '../../test/simulated-night.ts'
import { expireBlockers } from './expire-blockers.ts'

const MINUTE = 60_000
const QUESTION: BlockerDraft = {
  seen: 's',
  tried: 't',
  question: 'q',
  options: RETRY_OR_CANCEL,
  ...PLAIN_BLOCKER,
}

async function asked(blocker: Partial<BlockerDraft>) {
  const night = await simulateNight()
  await addTask(night, 'a')
  const { id } = await night.ledger.raiseBlocker({
    actor: BOT,
    task: 'a',
    blocker: { ...QUESTION, ...blocker },
  })
  return { ...night, id }
}

describe('the default of a blocker', () => {
  test('is taken by the night once the deadline has passed, and the task goes on [blocker-default]', async () => {
    const now = (await simulateNight()).clock.now()
    const night = await asked({ default: 'retry', deadline: now + MINUTE })
    await runNight(night)
    expect(await statesOf(night)).toEqual({ a: 'blocked' })
    night.clock.advance(MINUTE)
    await runNight(night)
    expect(await statesOf(night)).toEqual({ a: 'done' })
    expect(await night.ledger.blockers({})).toMatchObject([
      { answer: 'retry', answeredBy: 'system:reveille', note: expect.stringContaining('deadline') },
    ])
  })

  test('may be to give up', async () => {
    const night = await asked({ default: 'cancel', deadline: 1 })
    await runNight(night)
    expect(await statesOf(night)).toEqual({ a: 'cancelled' })
  })

  test('is not taken where there is none, however old the blocker is', async () => {
    const night = await asked({})
    night.clock.advance(1_000 * MINUTE)
    await runNight(night)
    expect(await statesOf(night)).toEqual({ a: 'blocked' })
  })

  test('is not taken where a person was faster', async () => {
    const night = await asked({ default: 'cancel', deadline: 1 })
    const stale = await night.ledger.blockers({ open: true })
    await night.ledger.answerBlocker({ actor: ANN, blockerId: night.id, option: 'retry' })
    await expireBlockers({ ...night.ledger, blockers: () => Promise.resolve(stale) }, night.clock.now())
    expect(await night.ledger.blockers({})).toMatchObject([{ answer: 'retry', answeredBy: 'human:ann' }])
    expect(await statesOf(night)).toEqual({ a: 'todo' })
  })
})

test('while a blocker waits, what needs its task waits and other work goes on [blocker-waits]', async () => {
  const night = await asked({})
  await addTask(night, 'needs-a', { needs: ['a'] })
  await addTask(night, 'other')
  const { last } = await runNight(night)
  expect(await statesOf(night)).toEqual({ a: 'blocked', 'needs-a': 'todo', other: 'done' })
  expect(last.choice.held.get('needs-a')).toBeDefined()
  await night.ledger.answerBlocker({ actor: ANN, blockerId: night.id, option: 'retry' })
  await runNight(night)
  expect(await statesOf(night)).toEqual({ a: 'done', 'needs-a': 'done', other: 'done' })
})
