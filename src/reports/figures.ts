/**
 * The figures of a night. Each is a function of the ledger's rows and of `now`, says by its name or its comment how it is
 * made, and is null where the rows cannot tell.
 */
import { END_REASONS, ENDINGS, METRIC_CLASSES, type EndReason, type MetricClass } from '../domain/ending.ts'
import { dataOf } from '../domain/event-data.ts'
import type { Event } from '../domain/event.ts'
import { isLive, type Run } from '../domain/run.ts'
import type { NightRecord } from './record.ts'

export interface Figures {
  readonly runs: {
    /** landed + concluded + ended + live. */
    readonly total: number
    readonly landed: number
    readonly concluded: number
    readonly ended: number
    readonly live: number
  }
  /** Ended runs by reason, in the order of the table of reasons; reasons that did not occur are left out. */
  readonly endedBy: readonly { readonly reason: EndReason; readonly runs: number }[]
  readonly classes: Readonly<Record<MetricClass, number>>
  /** Runs that said they were finished and were refused by a gate: the class false-done. */
  readonly rejected: number
  readonly attemptsUsed: number
  readonly firstPass: FirstPass
  readonly time: Times
}

/** Of the change tasks with a judged run (landed, or ended with a reason that uses an attempt): whose first one landed. */
export interface FirstPass {
  readonly judged: number
  readonly passed: number
  readonly rate: number | null
}

export interface Times {
  /** Time during which at least one run was live; hours in which nothing ran do not count. */
  readonly wallMs: number
  /** Sum over all runs of the time their agent worked. */
  readonly agentMs: number
  /** agentMs / wallMs. */
  readonly parallelFactor: number | null
  /** Most agents at work at one instant. */
  readonly mostAtOnce: number
}

export type FiguresInput = Pick<NightRecord, 'runs' | 'tasks' | 'events'>

export function figuresOf({ runs, tasks, events }: FiguresInput, now: number): Figures {
  const ended = runs.flatMap((run) => run.endReason ?? [])
  const counts = new Map<EndReason, number>()
  for (const reason of ended) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const classes = Object.fromEntries(
    METRIC_CLASSES.map((name) => [name, ended.filter((reason) => ENDINGS[reason].metric === name).length]),
  ) as Record<MetricClass, number>
  return {
    runs: {
      total: runs.length,
      landed: runs.filter((run) => run.state === 'landed').length,
      concluded: runs.filter((run) => run.state === 'concluded').length,
      ended: runs.filter((run) => run.state === 'ended').length,
      live: runs.filter(isLive).length,
    },
    endedBy: END_REASONS.flatMap((reason) => {
      const number = counts.get(reason)
      return number === undefined ? [] : [{ reason, runs: number }]
    }),
    classes,
    rejected: classes['false-done'],
    attemptsUsed: ended.filter((reason) => ENDINGS[reason].usesAttempt).length,
    firstPass: firstPassOf({ runs, tasks }),
    time: timesOf({ runs, events }, now),
  }
}

function firstPassOf({ runs, tasks }: Pick<FiguresInput, 'runs' | 'tasks'>): FirstPass {
  const changes = new Set(tasks.filter((task) => task.kind === 'change').map((task) => task.id))
  const first = new Map<string, Run>()
  for (const run of runs) {
    if (!changes.has(run.taskId) || !isJudged(run)) continue
    const known = first.get(run.taskId)
    if (known === undefined || run.number < known.number) first.set(run.taskId, run)
  }
  const passed = [...first.values()].filter((run) => run.state === 'landed').length
  return { judged: first.size, passed, rate: first.size === 0 ? null : passed / first.size }
}

function isJudged(run: Run): boolean {
  return run.state === 'landed' || (run.endReason !== null && ENDINGS[run.endReason].usesAttempt)
}

interface Interval {
  readonly from: number
  readonly to: number
}

function timesOf({ runs, events }: Pick<FiguresInput, 'runs' | 'events'>, now: number): Times {
  const lives = runs.map((run) => ({
    from: run.claimedAt,
    to: run.endedAt ?? (isLive(run) ? now : run.updatedAt),
  }))
  const works = workIntervals(runs, events, now)
  const wallMs = covered(lives)
  const agentMs = works.reduce((sum, { from, to }) => sum + (to - from), 0)
  return {
    wallMs,
    agentMs,
    parallelFactor: wallMs === 0 ? null : agentMs / wallMs,
    mostAtOnce: mostAtOnce(works),
  }
}

/** When each run's agent worked: from the run's move to `working` to its next move or its end. */
function workIntervals(runs: readonly Run[], events: readonly Event[], now: number): readonly Interval[] {
  const started = new Map<string, number>()
  const intervals = new Map<string, Interval>()
  for (const event of events) {
    if (event.runId === null) continue
    const from = started.get(event.runId)
    if (dataOf(event, 'run.moved')?.to === 'working') {
      started.set(event.runId, event.at)
    } else if (from !== undefined && (event.kind === 'run.moved' || event.kind === 'run.ended')) {
      intervals.set(event.runId, { from, to: Math.max(from, event.at) })
      started.delete(event.runId)
    }
  }
  for (const run of runs) {
    const from = started.get(run.id)
    if (from !== undefined) intervals.set(run.id, { from, to: Math.max(from, run.endedAt ?? now) })
  }
  return runs.flatMap((run) => intervals.get(run.id) ?? [])
}

/** Length of the union. */
function covered(intervals: readonly Interval[]): number {
  let total = 0
  let until = Number.NEGATIVE_INFINITY
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return total
}

function mostAtOnce(intervals: readonly Interval[]): number {
  const steps = intervals.flatMap(({ from, to }) =>
    from === to
      ? []
      : [
          { at: from, by: 1 },
          { at: to, by: -1 },
        ],
  )
  let now = 0
  let most = 0
  // At one instant ends come before starts: a slot that is handed over counts once.
  for (const { by } of steps.toSorted((a, b) => a.at - b.at || a.by - b.by)) {
    now += by
    most = Math.max(most, now)
  }
  return most
}
