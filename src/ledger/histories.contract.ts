import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PLAIN_BLOCKER } from '../domain/blocker.ts'
import { END_REASONS } from '../domain/ending.ts'
import { isReveilleError } from '../domain/errors.ts'
import { cycleThrough } from '../domain/needs.ts'
import type { EventKind } from '../domain/event.ts'
import { replay } from '../domain/replay.ts'
import { isLive, type Run } from '../domain/run.ts'
import { TASK_KINDS, type Task } from '../domain/task.ts'
import { TASK_STATE_OF_RUN } from '../domain/transitions.ts'
import type { Ledger } from './ledger.ts'
import * as world from './world.contract.ts'
import { ANN, BOT, contentOf, fenceOf } from './world.contract.ts'

/** One verb with what it needs to choose: which subjects, which variant. */
interface Step {
  readonly verb: keyof typeof VERBS
  readonly one: number
  readonly two: number
}

const KEYS = ['a', 'b', 'c', 'd']

function choose<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % Math.max(1, items.length)]
  // Nothing to choose from is a refusal like another: the history goes on without the step.
  if (item === undefined) throw new NothingToChoose()
  return item
}

class NothingToChoose extends Error {}

type Verb = (ledger: Ledger, step: Step) => Promise<unknown>

const key = (step: Step): string => choose(KEYS, step.one)
const epochOf = async (ledger: Ledger, step: Step): Promise<number> =>
  ((await ledger.leader())?.epoch ?? 0) - (step.two === 0 ? 1 : 0)
const nightOf = async (ledger: Ledger): Promise<string> => (await ledger.openNightNow())?.id ?? 'none'
const anyRun = async (ledger: Ledger, step: Pick<Step, 'one' | 'two'>): Promise<Run> => {
  const runs = await ledger.runs(step.two === 0 ? {} : { live: true })
  return choose(runs, step.one)
}
const anyLanding = async (ledger: Ledger, step: Step): Promise<string> =>
  choose(await ledger.landings({ nightId: await nightOf(ledger) }), step.one).id

const FACTS: readonly ((ledger: Ledger, fence: { runId: string; token: number }) => Promise<void>)[] = [
  (ledger, fence) => ledger.recordRunFact({ ...fence, kind: 'run.briefed', data: world.BRIEF }),
  (ledger, fence) => ledger.recordRunFact({ ...fence, kind: 'run.judged', data: world.JUDGED }),
  (ledger, fence) => ledger.recordRunFact({ ...fence, kind: 'operation.began', data: world.BEGAN }),
  (ledger, fence) => ledger.recordRunFact({ ...fence, kind: 'operation.ended', data: world.ENDED }),
]

