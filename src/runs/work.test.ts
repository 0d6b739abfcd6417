import { mkdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { savedWorkRef } from '../domain/night.ts'
import { DEFAULT_LIMITS } from '../domain/task.ts'
import type { Act } from '../../test/in-process-hosts.ts'
import { claimRun, letGo } from '../../test/run-world.ts'
import { simulateNight, type Plan, type SimulatedNight } from '../../test/simulated-night.ts'
import { timeLost, work } from './work.ts'

/** A run whose agent has just been let go. */
async function begin(acts: readonly Act[], options: { plan?: Plan; limits?: object } = {}) {
  const night = await simulateNight(options.plan)
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  return { night, inHand: await letGo(night, await claimRun(night, { key: 'a', acts, limits })) }
}

function savedOf({ world }: SimulatedNight, runId: string): Promise<string | null> {
  return world.git.readRef(savedWorkRef(runId))
}

describe('the end of an agent', () => {
  test('finished work is saved and goes on to be checked', async () => {
    const { night, inHand } = await begin([{ sleep: 2_000 }])
    const result = await work(night.world, inHand)
    const candidate = await savedOf(night, inHand.run.id)
    expect(candidate).not.toBeNull()
    expect(result).toMatchObject({ kind: 'moved', run: { state: 'checking', candidate } })
  })

  test.each<readonly [string, string, readonly Act[]]>([
    ['an error', 'agent-error', [{ exit: 1 }]],
    ['a signal', 'agent-error', [{ signal: 'SIGSEGV' }]],
    ['its wall clock', 'timed-out', [{ hang: 'politely' }]],
    ['the kill after its grace', 'timed-out', [{ hang: 'stubbornly' }]],
    ['the loss of its host', 'worker-lost', [{ vanish: true }]],
  ])('work is saved after %s too [I4]', async (_, reason, acts) => {
    const { night, inHand } = await begin(acts, { limits: { wallClockMs: 5_000 } })
    expect(await work(night.world, inHand)).toMatchObject({ kind: 'ends', reason })
    expect(await savedOf(night, inHand.run.id)).not.toBeNull()
  })

  test('what a lost host may have left running is stopped before the work is taken', async () => {
    const order: string[] = []
    const { night, inHand } = await begin([{ vanish: true }], {
      plan: {
        world: ({ hosts, workspaces }) => ({
          hosts: {
            ...hosts,
            stop(...params) {
              order.push('stop')
              return hosts.stop(...params)
            },
          },
          workspaces: {
            ...workspaces,
            takeTree(workspace) {
              order.push('take')
              return workspaces.takeTree(workspace)
            },
          },
        }),
      },
    })
    await work(night.world, inHand)
    expect(order).toEqual(['stop', 'take'])
  })

  test('a stop ends the agent politely, once, and its work is saved', async () => {
    const { night, inHand } = await begin([{ hang: 'politely' }])
    const working = work(night.world, inHand)
    night.stop.abort()
    expect(await working).toMatchObject({ kind: 'ends', reason: 'cancelled' })
    expect(night.hosts.stopped).toEqual(['stopped'])
    expect(await savedOf(night, inHand.run.id)).not.toBeNull()
  })

  test('an agent that finishes as the stop arrives has finished', async () => {
    const { night, inHand } = await begin([])
    night.stop.abort()
    expect(await work(night.world, inHand)).toMatchObject({ kind: 'moved' })
    expect(night.hosts.stopped).toEqual([])
  })
})

describe('a look at the agent that fails', () => {
  const failing = (times: number): Plan => {
    let left = times
    return {
      world: ({ hosts }) => ({
        hosts: {
          ...hosts,
          observe: (...params) =>
            left-- > 0 ? Promise.reject(new Error('EMFILE')) : hosts.observe(...params),
        },
      }),
    }
  }

  test('now and then is tried again', async () => {
    const { night, inHand } = await begin([{ sleep: 60_000 }], { plan: failing(5) })
    expect(await work(night.world, inHand)).toMatchObject({ kind: 'moved' })
    expect(night.hosts.stopped).toEqual([])
  })

  test('again and again is told', async () => {
    const { night, inHand } = await begin([{ hang: 'politely' }], { plan: failing(1_000) })
    await expect(work(night.world, inHand)).rejects.toThrow('EMFILE')
  })
})

describe('taking up what an earlier leader left', () => {
  test('work that was saved already is adopted, not taken again', async () => {
    const { night, inHand } = await begin([])
    await night.world.git.compareAndSwap(savedWorkRef(inHand.run.id), null, 'saved-before')
    await night.world.workspaces.remove(inHand.run.id)
    expect(await work(night.world, inHand)).toMatchObject({ run: { candidate: 'saved-before' } })
  })

  test('saved work wins over what stands in the workspace', async () => {
    const { night, inHand } = await begin([])
    await night.world.git.compareAndSwap(savedWorkRef(inHand.run.id), null, 'saved-before')
    expect(await work(night.world, inHand)).toMatchObject({ run: { candidate: 'saved-before' } })
    expect(await savedOf(night, inHand.run.id)).toBe('saved-before')
  })

  test('a run without a host is lost', async () => {
    const { night, inHand } = await begin([])
    const hostless = { ...inHand, run: { ...inHand.run, host: null } }
    expect(await work(night.world, hostless)).toMatchObject({ kind: 'ends', reason: 'worker-lost' })
  })

  test('finished work that is nowhere to be found is lost, not green', async () => {
    const { night, inHand } = await begin([])
    await night.world.workspaces.remove(inHand.run.id)
    expect(await work(night.world, inHand)).toMatchObject({ kind: 'ends', reason: 'worker-lost' })
  })

  test('a task whose agent was taken away meanwhile ends with an error, its work saved', async () => {
    const { night, inHand } = await begin([])
    const agentless = { ...inHand, task: { ...inHand.task, agent: null } }
    expect(await work(night.world, agentless)).toMatchObject({ kind: 'ends', reason: 'agent-error' })
    expect(await savedOf(night, inHand.run.id)).not.toBeNull()
  })
})

describe('progress', () => {
  const limits = { noProgressMs: 10_000, wallClockMs: 60_000 }
  const often = (act: Act): Act[] => Array.from({ length: 7 }, (): Act[] => [{ sleep: 8_000 }, act]).flat()

  test('silence and untouched files for as long as the task allows end the agent [I8]', async () => {
    const { night, inHand } = await begin([{ print: 'thinking' }, { hang: 'politely' }], { limits })
    const begunAt = night.clock.now()
    expect(await work(night.world, inHand)).toMatchObject({ kind: 'ends', reason: 'no-progress' })
    expect(night.hosts.stopped).toEqual(['no-progress'])
    expect(night.clock.now() - begunAt).toBeGreaterThanOrEqual(10_000)
    expect(night.clock.now() - begunAt).toBeLessThan(11_000)
  })

  test('an agent that says something now and then is left alone', async () => {
    const { night, inHand } = await begin(often({ print: 'still here' }), { limits })
    expect(await work(night.world, inHand)).toMatchObject({ kind: 'moved' })
    expect(night.hosts.stopped).toEqual([])
  })

  test('a silent agent that changes files now and then is left alone', async () => {
    const { night, inHand } = await begin(often({ write: 'deep/file', content: '' }), {
      limits,
      plan: {
        world: ({ hosts, clock, stateDirectory }) => ({
          hosts: {
            ...hosts,
            async observe(...params) {
              const state = await hosts.observe(...params)
              const now = clock.now() / 1000
              await mark(join(stateDirectory, 'root/deep/file'), now)
              return state
            },
          },
        }),
      },
    })
    expect(await work(night.world, inHand)).toMatchObject({ kind: 'moved' })
    expect(night.hosts.stopped).toEqual([])
  })

  test('what a machine slept, or its clock was set by, is no silence of the agent', async () => {
    const hourMs = 3_600_000
    let looks = 0
    const { night, inHand } = await begin([{ hang: 'politely' }], {
      limits: { noProgressMs: 25_000, wallClockMs: 10 * hourMs },
      plan: {
        world: ({ hosts }) => ({
          hosts: {
            ...hosts,
            async observe(...params) {
              looks += 1
              if (looks === 60) night.clock.advance(hourMs)
              return hosts.observe(...params)
            },
          },
        }),
      },
    })
    const begunAt = night.clock.now()
    expect(await work(night.world, inHand)).toMatchObject({ reason: 'no-progress' })
    expect(looks).toBeGreaterThan(60)
    expect(night.clock.now() - begunAt).toBeGreaterThanOrEqual(hourMs + 25_000)
    expect(night.clock.now() - begunAt).toBeLessThan(hourMs + 27_000)
  })

  test.each([
    [500, 500, 0],
    [500, 15_000, 0],
    [500, 3_600_500, 3_600_000],
    [500, -3_599_500, -3_600_000],
  ])('of a pause of %i ms that took %i, %i are lost', (pauseMs, tookMs, lost) => {
    expect(timeLost(pauseMs, tookMs)).toBe(lost)
  })

  test('files that stopped changing save nobody', async () => {
    const { night, inHand } = await begin([{ hang: 'politely' }], { limits })
    const root = join(night.world.stateDirectory, 'root')
    await mkdir(root, { recursive: true })
    await writeFile(join(root, 'file'), '')
    const touchedAt = night.clock.now() + 5_000
    await utimes(join(root, 'file'), touchedAt / 1000, touchedAt / 1000)
    expect(await work(night.world, inHand)).toMatchObject({ reason: 'no-progress' })
    expect(night.clock.now()).toBeGreaterThanOrEqual(touchedAt + 10_000)
    expect(night.clock.now()).toBeLessThan(touchedAt + 11_000)
  })
})

/** Gives a file that was written by the disk's clock the time of another; a marked one keeps its mark. */
async function mark(place: string, seconds: number): Promise<void> {
  const found = await stat(place).catch(() => null)
  const isFresh = found !== null && found.mtimeMs < Date.UTC(2039, 0, 1)
  if (isFresh) await utimes(place, seconds, seconds)
}
