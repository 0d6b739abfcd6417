import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ReveilleError } from '../domain/errors.ts'
import { MAX_LOSSES } from '../domain/ending.ts'
import type { Evidence } from '../domain/evidence.ts'
import { redTargetKey } from '../domain/red-target.ts'
import { LIVE_RUN_STATES } from '../domain/run.ts'
import { DEFAULT_LIMITS } from '../domain/task.ts'
import { ANN, check, OWNER, verdict } from '../ledger/world.contract.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import {
  addTask,
  loopOver,
  runNight,
  simulateNight,
  statesOf,
  type Plan,
  type SimulatedNight,
} from '../../test/simulated-night.ts'
import type { LaneVerdict } from '../verification/verifier.ts'

const RED: LaneVerdict = {
  kind: 'red',
  detail: 'Red on the target: tests.',
  failing: [{ ...verdict({ green: false }), id: 'evidence', at: 0 } satisfies Evidence],
}

describe('what starts', () => {
  test('as many as there are slots, and more as they become free', async () => {
    const night = await simulateNight()
    for (const key of ['a', 'b', 'c', 'd', 'e']) await addTask(night, key)
    const working = new Set<number>()
    const loop = loopOver(night, { slots: 2 })
    await loop.run(async () => {
      working.add((await inHands(night)).length)
    })
    expect(Math.max(...working)).toBe(2)
    expect(new Set(Object.values(await statesOf(night)))).toEqual(new Set(['done']))
  })

  test('a task only once what it needs has landed', async () => {
    const night = await simulateNight()
    await addTask(night, 'base')
    await addTask(night, 'middle', { needs: ['base'] })
    await addTask(night, 'top', { needs: ['middle'], priority: 'P0' })
    await runNight(night)
    const claims = await night.ledger.events({ kinds: ['run.claimed', 'landing.landed'] })
    const keys = await Promise.all(
      claims.map(async ({ taskId }) => (await night.ledger.task(taskId ?? '')).key),
    )
    expect(keys).toEqual(['base', 'base', 'middle', 'middle', 'top', 'top'])
  })

  test('priority first, then age', async () => {
    const night = await simulateNight()
    await addTask(night, 'old')
    await addTask(night, 'young')
    await addTask(night, 'urgent', { priority: 'P0' })
    await runNight(night, { slots: 1 })
    expect(await claimedKeys(night)).toEqual(['urgent', 'old', 'young'])
  })

  test('nothing but the tasks named', async () => {
    const night = await simulateNight()
    for (const key of ['a', 'b', 'c']) await addTask(night, key)
    await runNight(night, { only: new Set(['b']) })
    expect(await statesOf(night)).toEqual({ a: 'todo', b: 'done', c: 'todo' })
  })

  test('a run on the newest tip of the target, recorded with the jail it has', async () => {
    const night = await simulateNight()
    await addTask(night, 'first')
    await addTask(night, 'second', { needs: ['first'] })
    await runNight(night)
    const [first, second] = await night.ledger.runs({})
    expect(first).toMatchObject({ base: 'base', isolation: 'none', agent: 'program' })
    expect(second?.base).toBe(`landed-${first?.id}`)
  })

  test('a task about another commit is run on that one [night-verify]', async () => {
    const night = await simulateNight({
      world: ({ git }) => ({ git: { ...git, commitOf: (name) => Promise.resolve(`commit of ${name}`) } }),
    })
    await addTask(night, 'old', { kind: 'verify', agent: null, at: 'v1', checks: [check('own')] })
    await runNight(night)
    expect(await night.ledger.runs({})).toMatchObject([{ base: 'commit of v1', state: 'concluded' }])
  })

  test('a task about a commit that is not there is asked about, and stops nothing else', async () => {
    const night = await simulateNight({
      world: ({ git }) => ({ git: { ...git, commitOf: () => Promise.resolve(null) } }),
    })
    await addTask(night, 'lost', { kind: 'verify', agent: null, at: 'v1', checks: [check('own')] })
    await addTask(night, 'other')
    await runNight(night, { slots: 1 })
    expect(await statesOf(night)).toEqual({ lost: 'blocked', other: 'done' })
    const [blocker] = await night.ledger.blockers({ open: true })
    expect(blocker?.seen).toContain('no commit "v1"')
  })

  test('a set-up that fails on the commit of one task blocks that task alone', async () => {
    const failure = new ReveilleError('environment-failed', 'npm ci failed')
    const night = await simulateNight({
      world: ({ git, environments }) => ({
        git: { ...git, commitOf: (name) => Promise.resolve(name) },
        environments: {
          ...environments,
          ensure: (tree) => (tree === 'tree of v1' ? Promise.reject(failure) : environments.ensure(tree)),
        },
      }),
    })
    await addTask(night, 'old', { kind: 'verify', agent: null, at: 'v1', checks: [check('own')] })
    await addTask(night, 'other')
    await runNight(night, { slots: 1 })
    expect(await statesOf(night)).toEqual({ old: 'blocked', other: 'done' })
  })

  test('a task that somebody takes away between choice and claim is left to him', async () => {
    const night = await simulateNight({
      ledger: (ledger) => ({
        async claimTask(params) {
          if (params.task === 'taken') {
            const move = { actor: ANN, task: 'taken', reason: 'not needed' } as const
            await ledger.moveTask({ ...move, to: 'cancelled' })
          }
          return ledger.claimTask(params)
        },
      }),
    })
    await addTask(night, 'taken')
    await addTask(night, 'other')
    await runNight(night)
    expect(await statesOf(night)).toEqual({ taken: 'cancelled', other: 'done' })
  })
})

