import { expect, test } from 'vitest'
import { redTargetKey } from '../domain/red-target.ts'
import { openSqliteLedger } from '../ledger/sqlite/ledger.ts'
import { ANN, draft, verdict } from '../ledger/world.contract.ts'
import { systemIds } from '../support/ids.ts'
import { createVirtualClock } from '../../test/virtual-clock.ts'
import { fileRedTarget, withdrawRedTargets } from './red-target.ts'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const KEY = redTargetKey(COMMIT)

function red(...checks: readonly string[]) {
  const failing = checks.map((check) => ({
    ...verdict({ check, green: false, exitCode: 1 }),
    id: check,
    at: 0,
  }))
  return { kind: 'red', failing, detail: 'Red on the target: 3 tests failed.' } as const
}

async function openLedger() {
  const clock = createVirtualClock()
  return openSqliteLedger({ path: ':memory:', clock, ids: systemIds(() => clock.now()) })
}

test('a red target is filed as P0 for a person, with what fails and why', async () => {
  const ledger = await openLedger()
  await fileRedTarget(ledger, COMMIT, red('lint', 'tests'))
  expect(await ledger.task(KEY)).toMatchObject({
    title: 'The gate is red on 0123456789ab: lint, tests',
    goal: expect.stringMatching(
      /^Red on the target: 3 tests failed\.\n[^]*Once the branch is mended.*: reveille accept && reveille night$/,
    ),
    priority: 'P0',
    agent: null,
    scope: { write: [] },
    filedBy: 'system:reveille',
    state: 'todo',
  })
})

test('a commit is filed once, whatever became of the task', async () => {
  const ledger = await openLedger()
  await fileRedTarget(ledger, COMMIT, red('tests'))
  await fileRedTarget(ledger, COMMIT, red('tests'))
  await ledger.moveTask({ actor: ANN, task: KEY, to: 'cancelled', reason: 'known' })
  await fileRedTarget(ledger, COMMIT, red('lint'))
  expect(await ledger.tasks({})).toMatchObject([{ key: KEY, state: 'cancelled' }])
})

test('another commit is filed too', async () => {
  const ledger = await openLedger()
  for (const commit of [COMMIT, COMMIT.replace('0', 'f')]) await fileRedTarget(ledger, commit, red('tests'))
  expect(await ledger.tasks({})).toHaveLength(2)
})

test('green again, what was filed is withdrawn, and nothing else of P0', async () => {
  const ledger = await openLedger()
  await fileRedTarget(ledger, COMMIT, red('tests'))
  await ledger.addTask({ actor: ANN, draft: draft('urgent', { priority: 'P0', agent: null }) })
  await ledger.addTask({
    actor: ANN,
    draft: draft(redTargetKey('mine'), { priority: 'P0', agent: null }),
  })
  await withdrawRedTargets(ledger)
  const states = (await ledger.tasks({})).map(({ key, state }) => [key, state])
  expect(Object.fromEntries(states)).toEqual({
    [KEY]: 'cancelled',
    urgent: 'todo',
    [redTargetKey('mine')]: 'todo',
  })
})

test('a filed task that somebody has given an agent is left to him', async () => {
  const ledger = await openLedger()
  await fileRedTarget(ledger, COMMIT, red('tests'))
  const agent = { kind: 'program', command: { argv: ['fix'] } } as const
  await ledger.updateTask({ actor: ANN, task: KEY, changes: { agent } })
  await withdrawRedTargets(ledger)
  expect(await ledger.task(KEY)).toMatchObject({ state: 'todo' })
})

test('what is no clash of keys is thrown', async () => {
  const ledger = { ...(await openLedger()), addTask: () => Promise.reject(new RangeError('disk')) }
  await expect(fileRedTarget(ledger, COMMIT, red('tests'))).rejects.toThrow('disk')
})
