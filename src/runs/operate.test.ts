import { describe, expect, test } from 'vitest'
import { grantUntil } from '../domain/grant.ts'
import type { Run } from '../domain/run.ts'
import { ReveilleError } from '../domain/errors.ts'
import type { Evidence } from '../domain/evidence.ts'
import { ANN, check as mustPass, fenceOf, verdict } from '../ledger/world.contract.ts'
import { claimRun } from '../../test/run-world.ts'
import { addTask, runNight, simulateNight, statesOf, type Plan } from '../../test/simulated-night.ts'
import type { Executor } from './executor.ts'
import type { RunInHand } from './life.ts'
import { concludeOperate } from './operate.ts'

const TASK = { kind: 'operate', agent: null, operation: 'restart', checks: [mustPass('up')] } as const
const ENDED = { exitCode: 0, signal: null, timedOut: false, durationMs: 1, excerpt: '' }

/** A night whose configuration has the operation, on staging or, as nobody says otherwise, on production. */
async function begin(target: 'staging' | 'shop', executor: Partial<Executor> = {}, plan: Plan = {}) {
  const done: string[] = []
  const night = await simulateNight({
    ...plan,
    executor: {
      execute(asked) {
        done.push(asked.target)
        return Promise.resolve(ENDED)
      },
      ...executor,
    },
    world: ({ config }) => ({
      config: {
        ...config,
        operations: {
          restart: { command: { argv: ['sh'] }, target, timeoutMs: 1, network: false, inherit: [] },
        },
        targets: { staging: { production: false } },
      },
    }),
  })
  return { night, done }
}

type Begun = Awaited<ReturnType<typeof begin>>

async function checking({ night }: Begun): Promise<RunInHand> {
  const inHand = await claimRun(night, { key: 'restart', ...TASK })
  return { ...inHand, run: await night.ledger.moveRun({ ...fenceOf(inHand.run), to: 'checking' }) }
}

const kindsOf = async ({ night }: Begun, run: Run) =>
  (
    await night.ledger.events({
      runId: run.id,
      kinds: ['operation.began', 'operation.ended', 'run.concluded'],
    })
  ).map(({ kind }) => kind)

function evidence(green: boolean): Evidence {
  return { ...verdict({ green, check: 'up' }), id: 'e', at: 1 }
}

describe('on a target that the configuration allows', () => {
  test('it is carried out between its beginning and its end in the record, and concluded by its proof', async () => {
    const seen: (readonly string[])[] = []
    const begun = await begin('staging', { prove: () => Promise.resolve([evidence(true)]) })
    const inHand = await checking(begun)
    const { executor } = begun.night.world
    const world = {
      ...begun.night.world,
      executor: {
        ...executor,
        execute: async (plan: Parameters<Executor['execute']>[0]) => {
          seen.push(await kindsOf(begun, inHand.run))
          return executor.execute(plan)
        },
      },
    }
    expect(await concludeOperate(world, inHand)).toMatchObject({ kind: 'moved', run: { state: 'concluded' } })
    expect(seen).toEqual([['operation.began']])
    expect(await kindsOf(begun, inHand.run)).toEqual(['operation.began', 'operation.ended', 'run.concluded'])
    const [concluded] = await begun.night.ledger.conclusions([inHand.task.id])
    expect(concluded?.conclusion).toMatchObject({
      operation: 'restart',
      target: 'staging',
      grant: null,
      proof: ['e'],
    })
  })

  test.each(['nothing-to-fix', 'invalid-red', 'flaky-check'] as const)(
    'it is not begun when its red proof says %s',
    async (kind) => {
      const begun = await begin('staging', { findRed: () => Promise.resolve({ kind, detail: 'because' }) })
      const inHand = await checking(begun)
      expect(await concludeOperate(begun.night.world, inHand)).toEqual({
        kind: 'ends',
        reason: kind,
        detail: 'because',
      })
      expect(begun.done).toEqual([])
    },
  )

  test('a red proof after it ends the run, and says so', async () => {
    const begun = await begin('staging', { prove: () => Promise.resolve([evidence(false)]) })
    expect(await concludeOperate(begun.night.world, await checking(begun))).toMatchObject({
      reason: 'check-failed',
      detail: expect.stringContaining('after restart was carried out on staging'),
    })
  })

  test('a command that ends badly ends the run without asking for proof', async () => {
    const begun = await begin('staging', {
      execute: () => Promise.resolve({ ...ENDED, exitCode: 3, excerpt: 'no such host' }),
      prove: () => Promise.reject(new Error('asked')),
    })
    const result = await concludeOperate(begun.night.world, await checking(begun))
    expect(result).toMatchObject({
      reason: 'check-failed',
      detail: expect.stringMatching(/exit code 3.*\n.*no such/),
    })
  })

  test('nothing is done for a run that somebody else has taken over [operate-once]', async () => {
    const begun = await begin('staging')
    const inHand = await checking(begun)
    await begun.night.ledger.takeUpRun({ epoch: begun.night.epoch, runId: inHand.run.id })
    await expect(concludeOperate(begun.night.world, inHand)).rejects.toMatchObject({ code: 'stale-token' })
    expect(begun.done).toEqual([])
  })

  test('an operation that the configuration does not have is asked about', async () => {
    const begun = await begin('staging')
    const inHand = await checking(begun)
    const config = { ...begun.night.world.config, operations: {} }
    expect(await concludeOperate({ ...begun.night.world, config }, inHand)).toMatchObject({
      reason: 'blocked',
      detail: expect.stringContaining('no operation restart'),
    })
  })
})