describe('how it ends', () => {
  test('with nothing to do after one tick', async () => {
    expect(await runNight(await simulateNight())).toMatchObject({
      ticks: 1,
      last: { underWay: 0, lane: { kind: 'green' } },
    })
  })

  test('with what can never start, told why, and without spinning', async () => {
    const night = await simulateNight()
    await addTask(night, 'nobody', { agent: null })
    await addTask(night, 'waits', { needs: ['nobody'] })
    const { ticks, last } = await runNight(night)
    expect(ticks).toBe(1)
    expect([...last.choice.held]).toEqual([
      ['nobody', { kind: 'no-agent' }],
      ['waits', { kind: 'waits-for', needs: ['nobody'] }],
    ])
  })

  test('what ends while a tick is under way is seen by the next: no task stays behind', async () => {
    // The first run goes through between the tick's choice and its look at the queue.
    const night: SimulatedNight = await simulateNight({
      ledger: (ledger) => ({
        async landings(filter) {
          const found = await ledger.landings(filter)
          if (filter.states?.includes('intended') === true) await untilIdle(ledger)
          return found
        },
      }),
    })
    await addTask(night, 'first')
    await addTask(night, 'second')
    await runNight(night, { slots: 1 })
    expect(await statesOf(night)).toEqual({ first: 'done', second: 'done' })
  })

  test('a drain lets what runs go on to its end and land, and starts nothing new', async () => {
    const drain = new AbortController()
    const night = await simulateNight({ acts: () => [{ sleep: 60_000 }] })
    for (const key of ['a', 'b', 'c']) await addTask(night, key)
    const loop = loopOver(night, { slots: 2, drain: drain.signal })
    await loop.tick()
    drain.abort()
    const last = await loop.run(() => Promise.resolve())
    expect(await statesOf(night)).toEqual({ a: 'done', b: 'done', c: 'todo' })
    expect(last.choice.held.get('c')).toEqual({ kind: 'no-slot' })
  })

  test('a drain asked for before the first tick starts nothing and judges nothing', async () => {
    const night = await simulateNight({ verifier: { judgeLane: () => Promise.reject(new Error('asked')) } })
    await addTask(night, 'a')
    const { ticks, last } = await runNight(night, { drain: AbortSignal.abort() })
    expect({ ticks, lane: last.lane.kind, ...(await statesOf(night)) }).toEqual({
      ticks: 1,
      lane: 'unknown',
      a: 'todo',
    })
  })

  test('a stop ends agents, saves their work and gives their tasks back', async () => {
    const [drain, stop] = [new AbortController(), new AbortController()]
    const night = await simulateNight({ acts: () => [{ hang: 'politely' }] })
    await addTask(night, 'a')
    const loop = loopOver(night, { drain: drain.signal, stop: stop.signal })
    await loop.tick()
    const started = untilWorking(night)
    await started
    drain.abort()
    stop.abort()
    await loop.run(() => Promise.resolve())
    const [run] = await night.ledger.runs({})
    expect(run).toMatchObject({ state: 'ended', endReason: 'cancelled' })
    expect(await night.world.git.readRef(`refs/reveille/runs/${run?.id}`)).not.toBeNull()
    expect(await night.ledger.task('a')).toMatchObject({ state: 'todo', attempts: 0 })
  })

  test('a stop claims nothing, whether or not a drain came first', async () => {
    const night = await simulateNight()
    await addTask(night, 'a')
    await runNight(night, { stop: AbortSignal.abort() })
    expect(await statesOf(night)).toEqual({ a: 'todo' })
  })
})

