/** What became of each task in a night, as the hand-off tells it. */
import { words } from './compare.mjs'
import { usesAttempt } from './figures.mjs'

const MOST_NOT_STARTED = 20
const RED_REASONS = ['check-failed', 'ejected', 'target-red']

export function outcomesOf(record, world) {
  const told = {
    landed: [],
    concluded: [],
    alreadyGreen: [],
    closed: [],
    cancelled: [],
    doneElsewhere: [],
    unfinished: [],
  }
  const notStarted = []
  const done = new Set(record.tasks.filter(({ state }) => state === 'done').map(({ key }) => key))
  for (const task of record.tasks) {
    const runs = record.runs.filter(({ taskId }) => taskId === task.id)
    const kind = kindOf(task, runs)
    if (kind === 'notStarted') {
      const waitsFor = task.needs.filter((key) => !done.has(key)).sort()
      notStarted.push({ ...nameOf(task), waitsFor, hasAgent: !lacksAgent(task) })
    } else told[kind].push({ ...nameOf(task), ...(TELLERS[kind]?.(task, runs, record, world) ?? {}) })
  }
  return { ...told, notStarted: { total: notStarted.length, first: notStarted.slice(0, MOST_NOT_STARTED) } }
}

export function lacksAgent({ agent, kind }) {
  return agent === null && (kind === 'change' || kind === 'explore')
}

function kindOf({ state, resolution }, runs) {
  if (state === 'cancelled') return 'cancelled'
  if (state !== 'done') return runs.length > 0 || state !== 'todo' ? 'unfinished' : 'notStarted'
  if (resolution === 'already-green') return 'alreadyGreen'
  if (resolution !== 'landed' && resolution !== 'concluded') return 'closed'
  return runs.some((run) => run.state === resolution) ? resolution : 'doneElsewhere'
}

const TELLERS = {
  landed(_task, runs, record) {
    const run = runs.findLast(({ state }) => state === 'landed')
    const landing = record.landings.find(({ runId }) => runId === run.id)
    const checks = proofOf(landing, record)
    return {
      commit: landing.landed.to,
      tree: landing.landed.tree,
      runs: runs.length,
      ended: endedOf(runs, record),
      checks,
      judged: judgedOf(run, record),
      redToGreen: checks.some(({ expect }) => expect === 'red-to-green'),
    }
  },
  concluded(_task, runs, record, world) {
    const run = runs.findLast(({ state }) => state === 'concluded')
    const checks = newestOfEach(record.evidence.filter(({ runId }) => runId === run.id))
    const conclusion = world.conclusions.get(run.id)
    return {
      answer: answerOf(conclusion, checks),
      conclusion: conclusion === undefined ? null : (value) => conclusionProblem(value, conclusion),
      checks,
    }
  },
  alreadyGreen(_task, runs, record) {
    const run = runs.findLast(({ endReason }) => endReason === 'nothing-to-fix')
    const own = record.evidence.filter(({ runId, expect }) => runId === run?.id && expect === 'red-to-green')
    return { detail: run?.endDetail ?? null, checks: newestOfEach(own) }
  },
  unfinished(task, runs, record) {
    const live = runs.find(({ endedAt }) => endedAt === null)
    return {
      state: task.state,
      attempts: task.attempts,
      maxRuns: task.limits.runs,
      ended: endedOf(runs, record),
      live: live === undefined ? null : { id: live.id, number: live.number, state: live.state },
      red: redOf(
        runs.findLast(({ state }) => state === 'ended'),
        record,
      ),
      landedBefore: runs.flatMap(
        ({ id }) =>
          record.landings.find(({ runId, state }) => runId === id && state === 'landed')?.landed.to ?? [],
      ),
    }
  },
}

/** Only a verify task can be answered red; other kinds do not conclude without what they were asked for. */
function answerOf(conclusion, checks) {
  const judged = conclusion?.kind === 'verify' ? conclusion.checks : checks
  if (conclusion !== undefined && conclusion.kind !== 'verify') return 'green'
  if (judged.length === 0) return 'unknown'
  return judged.some(({ green }) => !green) ? 'red' : 'green'
}

/** What a conclusion counts and names must be told, and no other number. */
function conclusionProblem(value, { kind, ...rest }) {
  const parts = { verify: verifyParts, explore: exploreParts, operate: operateParts }[kind](rest)
  let left = String(value)
  for (const part of parts) {
    if (!left.includes(part)) return `it should tell ${part}`
    left = left.replace(part, '')
  }
  return /\d/.test(left) ? 'it counts what the events do not' : null
}

function verifyParts({ checks, tree }) {
  const red = checks.filter(({ green }) => !green).length
  return [...(red === 0 ? [] : [`${red} of `]), `${checks.length} check`, tree.slice(0, 10)]
}

function exploreParts({ findings, bytes }) {
  return [findings === null ? `${bytes} bytes` : `${findings} finding`]
}

function operateParts({ operation, target }) {
  return [operation, target]
}

function nameOf({ key, title, kind, priority }) {
  return { key, title, kind, priority }
}

const ENDED_BY_JUDGES = ['weakened-tests', 'suspicious', 'out-of-scope']
const MOST_OBJECTIONS = 10

function endedOf(runs, record) {
  return runs
    .filter(({ endReason }) => endReason !== null)
    .map((run) => {
      const ref = `refs/reveille/runs/${run.id}`
      return {
        id: run.id,
        number: run.number,
        reason: run.endReason,
        about: words,
        detail: run.endDetail,
        usedAttempt: usesAttempt(run.endReason),
        objections: ENDED_BY_JUDGES.includes(run.endReason) ? objectionsTo(run, record) : [],
        savedWork: run.host === null ? null : { ref, look: `git diff ${run.base.slice(0, 10)} ${ref}` },
      }
    })
}

/** The evidence that the intent to land rests on. */
function proofOf({ intent }, { evidence }) {
  const named = evidence.filter(({ id }) => intent.evidence.includes(id))
  if (named.length > 0) return newestOfEach(named)
  return newestOfEach(evidence.filter(({ tree, gate }) => tree === intent.tree && gate === intent.gate))
}

function redOf(run, { evidence }) {
  if (!RED_REASONS.includes(run?.endReason)) return null
  const red = evidence.findLast(({ runId, green }) => runId === run.id && !green)
  return red === undefined ? null : { ...asProof(red), excerpt: words }
}

function judgedOf(run, { events }) {
  const judged = events.filter(({ kind, runId }) => kind === 'run.judged' && runId === run.id)
  return [...new Map(judged.map(({ data: { judge, detail } }) => [judge, { judge, detail }])).values()]
}

function objectionsTo(run, { events }) {
  const last = events.findLast(
    ({ kind, runId, data }) => kind === 'run.judged' && runId === run.id && data.objections.length > 0,
  )
  const objections = last?.data.objections ?? []
  return objections
    .slice(0, MOST_OBJECTIONS)
    .map(({ rule, path, line, text }) => ({ rule, path, line, text }))
}

function newestOfEach(evidence) {
  const newest = [...new Map(evidence.map((one) => [one.check, one])).values()]
  return newest.map(asProof).sort((one, other) => (one.check < other.check ? -1 : 1))
}

const PROOF = [
  'id',
  'check',
  'command',
  'expect',
  'tree',
  'green',
  'exitCode',
  'signal',
  'timedOut',
  'durationMs',
]
const MORE_PROOF = ['isolation', 'file', 'purpose', 'finding', 'tests', 'mutants']

function asProof(evidence) {
  return Object.fromEntries([...PROOF, ...MORE_PROOF].map((name) => [name, evidence[name]]))
}
