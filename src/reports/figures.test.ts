import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RecordBuilder } from '../../test/record.ts'
import { END_REASONS, ENDINGS, METRIC_CLASSES } from '../domain/ending.ts'
import { dataOf } from '../domain/event-data.ts'
import type { Event } from '../domain/event.ts'
import { figuresOf, type Figures } from './figures.ts'
import { outcomesOf } from './outcomes.ts'
import type { NightRecord } from './record.ts'

describe('the figures of a night', () => {
  test('agree with a second, naive count from the raw events alone [I9]', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const night = played(taken)
        expect(figuresOf(night.record(), night.now)).toEqual(naiveFigures(night.record(), night.now))
      }),
    )
  })

  test('always add up', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const night = played(taken)
        const { runs, endedBy, classes, attemptsUsed, rejected, firstPass, time } = figuresOf(
          night.record(),
          night.now,
        )
        expect(runs.landed + runs.concluded + runs.ended + runs.live).toBe(runs.total)
        expect(sum(endedBy.map((row) => row.runs))).toBe(runs.ended)
        expect(sum(Object.values(classes))).toBe(runs.ended)
        expect(rejected).toBeLessThanOrEqual(attemptsUsed)
        expect(firstPass.passed).toBeLessThanOrEqual(firstPass.judged)
        expect(time.agentMs).toBeLessThanOrEqual(time.wallMs * Math.max(1, time.mostAtOnce))
        const outcomes = outcomesOf(night.record())
        expect(sum(Object.values(outcomes).map((list: readonly unknown[]) => list.length))).toBe(
          night.tasks.length,
        )
      }),
    )
  })

  test('follow when the end of a single run is another one', () => {
    fc.assert(
      fc.property(steps, fc.nat(), fc.constantFrom(...END_REASONS), (taken, pick, reason) => {
        const night = played(taken)
        const ended = night.runs.filter((run) => run.state === 'ended')
        const run = ended[pick % Math.max(1, ended.length)]
        fc.pre(run !== undefined)
        const old = run?.endReason
        fc.pre(old !== null && old !== undefined && old !== reason)
        if (run === undefined || old === null || old === undefined) return
        const before = countsOf(figuresOf(night.record(), night.now))
        run.endReason = reason
        const after = countsOf(figuresOf(night.record(), night.now))
        expect(after[reason]).toBe((before[reason] ?? 0) + 1)
        expect(after[old] ?? 0).toBe((before[old] ?? 0) - 1)
        const used = Number(ENDINGS[reason].usesAttempt) - Number(ENDINGS[old].usesAttempt)
        expect(after['attemptsUsed']).toBe((before['attemptsUsed'] ?? 0) + used)
        expect(after['ended']).toBe(before['ended'])
      }),
    )
  })

  test('count hours in which nothing ran neither as wall time nor against the parallel factor', () => {
    const night = new RecordBuilder()
    for (const key of ['evening', 'next-evening']) {
      const run = night.claim(night.task(key))
      night.work(run, 1000)
      night.end(run, 'timed-out', '')
      night.wait(20 * 3_600_000)
    }
    expect(figuresOf(night.record(), night.now).time).toEqual({
      wallMs: 2000,
      agentMs: 2000,
      parallelFactor: 1,
      mostAtOnce: 1,
    })
  })

  test('are null, not zero, where nothing can be known', () => {
    const night = new RecordBuilder()
    const { firstPass, time } = figuresOf(night.record(), night.now)
    expect([firstPass.rate, time.parallelFactor]).toEqual([null, null])
  })

  test('judge the first pass by the first run that was judged: a conflict or a lost worker blames nobody', () => {
    const night = new RecordBuilder()
    const task = night.task('unlucky')
    night.end(night.claim(task), 'conflict', '')
    night.end(night.claim(task), 'worker-lost', '')
    const run = night.claim(task)
    night.work(run, 1)
    night.move(run, 'checking')
    night.land(run, [night.check(run)])
    expect(figuresOf(night.record(), night.now).firstPass).toEqual({ judged: 1, passed: 1, rate: 1 })
  })
})

interface Step {
  readonly task: number
  /** The next move on the way to landing, or an end. */
  readonly act: 'advance' | 'end'
  readonly reason: number
  readonly ms: number
}