describe('the lane', () => {
  test('red: only a repair starts, and the target is filed once, as P0 without an agent', async () => {
    let asked = 0
    const night = await simulateNight({
      verifier: {
        judgeLane: () => Promise.resolve(((asked += 1), RED)),
        repairs: ({ checks }) => checks.length > 0,
      },
      acts: () => [{ exit: 1 }],
    })
    await addTask(night, 'work')
    await addTask(night, 'repair', {
      checks: [check('own')],
      limits: { ...DEFAULT_LIMITS, runs: 2 },
    })
    const first = await runNight(night)
    await runNight(night)
    expect(first.last.lane.kind).toBe('red')
    expect(asked).toBe(2)
    expect(await claimedKeys(night)).toEqual(['repair', 'repair'])
    const filed = redTargetKey('base')
    expect(await statesOf(night)).toEqual({ work: 'todo', repair: 'blocked', [filed]: 'todo' })
    expect(await night.ledger.task(filed)).toMatchObject({ priority: 'P0', agent: null })
    expect((await night.ledger.task(filed)).goal.startsWith(RED.detail)).toBe(true)
  })

  test('red turns green when a repair lands, and then all the others start', async () => {
    const night = await simulateNight({
      verifier: { judgeLane: () => Promise.resolve(RED), repairs: (task) => task.checks.length > 0 },
    })
    await addTask(night, 'work')
    await addTask(night, 'repair', { checks: [check('own')] })
    const { last } = await runNight(night)
    expect(last.lane.kind).toBe('green')
    expect(await claimedKeys(night)).toEqual(['repair', 'work'])
  })

  test('broken by a set-up that fails for the target itself: nothing starts, and it ends', async () => {
    const night = await simulateNight({
      verifier: { judgeLane: () => Promise.reject(new ReveilleError('environment-failed', 'npm ci failed')) },
    })
    await addTask(night, 'a')
    const { ticks, last } = await runNight(night)
    expect({ ticks, lane: last.lane }).toEqual({
      ticks: 1,
      lane: { kind: 'broken', detail: 'npm ci failed', shownBy: 'target' },
    })
    expect(await statesOf(night)).toEqual({ a: 'todo' })
  })

  test('broken by a run whose set-up fails: what was not started stays', async () => {
    const night = await simulateNight({
      world: ({ environments }) => ({
        environments: {
          ...environments,
          ensure: () => Promise.reject(new ReveilleError('environment-failed', 'npm ci failed')),
        },
      }),
    })
    await addTask(night, 'a')
    await addTask(night, 'b')
    const { last } = await runNight(night, { slots: 1 })
    expect(last.lane).toEqual({ kind: 'broken', detail: 'npm ci failed', shownBy: 'run' })
    expect(await night.ledger.runs({})).toHaveLength(1)
    expect(await night.ledger.task('a')).toMatchObject({ state: 'todo', attempts: 0 })
  })

  test('a gate that is green for the lane and red for every run breaks it after three contradictions', async () => {
    let asked = 0
    const night = await simulateNight({
      verifier: {
        judgeLane: () => Promise.resolve(((asked += 1), { kind: 'green' })),
        judgeBase: () => Promise.resolve({ kind: 'target-red', detail: 'tests' }),
      },
    })
    await addTask(night, 'a')
    const { last } = await runNight(night)
    expect(last.lane).toEqual({ kind: 'broken', detail: 'tests', shownBy: 'run' })
    expect([asked, (await night.ledger.runs({})).length]).toEqual([3, 3])
    expect(await night.ledger.task('a')).toMatchObject({ state: 'todo', attempts: 0 })
  })

  test('a repair whose base is red in another way each time breaks a red lane too: it does not go round', async () => {
    const night = await simulateNight({
      verifier: {
        judgeLane: () => Promise.resolve(RED),
        repairs: ({ checks }) => checks.length > 0,
        judgeBase: () => Promise.resolve({ kind: 'target-red', detail: 'lint' }),
      },
    })
    await addTask(night, 'repair', { checks: [check('own')] })
    const { last } = await runNight(night)
    expect(last.lane).toEqual({ kind: 'broken', detail: 'lint', shownBy: 'run' })
    expect(await night.ledger.runs({})).toHaveLength(3)
  })

  test('many runs that find the base red at once are one contradiction', async () => {
    let isRed = false
    const night = await simulateNight({
      verifier: {
        judgeLane: () => Promise.resolve(isRed ? RED : { kind: 'green' }),
        async judgeBase() {
          isRed = true
          return Promise.resolve({ kind: 'target-red', detail: 'tests' })
        },
      },
    })
    for (const key of ['a', 'b', 'c', 'd']) await addTask(night, key)
    const { last } = await runNight(night, { slots: 4 })
    expect(last.lane.kind).toBe('red')
    expect(await statesOf(night)).toHaveProperty(redTargetKey('base'), 'todo')
  })
})