const VERBS = {
  add: (ledger, step) =>
    ledger.addTask({
      actor: ANN,
      draft: world.draft(key(step), {
        kind: step.two < 5 ? 'change' : choose(TASK_KINDS, step.two),
        needs: step.two % 3 === 0 ? [choose(KEYS, step.two)] : [],
        checks: step.two % 2 === 0 ? [world.check('tests')] : [],
        limits: { runs: 1 + (step.two % 3), wallClockMs: 1, noProgressMs: 1 },
      }),
    }),
  update: (ledger, step) =>
    ledger.updateTask({
      actor: BOT,
      task: key(step),
      changes:
        step.two % 2 === 0
          ? { title: `Title ${step.two}` }
          : { kind: choose(TASK_KINDS, step.two), domain: 'x' },
      ...(step.two > 5 ? { version: 1 } : {}),
    }),
  note: (ledger, step) => ledger.noteTask({ actor: ANN, task: key(step), text: `note ${step.two}` }),
  need: (ledger, step) =>
    ledger.changeNeeds({ actor: ANN, task: key(step), add: [choose(KEYS, step.two)], remove: [] }),
  free: (ledger, step) =>
    ledger.changeNeeds({ actor: ANN, task: key(step), add: [], remove: [choose(KEYS, step.two)] }),
  move: (ledger, step) =>
    ledger.moveTask({
      actor: step.two % 4 === 0 ? BOT : ANN,
      task: key(step),
      to: choose(['todo', 'todo', 'done', 'cancelled'] as const, step.two),
      reason: 'by hand',
    }),
  night: (ledger) => ledger.openNight({ actor: ANN, branch: 'main', base: 'base' }),
  close: async (ledger, step) =>
    ledger.closeNight({ epoch: await epochOf(ledger, step), nightId: await nightOf(ledger), to: 'accepted' }),
  lead: (ledger, step) => ledger.beginLeadership({ owner: { ...world.OWNER, pid: step.one } }),
  recover: async (ledger, step) =>
    ledger.recordRecovery({ epoch: await epochOf(ledger, step), data: { lost: [] } }),
  lane: async (ledger, step) =>
    ledger.recordLane({
      epoch: await epochOf(ledger, step),
      nightId: await nightOf(ledger),
      judged: step.two % 2 === 0 ? world.LANE_RED : { ...world.LANE_RED, lane: 'green', detail: '' },
    }),
  claim: async (ledger, step) =>
    ledger.claimTask({
      epoch: step.two % 2 === 0 ? null : await epochOf(ledger, step),
      nightId: await nightOf(ledger),
      task: key(step),
      agent: 'program',
      isolation: 'none',
      base: 'base',
    }),
  takeUp: async (ledger, step) =>
    ledger.takeUpRun({ epoch: await epochOf(ledger, step), runId: (await anyRun(ledger, step)).id }),
  host: async (ledger, step) =>
    ledger.recordHost({ ...fenceOf(await anyRun(ledger, step)), host: world.OWNER }),
  advance: async (ledger, step) => {
    const run = await anyRun(ledger, step)
    const fence = fenceOf(run)
    if (run.state === 'preparing') return ledger.moveRun({ ...fence, to: 'working' })
    if (run.state === 'working') return ledger.moveRun({ ...fence, to: 'checking', candidate: 'work' })
    if (step.two % 3 === 1) return ledger.concludeRun({ ...fence, conclusion: world.verified() })
    return ledger.queueRun({ ...fence, gate: 'gate' })
  },
  tell: async (ledger, step) =>
    choose(FACTS, step.two)(ledger, fenceOf(await anyRun(ledger, { one: step.one, two: 1 }))),
  end: async (ledger, step) => {
    const run = await anyRun(ledger, step)
    return ledger.endRun({
      ...fenceOf(run),
      reason: choose(END_REASONS, step.one * 8 + step.two),
      detail: 'ended',
    })
  },
  prove: async (ledger, step) =>
    ledger.recordEvidence({
      fence: { epoch: await epochOf(ledger, step) },
      verdict: world.verdict({ tree: `tree-${step.one % 2}`, green: step.two % 4 !== 3 }),
    }),
  merge: async (ledger, step) =>
    ledger.queueMerge({
      epoch: await epochOf(ledger, step),
      nightId: await nightOf(ledger),
      candidate: 'theirs',
    }),
  intend: async (ledger, step) => {
    const landing = await anyLanding(ledger, step)
    return ledger.intendLanding({
      ...world.intent(await epochOf(ledger, step), landing),
      tree: `tree-${step.two % 2}`,
    })
  },
  retract: async (ledger, step) => {
    const landingId = await anyLanding(ledger, step)
    return ledger.retractLanding({ epoch: await epochOf(ledger, step), landingId, detail: 'moved' })
  },
  complete: async (ledger, step) => {
    const landingId = await anyLanding(ledger, step)
    return ledger.completeLanding({ epoch: await epochOf(ledger, step), landingId })
  },
  drop: async (ledger, step) => {
    const landingId = await anyLanding(ledger, step)
    const reason = choose(['ejected', 'conflict'] as const, step.two)
    return ledger.dropLanding({ epoch: await epochOf(ledger, step), landingId, reason, detail: 'out' })
  },
  block: (ledger, step) =>
    ledger.raiseBlocker({
      actor: BOT,
      task: key(step),
      blocker: {
        seen: 's',
        tried: 't',
        question: 'q',
        options: [{ key: 'cancel', text: '', effect: 'cancel' }],
        ...PLAIN_BLOCKER,
      },
    }),
  answer: async (ledger, step) => {
    const { id } = choose(await ledger.blockers({ open: step.two !== 0 }), step.one)
    return ledger.answerBlocker({
      actor: ANN,
      blockerId: id,
      option: choose(['retry', 'retry', 'cancel'], step.two),
    })
  },
} satisfies Record<string, Verb>

