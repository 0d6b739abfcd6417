/** Derives the whole hand-off anew. What is a function here is a rule that the reported value must meet. */
import { words } from './compare.mjs'
import { figuresOf } from './figures.mjs'
import { lacksAgent, outcomesOf } from './outcomes.mjs'

const KINDS = ['change', 'verify', 'explore', 'operate']
const PRIORITIES = ['P0', 'P1', 'P2', 'P3']
const SECOND = 1000
const GO_ON_MENDED = 'reveille accept && reveille night'

export function handoffOf(record, world, asOf) {
  const { night, tasks, runs, evidence } = record
  const earliest = Date.parse(asOf)
  const target = `refs/reveille/targets/${night.number}`
  const outcomes = outcomesOf(record, world)
  const needsYou = attentionOf(record, world)
  return {
    asOf: (value) => instantProblem(value, world.events.at(-1)?.at ?? 0),
    stateDirectory: words,
    night: {
      number: night.number,
      state: night.state,
      branch: night.branch,
      base: night.base,
      tip: tipOf(record),
      target,
      mirror: `refs/heads/reveille/${night.number}`,
      openedAt: instant(night.openedAt),
      closedAt: night.closedAt === null ? null : instant(night.closedAt),
    },
    asked: askedOf(tasks),
    outcomes,
    merges: record.landings
      .filter(({ runId, state }) => runId === null && state === 'landed')
      .map(({ candidate }) => candidate),
    needsYou,
    recoveries: recoveriesOf(record),
    isolation: {
      runs: runs.length,
      withoutSandbox: runs.filter(({ isolation }) => isolation === 'none').length,
      evidenceWithoutSandbox: evidence.filter(({ isolation }) => isolation === 'none').length,
    },
    unprovable: (value) => unprovableProblem(value, outcomes),
    figures: figuresOf(record, { earliest, latest: earliest + SECOND - 1 }),
    next: nextSteps(record, { needsYou, unfinished: outcomes.unfinished, target }),
  }
}

function instant(at) {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

function instantProblem(value, lastEvent) {
  const at = Date.parse(value)
  if (Number.isNaN(at) || instant(at) !== value) return 'it should be an instant'
  return at + SECOND > lastEvent ? null : 'events were recorded after it'
}

function tipOf({ landings, night }) {
  const landed = landings.filter(({ state }) => state === 'landed').map((landing) => landing.landed)
  landed.sort((one, other) => one.seq - other.seq)
  return landed.at(-1)?.to ?? night.base
}

function askedOf(tasks) {
  const byKind = KINDS.flatMap((kind) => {
    const own = tasks.filter((task) => task.kind === kind)
    const byPriority = Object.fromEntries(
      PRIORITIES.map((priority) => [priority, own.filter((task) => task.priority === priority).length]),
    )
    return own.length === 0 ? [] : [{ kind, total: own.length, byPriority }]
  })
  return { total: tasks.length, byKind }
}

function recoveriesOf({ events }) {
  return events
    .filter(({ kind }) => kind === 'leader.recovered')
    .map(({ at, seq, data }) => ({
      at: instant(at),
      event: seq,
      text: (value) => recoveryProblem(value, data),
    }))
}

/** Its numbers must be those of the event, and its notes must stand in it. */
function recoveryProblem(value, { epoch: _epoch, ...data }) {
  const items = Object.values(data).flat()
  const notes = items.filter((item) => typeof item === 'string').map((note) => line(note).replace(/\.$/, ''))
  const counts = items.filter((item) => typeof item === 'number' && item !== 0)
  let rest = String(value)
  for (const note of notes) {
    if (!rest.includes(note)) return `it does not tell ${note}`
    rest = rest.replace(note, '')
  }
  const told = rest.match(/\d+/g) ?? []
  return told.map(Number).join() === counts.join()
    ? null
    : `the events count ${counts.join(', ') || 'nothing'}`
}

function line(text) {
  return text.replaceAll(/\s+/g, ' ').trim()
}

/** The sentences are the report's own; the tasks that they must name are not. */
function unprovableProblem(value, { landed, concluded, closed }) {
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) return 'it should be sentences'
  const named = [
    ...landed.filter(({ redToGreen }) => !redToGreen),
    ...concluded.filter(({ answer }) => answer === 'unknown'),
    ...closed,
  ].map(({ key }) => key)
  const missing = named.filter((key) => !value.some((text) => text.includes(key)))
  return missing.length === 0 ? null : `it does not name ${missing.join(', ')}`
}

