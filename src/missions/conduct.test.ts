import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Event } from '../domain/event.ts'
import type { Leader } from '../ledger/ledger.ts'
import { openLocks } from '../ledger/sqlite/locks.ts'
import { beginRuns } from '../../test/run-world.ts'
import { playing } from '../../test/in-process-hosts.ts'
import { landedMessages } from '../../test/landing-world.ts'
import { addTask, OWNER, simulateNight, statesOf, type Plan } from '../../test/simulated-night.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { conductNight, type NightAudience } from './conduct.ts'
import type { NightOrders } from './night-loop.ts'
import type { NightWorld } from './night-world.ts'
import type { Recovery } from './recover.ts'

const never = new AbortController().signal
const ORDERS: NightOrders = { only: null, slots: 2, drain: never, stop: never }

/** Remembers everything it is told, in order. */
function audience() {
  const told: string[] = []
  const events: Event[] = []
  const leaders: (Leader | null)[] = []
  const listener: NightAudience = {
    watching(leader) {
      told.push('watching')
      leaders.push(leader)
    },
    recovered: (recovery: Recovery) => told.push(`recovered ${recovery.abandoned}`),
    judging: () => told.push('judging'),
    happened(happened) {
      events.push(...happened)
      return Promise.resolve()
    },
  }
  return { told, events, leaders, listener }
}

async function locksIn(folder?: string) {
  return openLocks({ path: join(folder ?? (await temporaryDirectory()), 'locks.db') })
}

function conduct(
  world: NightWorld,
  parts: {
    locks: Awaited<ReturnType<typeof locksIn>>
    listener: NightAudience
    orders?: Partial<NightOrders>
  },
) {
  const { locks, listener, orders } = parts
  return conductNight({ world, locks, owner: OWNER, orders: { ...ORDERS, ...orders }, audience: listener })
}

test('a night of several kinds goes from the first tick to the end on a real repository [I2, I3]', async () => {
  const began = await beginRuns()
  const { world, repository } = began
  await addTask(world, 'good', { agent: playing([{ write: 'good/a.txt', content: 'a\n' }]), title: 'Add a' })
  await addTask(world, 'second', {
    agent: playing([{ exit: 1 }], [{ write: 'second/b.txt', content: 'b\n' }]),
    title: 'Add b',
    needs: ['good'],
  })
  await addTask(world, 'astray', {
    agent: playing([{ write: 'other.txt', content: '' }]),
    limits: { runs: 1, wallClockMs: 60_000, noProgressMs: 60_000 },
  })
  const { listener, events } = audience()
  const outcome = await conduct(world, { locks: await locksIn(), listener })
  expect(await statesOf(world)).toEqual({ good: 'done', second: 'done', astray: 'blocked' })
  expect((await landedMessages(began)).map((message) => message.split('\n')[0])).toEqual(['Add a', 'Add b'])
  expect(outcome?.last).toMatchObject({ underWay: 0, lane: { kind: 'green' } })
  expect(await repository.git('rev-parse', 'main')).toBe(began.base)
  expect(await world.workspaces.list()).toEqual([])
  expect(events.filter(({ kind }) => kind === 'landing.landed')).toHaveLength(2)
})

describe('the audience', () => {
  test('hears of recovery first, then that the target is judged, then of every event once and in order', async () => {
    const { world, ledger, night, leader } = await simulateNight()
    await addTask(world, 'a')
    const claim = { nightId: night.id, task: 'a', agent: 'program', isolation: 'none', base: 'base' } as const
    await ledger.claimTask({ epoch: leader.epoch, ...claim })
    const before = await ledger.lastEvent()
    const { listener, told, events } = audience()
    const outcome = await conduct(world, { locks: await locksIn(), listener })
    expect(told).toEqual(['recovered 1', 'judging'])
    expect(outcome?.recovery.abandoned).toBe(1)
    expect(events).toEqual(await ledger.events({ after: before }))
    expect(await statesOf(world)).toEqual({ a: 'done' })
  })

  test('hears of no judging when nothing may start', async () => {
    const { world } = await simulateNight()
    const { listener, told } = audience()
    await conduct(world, { locks: await locksIn(), listener, orders: { drain: AbortSignal.abort() } })
    expect(told).toEqual(['recovered 0'])
  })
})

describe('while somebody else leads', () => {
  test('it says so once, passes on what happens, and leads when the lead is free', async () => {
    const { world, ledger } = await simulateNight()
    const folder = await temporaryDirectory()
    const lock = (await locksIn(folder)).tryLock()
    const { listener, told, leaders, events } = audience()
    let heard = 0
    const conducted = conduct(world, {
      locks: await locksIn(folder),
      listener: {
        ...listener,
        async happened(some) {
          await listener.happened(some)
          // The other leader works on, and ends when it was heard of twice.
          heard += 1
          if (heard === 1) await addTask(world, 'theirs')
          if (heard === 2) lock?.release()
        },
      },
    })
    await addTask(world, 'ours')
    await conducted
    expect(told).toEqual(['watching', 'recovered 0', 'judging'])
    expect(leaders).toMatchObject([{ epoch: 1 }])
    expect(await ledger.leader()).toMatchObject({ epoch: 2 })
    expect(events.map(({ seq }) => seq)).toEqual([...new Set(events.map(({ seq }) => seq))])
    expect(await statesOf(world)).toEqual({ ours: 'done', theirs: 'done' })
  })

  test('told to stop watching it gives up, and has changed nothing [I8]', async () => {
    const { world, ledger } = await simulateNight()
    const folder = await temporaryDirectory()
    const lock = (await locksIn(folder)).tryLock()
    const before = await ledger.lastEvent()
    const drain = new AbortController()
    const { listener } = audience()
    const outcome = await conduct(world, {
      locks: await locksIn(folder),
      listener: { ...listener, watching: () => drain.abort() },
      orders: { drain: drain.signal },
    })
    lock?.release()
    expect(outcome).toBeNull()
    expect(await ledger.lastEvent()).toBe(before)
  })
})

describe('the lead', () => {
  const failing: Plan = { landings: () => ({ landNext: () => Promise.reject(new RangeError('disk')) }) }

  test.each([
    ['at the end', {}],
    ['when the night fails', failing],
  ] as const)('is free %s', async (_, plan) => {
    const { world } = await simulateNight(plan)
    await addTask(world, 'a')
    const locks = await locksIn()
    await conduct(world, { locks, listener: audience().listener }).catch(() => null)
    const lock = locks.tryLock()
    expect(lock).not.toBeNull()
    lock?.release()
  })

  test('what fails is told, and what happened until then was heard', async () => {
    const { world } = await simulateNight(failing)
    await addTask(world, 'a')
    const { listener, events } = audience()
    await expect(conduct(world, { locks: await locksIn(), listener })).rejects.toThrow('disk')
    expect(events.map(({ kind }) => kind)).toContain('landing.queued')
  })
})