describe('the lane in the ledger', () => {
  const judged = async (night: SimulatedNight) => {
    const events = await night.ledger.events({ kinds: ['lane.judged'] })
    return events.map(({ data: { lane, detail, commit, shownBy } }) => [lane, detail, commit, shownBy])
  }

  test('is written where it changes, not at each tick and not by a next leader who finds the same [lane-recorded]', async () => {
    const night = await simulateNight({
      verifier: { judgeLane: () => Promise.resolve(RED), repairs: (task) => task.checks.length > 0 },
    })
    await addTask(night, 'work')
    await runNight(night)
    await runNight(night)
    expect(await judged(night)).toEqual([['red', RED.detail, 'base', 'target']])
    await addTask(night, 'repair', { checks: [check('own')] })
    await runNight(night)
    const told = await judged(night)
    expect(told.map(([lane]) => lane)).toEqual(['red', 'green'])
  })

  test('tells a set-up that fails for the target, or for a run of it [lane-recorded]', async () => {
    const failure = () => Promise.reject(new ReveilleError('environment-failed', 'npm ci failed'))
    const forTarget = await simulateNight({ verifier: { judgeLane: failure } })
    await addTask(forTarget, 'a')
    await runNight(forTarget)
    expect(await judged(forTarget)).toEqual([['broken', 'npm ci failed', 'base', 'target']])
    const forRun = await simulateNight({
      world: ({ environments }) => ({ environments: { ...environments, ensure: failure } }),
    })
    await addTask(forRun, 'a')
    await runNight(forRun)
    expect((await judged(forRun)).map(([lane, , , shownBy]) => [lane, shownBy])).toEqual([
      ['green', 'target'],
      ['broken', 'run'],
    ])
  })

  test('says nothing where nobody has judged it', async () => {
    const night = await simulateNight()
    await addTask(night, 'a')
    await runNight(night, { drain: AbortSignal.abort() })
    expect(await judged(night)).toEqual([])
  })
})