const steps = fc.array(
  fc.record<Step>({
    task: fc.nat(4),
    act: fc.constantFrom('advance', 'advance', 'advance', 'end'),
    reason: fc.nat(END_REASONS.length - 1),
    ms: fc.constantFrom(0, 0, 1, 2, 7),
  }),
  { maxLength: 80, size: 'max' },
)

/** Takes each step that is possible; agents of several tasks work at once. */
function played(taken: readonly Step[]): RecordBuilder {
  const night = new RecordBuilder()
  const kinds = ['change', 'change', 'change', 'change', 'verify'] as const
  const tasks = kinds.map((kind, index) => night.task(`task-${index}`, { kind }))
  for (const { task: index, act, reason, ms } of taken) {
    night.wait(ms)
    const task = tasks[index]
    if (task === undefined) continue
    const run = night.runs.findLast(({ taskId, endedAt }) => taskId === task.id && endedAt === null)
    if (run === undefined) {
      if (task.state === 'todo') night.claim(task)
    } else if (act === 'end') {
      night.end(run, END_REASONS[reason] ?? 'cancelled', '')
    } else if (run.state === 'preparing') {
      night.work(run, 0)
    } else if (run.state === 'working') {
      night.move(run, 'checking')
    } else if (task.kind === 'change') {
      night.land(run, [night.check(run)])
    } else {
      night.move(run, 'concluded')
    }
  }
  return night
}

/** What happened in each millisecond, one by one, as the events tell it. */
function naiveFigures({ events, tasks, night }: NightRecord, now: number): Figures {
  const told = (kind: Event['kind']) => events.filter((event) => event.kind === kind)
  const claims = told('run.claimed')
  const moves = (to: string) => events.filter((event) => dataOf(event, 'run.moved')?.to === to)
  const ends = events.flatMap((event) => dataOf(event, 'run.ended')?.reason ?? [])
  const landed = moves('landed').length
  const concluded = moves('concluded').length
  let [wallMs, agentMs, mostAtOnce] = [0, 0, 0]
  for (let at = night.openedAt; at < now; at++) {
    const past = events.filter((event) => event.at <= at)
    const last = new Map(
      past.flatMap((event) => (event.kind.startsWith('run.') ? [[event.runId, event]] : [])),
    )
    const kinds = [...last.values()].map((event) => dataOf(event, 'run.moved')?.to ?? event.kind)
    const working = kinds.filter((kind) => kind === 'working').length
    if (kinds.some((kind) => !['landed', 'concluded', 'run.ended'].includes(kind))) wallMs++
    agentMs += working
    mostAtOnce = Math.max(mostAtOnce, working)
  }
  const isChange = (event: Event) => tasks.some(({ id, kind }) => id === event.taskId && kind === 'change')
  const judged = events.filter((event) => isChange(event) && isVerdict(event))
  const first = tasks.flatMap(({ id }) => judged.find(({ taskId }) => taskId === id) ?? [])
  const passed = first.filter((event) => event.kind === 'run.moved').length
  const ofClass = (name: string) => ends.filter((reason) => ENDINGS[reason].metric === name).length
  return {
    runs: {
      total: claims.length,
      landed,
      concluded,
      ended: ends.length,
      live: claims.length - landed - concluded - ends.length,
    },
    endedBy: END_REASONS.map((reason) => ({
      reason,
      runs: ends.filter((end) => end === reason).length,
    })).filter((row) => row.runs > 0),
    classes: Object.fromEntries(METRIC_CLASSES.map((name) => [name, ofClass(name)])) as Figures['classes'],
    rejected: ofClass('false-done'),
    attemptsUsed: ends.filter((reason) => ENDINGS[reason].usesAttempt).length,
    firstPass: { judged: first.length, passed, rate: first.length === 0 ? null : passed / first.length },
    time: { wallMs, agentMs, parallelFactor: wallMs === 0 ? null : agentMs / wallMs, mostAtOnce },
  }
}

function isVerdict(event: Event): boolean {
  const reason = dataOf(event, 'run.ended')?.reason
  return dataOf(event, 'run.moved')?.to === 'landed' || (reason !== undefined && ENDINGS[reason].usesAttempt)
}

function countsOf({ endedBy, runs, attemptsUsed }: Figures): Readonly<Record<string, number>> {
  return {
    ...Object.fromEntries(endedBy.map((row) => [row.reason, row.runs])),
    ended: runs.ended,
    attemptsUsed,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
