/** The figures of a night from its runs and events. */

/** Reasons for which runs end, in the order in which reports list them: whether one uses an attempt, and its class. */
const ENDINGS = {
  'no-change': [true, 'false-done'],
  'out-of-scope': [true, 'false-done'],
  'weakened-tests': [true, 'false-done'],
  'check-failed': [true, 'false-done'],
  ejected: [true, 'false-done'],
  'agent-error': [true, 'failure'],
  'no-progress': [true, 'failure'],
  'timed-out': [true, 'failure'],
  'over-budget': [true, 'failure'],
  refused: [true, 'failure'],
  'nothing-to-fix': [false, 'no-fault'],
  conflict: [false, 'no-fault'],
  'worker-lost': [false, 'loss'],
  'usage-limit': [false, 'wait'],
  'target-red': [false, 'no-fault'],
  'environment-failed': [false, 'no-fault'],
  'invalid-red': [false, 'no-fault'],
  'flaky-check': [false, 'no-fault'],
  blocked: [false, 'wait'],
  suspicious: [false, 'no-fault'],
  cancelled: [false, 'no-fault'],
}
const CLASSES = ['false-done', 'failure', 'loss', 'wait', 'no-fault']

export const usesAttempt = (reason) => ENDINGS[reason]?.[0] === true

/** @param now the instants between which the report was made: it tells its own only to the second */
export function figuresOf({ runs, tasks, events }, now) {
  const ended = runs.filter(({ state }) => state === 'ended').map(({ endReason }) => endReason)
  const classes = Object.fromEntries(
    CLASSES.map((name) => [name, ended.filter((reason) => ENDINGS[reason]?.[1] === name).length]),
  )
  const inState = (...states) => runs.filter(({ state }) => states.includes(state)).length
  return {
    runs: {
      total: runs.length,
      landed: inState('landed'),
      concluded: inState('concluded'),
      ended: inState('ended'),
      live: inState('preparing', 'working', 'checking', 'queued'),
    },
    endedBy: Object.keys(ENDINGS).flatMap((reason) => {
      const number = ended.filter((one) => one === reason).length
      return number === 0 ? [] : [{ reason, runs: number }]
    }),
    classes,
    rejected: classes['false-done'],
    attemptsUsed: ended.filter(usesAttempt).length,
    firstPass: firstPassOf(runs, tasks),
    time: timesOf({ runs, events }, now),
  }
}

function firstPassOf(runs, tasks) {
  const firsts = tasks.flatMap(({ id, kind }) => {
    const judged = runs.filter(
      ({ taskId, state, endReason }) => taskId === id && (state === 'landed' || usesAttempt(endReason)),
    )
    judged.sort((one, other) => one.number - other.number)
    return kind === 'change' ? judged.slice(0, 1) : []
  })
  const passed = firsts.filter(({ state }) => state === 'landed').length
  return { judged: firsts.length, passed, rate: firsts.length === 0 ? null : passed / firsts.length }
}

function timesOf(record, { earliest, latest }) {
  const [least, most] = [timesAt(record, earliest), timesAt(record, latest)]
  const between = (read) => (value) => {
    const [low, high] = [read(least), read(most)].sort((one, other) => one - other)
    return value === low || (value !== null && low !== null && value >= low && value <= high)
      ? null
      : `the events say ${low}${low === high ? '' : ` to ${high}`}`
  }
  return {
    wallMs: between(({ wallMs }) => wallMs),
    agentMs: between(({ agentMs }) => agentMs),
    parallelFactor: between(({ wallMs, agentMs }) => (wallMs === 0 ? null : agentMs / wallMs)),
    mostAtOnce: between(({ mostAtOnce }) => mostAtOnce),
  }
}

function timesAt({ runs, events }, now) {
  const works = runs.flatMap((run) => workOf(run, { events, now }))
  const lives = runs.map(({ claimedAt, endedAt }) => [claimedAt, Math.max(claimedAt, endedAt ?? now)])
  const agentMs = works.reduce((sum, [from, to]) => sum + to - from, 0)
  return { wallMs: lengthOf(lives), agentMs, mostAtOnce: mostAtOnceOf(works) }
}

/** From the last move to `working` to whatever came next. */
function workOf(run, { events, now }) {
  const own = events.filter(
    ({ runId, kind }) => runId === run.id && (kind === 'run.moved' || kind === 'run.ended'),
  )
  const begun = own.findLastIndex(({ data }) => data.to === 'working')
  if (begun < 0) return []
  const from = own[begun].at
  return [[from, Math.max(from, own[begun + 1]?.at ?? run.endedAt ?? now)]]
}

/** Milliseconds that are in at least one interval, counted between neighbouring ends. */
function lengthOf(intervals) {
  const ends = [...new Set(intervals.flat())].sort((one, other) => one - other)
  return ends.slice(1).reduce((sum, to, index) => {
    const from = ends[index]
    return intervals.some(([first, last]) => first <= from && to <= last) ? sum + to - from : sum
  }, 0)
}

/** Most intervals that hold one instant; one that ends where another begins does not count with it. */
function mostAtOnceOf(intervals) {
  const lasting = intervals.filter(([from, to]) => from < to)
  return Math.max(0, ...lasting.map(([at]) => lasting.filter(([from, to]) => from <= at && at < to).length))
}