describe('what goes wrong in the background', () => {
  test('landings that are retracted again and again end the night with their sentence, and do not spin', async () => {
    let turns = 0
    const night = await simulateNight({
      landings: () => ({
        landNext: () => Promise.resolve({ kind: 'retracted', detail: ((turns += 1), 'it is locked') }),
      }),
    })
    await addTask(night, 'a')
    const { last } = await runNight(night)
    expect(last.lane).toEqual({ kind: 'broken', detail: 'it is locked', shownBy: 'landing' })
    expect(turns).toBe(5)
    expect(await statesOf(night)).toEqual({ a: 'review' })
  })

  test('a retracted landing that lands when asked again costs nothing', async () => {
    let turns = 0
    const night = await simulateNight({
      landings: (landings) => ({
        landNext: (params) =>
          (turns += 1) % 4 === 0
            ? landings.landNext(params)
            : Promise.resolve({ kind: 'retracted', detail: 'it is locked' }),
      }),
    })
    for (const key of ['a', 'b', 'c']) await addTask(night, key)
    const { last } = await runNight(night)
    expect(last.lane.kind).toBe('green')
    expect(new Set(Object.values(await statesOf(night)))).toEqual(new Set(['done']))
  })

  test('a failing run is thrown by the next tick', async () => {
    const failure = new ReveilleError('git-failed', 'no space left')
    const night = await simulateNight({
      world: ({ workspaces }) => ({
        workspaces: { ...workspaces, takeTree: () => Promise.reject(failure) },
      }),
    })
    await addTask(night, 'a')
    await expect(runNight(night)).rejects.toBe(failure)
  })

  test('a loop that fails lets go of every run: agents go on, untouched, for the next leader [I10]', async () => {
    const failure = new ReveilleError('git-failed', 'no space left')
    const night = await simulateNight({
      acts: ({ key }) => (key === 'long' ? [{ hang: 'politely' }] : []),
      world: ({ workspaces }) => ({
        workspaces: { ...workspaces, takeTree: () => Promise.reject(failure) },
      }),
    })
    const limits = { runs: 1, wallClockMs: 1e12, noProgressMs: 1e12 }
    await addTask(night, 'long', { limits })
    await addTask(night, 'unlucky')
    await expect(runNight(night)).rejects.toBe(failure)
    const [now, events] = [night.clock.now(), await night.ledger.lastEvent()]
    for (let left = 50; left > 0; left -= 1) await turn()
    expect([night.clock.now(), await night.ledger.lastEvent()]).toEqual([now, events])
    expect(night.hosts.stopped).toEqual([])
    const [run] = await night.ledger.runs({ live: true })
    expect(run).toMatchObject({ state: 'working' })
  })

  test('a failing landing is thrown by the next tick', async () => {
    const failure = new ReveilleError('diverged', 'somebody moved the target')
    const night = await simulateNight({ landings: () => ({ landNext: () => Promise.reject(failure) }) })
    await addTask(night, 'a')
    await expect(runNight(night)).rejects.toBe(failure)
    expect(await statesOf(night)).toEqual({ a: 'review' })
  })

  test('a landing that was interrupted is no failure: it stays in the queue', async () => {
    const stop = new AbortController()
    const night = await simulateNight({
      landings: () => ({
        landNext() {
          stop.abort()
          return Promise.reject(new ReveilleError('interrupted', 'stopped'))
        },
      }),
    })
    await addTask(night, 'a')
    await runNight(night, { stop: stop.signal })
    expect(await night.ledger.landings({ nightId: night.night.id })).toMatchObject([{ state: 'waiting' }])
  })

  test('the first leader changes nothing once there is a second [I1]', async () => {
    const night = await simulateNight()
    await addTask(night, 'a')
    await night.ledger.beginLeadership({ owner: { ...OWNER, pid: 8 } })
    const before = await night.ledger.lastEvent()
    await expect(runNight(night)).rejects.toMatchObject({ code: 'stale-token' })
    expect(await night.ledger.lastEvent()).toBe(before)
  })
})