describe('what began and was not seen to end [operate-once]', () => {
  test('blocks its task when its run is taken up, and is not begun again', async () => {
    const begun = await begin('staging', {
      execute: () => Promise.reject(new ReveilleError('interrupted', 'stopped')),
    })
    const inHand = await checking(begun)
    await expect(concludeOperate(begun.night.world, inHand)).rejects.toMatchObject({ code: 'interrupted' })
    const again = await concludeOperate(begun.night.world, inHand)
    expect(again).toMatchObject({
      reason: 'blocked',
      blocker: { seen: expect.stringContaining('happened half') },
    })
    expect(await kindsOf(begun, inHand.run)).toEqual(['operation.began'])
  })

  test('blocks it at once when the executor fails', async () => {
    const begun = await begin('staging', { execute: () => Promise.reject(new Error('the disk is full')) })
    expect(await concludeOperate(begun.night.world, await checking(begun))).toMatchObject({
      reason: 'blocked',
      detail: expect.stringContaining('the disk is full'),
    })
  })

  test('is carried out again only by the word of a person', async () => {
    let fails = true
    const begun = await begin('staging', {
      execute: () => (fails ? Promise.reject(new Error('gone')) : Promise.resolve(ENDED)),
    })
    const { night } = begun
    await addTask(night, 'restart', TASK)
    await runNight(night)
    fails = false
    await runNight(night)
    expect(await statesOf(night)).toEqual({ restart: 'blocked' })
    const [blocker] = await night.ledger.blockers({ open: true })
    await night.ledger.answerBlocker({ actor: ANN, blockerId: blocker?.id ?? '', option: 'retry' })
    await runNight(night)
    expect(await statesOf(night)).toEqual({ restart: 'done' })
  })

  test('what was seen to end and lost its proof is proved, not done again', async () => {
    let proofs = 0
    const begun = await begin('staging', {
      prove() {
        proofs += 1
        return proofs === 1 ? Promise.reject(new Error('the jail broke')) : Promise.resolve([evidence(true)])
      },
    })
    await addTask(begun.night, 'restart', TASK)
    await runNight(begun.night)
    expect(await statesOf(begun.night)).toEqual({ restart: 'done' })
    expect(begun.done).toEqual(['staging'])
    expect(proofs).toBe(2)
  })
})

describe('on production [operate-grant]', () => {
  const open = async ({ night }: Begun) => (await night.ledger.blockers({ open: true }))[0]
  const grant = async (begun: Begun, durationMs: number) => {
    const { night } = begun
    const until = grantUntil(night.clock.now(), durationMs)
    const blocker = await open(begun)
    await night.ledger.answerBlocker({ actor: ANN, blockerId: blocker?.id ?? '', option: 'grant', until })
    return blocker?.id
  }

  test('a person is shown the plan, and nothing is done before the grant', async () => {
    const begun = await begin('shop')
    await addTask(begun.night, 'restart', TASK)
    await runNight(begun.night)
    expect(begun.done).toEqual([])
    const blocker = await open(begun)
    expect(blocker).toMatchObject({
      default: null,
      deadline: null,
      about: [expect.stringMatching(/^[0-9a-f]{64}$/)],
    })
    expect(blocker?.seen).toContain('target: shop (production)')
    expect(blocker?.seen).toContain(`hash: ${blocker?.about[0]}`)
  })

  test('a grant lets it be carried out once, and is named by what came of it', async () => {
    const begun = await begin('shop')
    const { night } = begun
    await addTask(night, 'restart', TASK)
    await runNight(night)
    const id = await grant(begun, 60_000)
    await runNight(night)
    expect(begun.done).toEqual(['shop'])
    const task = await night.ledger.task('restart')
    expect(await night.ledger.conclusions([task.id])).toMatchObject([{ conclusion: { grant: id } }])
    await night.ledger.moveTask({ actor: ANN, task: 'restart', to: 'todo', reason: 'again' })
    await runNight(night)
    expect(begun.done).toEqual(['shop'])
    expect(await open(begun)).toMatchObject({ options: [{ effect: 'grant' }, { effect: 'cancel' }] })
  })

  test('a grant that has run out, or is for another plan, allows nothing', async () => {
    const begun = await begin('shop')
    const { night } = begun
    await addTask(night, 'restart', TASK)
    await runNight(night)
    await grant(begun, 0)
    await runNight(night)
    expect(begun.done).toEqual([])
    await grant(begun, 60_000)
    const { restart } = night.world.config.operations
    if (restart === undefined) throw new TypeError('no operation')
    const operations = { restart: { ...restart, command: { argv: ['rm'] } } }
    await runNight({ ...night, world: { ...night.world, config: { ...night.world.config, operations } } })
    expect(begun.done).toEqual([])
    expect(await statesOf(night)).toEqual({ restart: 'blocked' })
  })
})