function attentionOf({ night, events, tasks, runs }, world) {
  const todo = tasks.filter(({ state }) => state === 'todo')
  const isRedTarget = ({ key, filedBy }) => key.startsWith('target-red-') && filedBy === 'system:reveille'
  const open = [...world.blockers.values()].filter(
    ({ answer, taskId }) => answer === null && tasks.some(({ id }) => id === taskId),
  )
  const cancelled = tasks.filter(({ state }) => state === 'cancelled').map(({ key }) => key)
  const lane = stuckLane({ night, events }, todo.some(isRedTarget))
  return [
    ...lane,
    ...todo.filter(isRedTarget).map(({ key, goal }) => ({
      kind: 'target-red',
      task: key,
      detail: goal,
      command: `reveille task show ${key}`,
      then: GO_ON_MENDED,
    })),
    ...open.map((blocker) => questionOf(blocker, tasks, world)),
    ...(lane.length === 0 ? failedSetUp(tasks, runs) : []),
    ...todo
      .filter((task) => lacksAgent(task) && !isRedTarget(task))
      .map(({ key }) => ({ kind: 'no-agent', task: key, command: `reveille task update ${key} -- PROGRAM` })),
    ...todo.flatMap(({ key, needs }) => {
      const lost = needs.filter((need) => cancelled.includes(need)).sort()
      const command = `reveille task dep ${key} --remove ${lost.join(' ')}`
      return lost.length === 0 ? [] : [{ kind: 'needs-cancelled', task: key, needs: lost, command }]
    }),
  ]
}

/** What was found of an open night's target last, unless a task was filed for it. */
function stuckLane({ night, events }, isFiled) {
  const last = events.findLast(({ kind, subjectId }) => kind === 'lane.judged' && subjectId === night.id)
  if (night.state !== 'open' || last === undefined) return []
  const { lane, commit, detail } = last.data
  if (lane === 'green' || (lane === 'red' && isFiled)) return []
  return [{ kind: 'lane', lane, commit, detail, event: last.seq, command: GO_ON_MENDED }]
}

function questionOf({ id, taskId, seen, tried, question, options, ...unanswered }, tasks, world) {
  const { key } = tasks.find((task) => task.id === taskId)
  const notes = world.notes.get(taskId) ?? 0
  return {
    kind: 'blocker',
    blocker: id,
    task: key,
    seen,
    tried,
    question,
    answers: options.map((option) => ({
      option: option.key,
      text: option.text,
      command: `reveille blocker answer ${key} ${option.key}`,
    })),
    default: unanswered.default,
    deadline: unanswered.deadline === null ? null : instant(unanswered.deadline),
    notes: Array.from({ length: notes }, () => words),
  }
}

function failedSetUp(tasks, runs) {
  const task = tasks.find(({ id, state }) => {
    const last = runs.findLast(({ taskId }) => taskId === id)
    return state === 'todo' && last?.endReason === 'environment-failed'
  })
  if (task === undefined) return []
  const last = runs.findLast(({ taskId }) => taskId === task.id)
  return [
    { kind: 'environment-failed', task: task.key, detail: last.endDetail ?? '', command: 'reveille doctor' },
  ]
}

function nextSteps(record, { needsYou, unfinished, target }) {
  const { night, tasks } = record
  const isOpen = night.state === 'open'
  const hasLanded = tipOf(record) !== night.base
  const questions = needsYou.filter(({ kind }) => kind === 'blocker').length
  const todo = tasks.filter(({ state }) => ['todo', 'doing', 'review'].includes(state)).length
  const base = night.base.slice(0, 10)
  const isStuck = needsYou.some(({ kind }) => kind === 'lane' || kind === 'target-red')
  return [
    [hasLanded, `git log --oneline ${base}..${target}`, words],
    [hasLanded, `git diff ${base} ${target}`, words],
    [isOpen && hasLanded, 'reveille accept', (value) => telling(value, night.branch)],
    [questions > 0, 'reveille blocker list', (value) => telling(value, `(${questions})`)],
    [unfinished.length > 0, `reveille why ${unfinished[0]?.key}`, words],
    isStuck
      ? [isOpen, GO_ON_MENDED, (value) => telling(value, `${todo} open task`)]
      : [isOpen && todo > 0, 'reveille night', (value) => telling(value, `${todo} open task`)],
  ].flatMap(([isDue, command, why]) => (isDue ? [{ command, why }] : []))
}

function telling(value, part) {
  return String(value).includes(part) ? null : `it should tell ${part}`
}