describe('any night', () => {
  const outcome = fc.oneof(
    fc.constant({ kind: 'lands' } as const),
    fc.record({ kind: fc.constant('fails' as const), times: fc.integer({ min: 1, max: 3 }) }),
    fc.constant({ kind: 'always-fails' } as const),
    fc.constant({ kind: 'conflicts-once' } as const),
    fc.record({ kind: fc.constant('lost' as const), times: fc.integer({ min: 1, max: MAX_LOSSES + 1 }) }),
  )
  const drafted = fc.record({
    outcome,
    needs: fc.array(fc.nat(7), { maxLength: 3 }),
    runs: fc.integer({ min: 1, max: 3 }),
    folder: fc.constantFrom('a', 'b', 'a/x', 'c', 'd'),
    priority: fc.constantFrom('P0', 'P1', 'P2', 'P3'),
  })
  type Drafted = typeof drafted extends fc.Arbitrary<infer Value> ? Value : never

  const name = (index: number): string => `t${index}`

  /** What must become of a task, by its plan alone. One that always fails fails alike, which is told once. */
  function expected({ outcome: plan, runs }: Drafted): { done: boolean; runs: number } {
    switch (plan.kind) {
      case 'lands':
        return { done: true, runs: 1 }
      case 'conflicts-once':
        return { done: true, runs: 2 }
      case 'always-fails':
        return { done: false, runs: Math.min(runs, 2) }
      case 'fails':
        return plan.times < runs ? { done: true, runs: plan.times + 1 } : { done: false, runs }
      case 'lost':
        return plan.times < MAX_LOSSES
          ? { done: true, runs: plan.times + 1 }
          : { done: false, runs: MAX_LOSSES }
    }
  }

  function planOf(tasks: readonly Drafted[], folder: string): Plan {
    const of = (key: string) => tasks[Number(key.slice(1))]?.outcome
    return {
      folder,
      conflicts: ({ key, number }) => of(key)?.kind === 'conflicts-once' && number === 1,
      acts({ key, number }) {
        const plan = of(key)
        if (plan?.kind === 'always-fails') return [{ sleep: 300 }, { exit: 1 }]
        if (plan?.kind === 'fails' && number <= plan.times)
          return [{ print: `failed ${'again '.repeat(number)}` }, { exit: 1 }]
        if (plan?.kind === 'lost' && number <= plan.times) return [{ sleep: 50 }, { vanish: true }]
        return [{ sleep: number * 100 }]
      },
    }
  }

  test('every task is done or blocked or waits for one that is, none lands twice, limits and slots hold [I8]', async () => {
    const folder = await temporaryDirectory()
    await fc.assert(
      fc.asyncProperty(
        fc.array(drafted, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (tasks, slots) => {
          const night = await simulateNight(planOf(tasks, folder))
          const needsOf = (index: number): number[] => [
            ...new Set((tasks[index]?.needs ?? []).filter((need) => need < index)),
          ]
          for (const [index, { folder: part, priority, runs }] of tasks.entries()) {
            await addTask(night, name(index), {
              needs: needsOf(index).map(name),
              priority,
              scope: { write: [`${part}/**`], strict: false },
              limits: { ...DEFAULT_LIMITS, runs },
            })
          }
          let ticks = 0
          const loop = loopOver(night, { slots })
          await loop.run(async () => {
            ticks += 1
            expect((await inHands(night)).length).toBeLessThanOrEqual(slots)
            expect(ticks).toBeLessThan(500)
          })

          const states: string[] = []
          let runsExpected = 0
          for (const [index, task] of tasks.entries()) {
            const { done, runs } = expected(task)
            const canStart = needsOf(index).every((need) => states[need] === 'done')
            states.push(!canStart ? 'todo' : done ? 'done' : 'blocked')
            if (canStart) runsExpected += runs
          }
          expect(await statesOf(night)).toEqual(
            Object.fromEntries(states.map((state, index) => [name(index), state])),
          )
          const all = await night.ledger.tasks({})
          expect(all.filter((task) => task.attempts > task.limits.runs || task.losses > MAX_LOSSES)).toEqual(
            [],
          )
          const landed = (await night.ledger.landings({ nightId: night.night.id, states: ['landed'] })).map(
            ({ runId }) => runId,
          )
          const runs = await night.ledger.runs({})
          const winners = runs.filter(({ id }) => landed.includes(id)).map(({ taskId }) => taskId)
          expect(winners.length).toBe(new Set(winners).size)
          expect(winners.length).toBe(states.filter((state) => state === 'done').length)
          expect(runs.length).toBe(runsExpected)
          expect(ticks).toBeLessThanOrEqual(3 * runsExpected + 2)
          expect(await night.world.workspaces.list()).toEqual([])
          await night.ledger.close()
        },
      ),
      { numRuns: 25 },
    )
  })
})

async function inHands({ ledger }: Pick<SimulatedNight, 'ledger'>) {
  const live = await ledger.runs({ live: true })
  return live.filter(({ state }) => state !== 'queued' && LIVE_RUN_STATES.some((one) => one === state))
}

async function claimedKeys({ ledger }: Pick<SimulatedNight, 'ledger'>): Promise<readonly string[]> {
  const claims = await ledger.events({ kinds: ['run.claimed'] })
  return Promise.all(claims.map(async ({ taskId }) => (await ledger.task(taskId ?? '')).key))
}

async function untilWorking({ ledger }: Pick<SimulatedNight, 'ledger'>): Promise<void> {
  while (!(await ledger.runs({ live: true })).some(({ state }) => state === 'working')) await turn()
}

/** Until no run is in anybody's hands, and whoever had it has let go. */
async function untilIdle(ledger: SimulatedNight['ledger']): Promise<void> {
  while ((await inHands({ ledger })).length > 0) await turn()
  for (let left = 20; left > 0; left -= 1) await turn()
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