/** Verbs that carry a night forward come up more often, so that histories reach its end. */
const verb = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...(Object.keys(VERBS) as (keyof typeof VERBS)[])) },
  { weight: 3, arbitrary: fc.constantFrom('claim', 'advance', 'advance', 'prove', 'intend', 'complete') },
)
const step: fc.Arbitrary<Step> = fc.record({ verb, one: fc.nat({ max: 7 }), two: fc.nat({ max: 7 }) })

/** Performs the steps. A refused one must have changed nothing. */
async function perform(ledger: Ledger, steps: readonly Step[]): Promise<void> {
  for (const one of steps) {
    const before = await contentOf(ledger)
    try {
      await VERBS[one.verb](ledger, one)
    } catch (error) {
      if (error instanceof NothingToChoose) continue
      if (!isReveilleError(error) || error.code === 'internal') throw error
      expect(await contentOf(ledger)).toEqual(before)
    }
  }
}

async function expectSound(ledger: Ledger): Promise<ReadonlySet<EventKind>> {
  const events = await ledger.events({})
  const tasks = await ledger.tasks({})
  const runs = await ledger.runs({})
  const nights = await ledger.nights()
  const landings = (await Promise.all(nights.map(({ id }) => ledger.landings({ nightId: id })))).flat()
  const derived = replay(events)
  expect(byId(derived.tasks.values())).toEqual(byId(tasks))
  expect(byId(derived.runs.values())).toEqual(byId(runs))
  expect(byId(derived.landings.values())).toEqual(byId(landings))
  const counted = Object.entries(await ledger.countTasks())
  expect(counted).toEqual(
    counted.map(([state]) => [state, tasks.filter((task) => task.state === state).length]),
  )
  for (const task of tasks) await expectSoundTask(ledger, task)
  for (const landing of landings.filter(({ state }) => state === 'landed')) {
    const proof = events.filter(
      ({ kind, data }) => kind === 'evidence.recorded' && data['tree'] === landing.tree,
    )
    expect(proof.some(({ data }) => data['green'] === true)).toBe(true)
  }
  const needsOf = (name: string) => tasks.find((task) => task.key === name)?.needs ?? []
  for (const task of tasks)
    for (const need of task.needs) expect(cycleThrough(task.key, need, needsOf)).toBeNull()
  return new Set(events.map(({ kind }) => kind))
}

async function expectSoundTask(ledger: Ledger, task: Task): Promise<void> {
  const runs = await ledger.runs({ taskId: task.id })
  const current = runs.filter(isLive)
  expect(current.map((run) => TASK_STATE_OF_RUN[run.state])).toEqual(
    task.state === 'doing' || task.state === 'review' ? [task.state] : [],
  )
  const open = await ledger.blockers({ taskId: task.id, open: true })
  expect(open).toHaveLength(task.state === 'blocked' ? 1 : 0)
  if (task.resolution === 'landed') expect(runs.at(-1)?.state).toBe('landed')
  if (task.resolution === 'concluded') expect(runs.at(-1)?.state).toBe('concluded')
  const concluded = runs.filter(({ state }) => state === 'concluded').map(({ id }) => id)
  const known = await ledger.conclusions([task.id])
  expect(known.map(({ runId }) => runId)).toEqual(concluded.slice(-1))
  expect(runs.map(({ number }) => number)).toEqual(runs.map((_, index) => index + 1))
  for (const [index, run] of runs.entries()) expect(run.token).toBeGreaterThan(runs[index - 1]?.token ?? 0)
}

function byId<Subject extends { readonly id: string }>(subjects: Iterable<Subject>): readonly Subject[] {
  return [...subjects].toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

/** Begins with a led night and tasks in it, then lets anything happen. Returns the kinds of event that came of it. */
export async function live(ledger: Ledger, steps: readonly Step[]): Promise<ReadonlySet<EventKind>> {
  await world.begin(ledger)
  await world.add(ledger, 'a')
  await world.add(ledger, 'b')
  await perform(ledger, steps)
  return expectSound(ledger)
}

export const history = fc.array(step, { maxLength: 60, size: 'max' })

export function describeHistories(open: world.OpenLedger): void {
  describe('histories', () => {
    test('after any sequence of verbs the events tell what the tables say [I1, I2, I5, I6]', async () => {
      await fc.assert(
        fc.asyncProperty(history, async (steps) => {
          await live(await open(), steps)
        }),
        { numRuns: 20 },
      )
    })
  })
}
