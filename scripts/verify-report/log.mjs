/** Replays the exported event log: what tasks, runs, landings, blockers and evidence are, told by the events alone. */

/** Where each may go; written down once more on purpose. */
const MOVES = {
  task: {
    todo: ['doing', 'blocked', 'done', 'cancelled'],
    doing: ['review', 'todo', 'blocked', 'done', 'cancelled'],
    review: ['done', 'todo', 'blocked', 'cancelled'],
    blocked: ['todo', 'cancelled'],
    done: ['todo'],
    cancelled: [],
  },
  run: {
    preparing: ['working', 'checking', 'ended'],
    working: ['checking', 'ended'],
    checking: ['queued', 'concluded', 'ended'],
    queued: ['landed', 'ended'],
    landed: [],
    concluded: [],
    ended: [],
  },
  landing: { waiting: ['intended', 'dropped'], intended: ['landed', 'waiting'], landed: [], dropped: [] },
  night: { open: ['accepted', 'abandoned'], accepted: [], abandoned: [] },
}

const SECTION = 'event log'

/** @returns {readonly object[]} the events of a file with one JSON object a line */
export function parseLog(text, found) {
  const events = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue
    try {
      events.push(JSON.parse(line))
    } catch {
      found.note(SECTION, false, `line ${index + 1} is not JSON`)
    }
  }
  return events
}

export function replay(events, found) {
  const world = {
    events,
    found,
    tasks: new Map(),
    runs: new Map(),
    landings: new Map(),
    nights: new Map(),
    blockers: new Map(),
    evidence: new Map(),
    conclusions: new Map(),
    notes: new Map(),
  }
  let last = { seq: 0, at: 0 }
  for (const event of events) {
    found.note(SECTION, event.seq === last.seq + 1, `event ${event.seq} follows event ${last.seq}`)
    last = event
    const step = STEPS[event.kind]
    if (step === undefined) {
      found.note(SECTION, false, `event ${event.seq} is of the unknown kind ${event.kind}`)
      continue
    }
    step(world, event, event.data)
  }
  return world
}

const nothing = () => {}

const STEPS = {
  'task.added': ({ tasks }, event, { draft }) =>
    tasks.set(event.subjectId, {
      ...draft,
      needs: [...new Set(draft.needs)],
      id: event.subjectId,
      state: 'todo',
      resolution: null,
      attempts: 0,
      losses: 0,
      filedBy: event.actor,
      createdAt: event.at,
    }),
  'task.updated': (world, event, { to }) => change(world, 'task', event, to),
  'task.needs-changed': (world, event, { to }) => change(world, 'task', event, { needs: to }),
  'task.noted': ({ notes }, event) => notes.set(event.taskId, (notes.get(event.taskId) ?? 0) + 1),
  'task.moved'(world, event, { from, to, resolution, attempts, losses }) {
    move(world, 'task', event, { from, to })
    change(world, 'task', event, { resolution, attempts, losses })
  },
  'run.claimed': ({ runs }, event, claim) =>
    runs.set(event.subjectId, {
      ...claim,
      id: event.subjectId,
      taskId: event.taskId,
      state: 'preparing',
      candidate: null,
      host: null,
      endReason: null,
      endDetail: null,
      claimedAt: event.at,
      endedAt: null,
    }),
  'run.taken-up': nothing,
  'run.host-started': (world, event, { host }) => change(world, 'run', event, { host }),
  'run.briefed': nothing,
  'run.judged': nothing,
  'run.moved'(world, event, { from, to, candidate }) {
    move(world, 'run', event, { from, to })
    const isOver = to === 'landed' || to === 'concluded'
    change(world, 'run', event, { candidate, endedAt: isOver ? event.at : null })
  },
  'run.concluded'({ conclusions, evidence, found }, event, { conclusion }) {
    conclusions.set(event.runId, conclusion)
    for (const { check, green, evidence: id } of conclusion.checks ?? []) {
      found.note(
        SECTION,
        evidence.get(id)?.green === green,
        `event ${event.seq} answers ${check} otherwise than its evidence`,
      )
    }
  },
  'run.ended'(world, event, { from, reason, detail }) {
    move(world, 'run', event, { from, to: 'ended' })
    change(world, 'run', event, { endReason: reason, endDetail: detail, endedAt: event.at })
  },
  'operation.began': nothing,
  'operation.ended': nothing,
  'evidence.recorded'({ evidence, found }, event, data) {
    const { subjectId: id, runId, at, seq } = event
    const isSound = data.green === (data.finding === '') && !evidence.has(id)
    found.note(SECTION, isSound, `event ${seq} calls evidence green or red against its own finding`)
    evidence.set(id, { ...data, id, runId, at, seq })
  },
  'landing.queued': ({ landings }, event, entry) =>
    landings.set(event.subjectId, {
      ...entry,
      id: event.subjectId,
      runId: event.runId,
      state: 'waiting',
      intent: null,
      landed: null,
    }),
  'landing.intended'(world, event, intent) {
    move(world, 'landing', event, { from: 'waiting', to: 'intended' })
    change(world, 'landing', event, { intent: { ...intent, seq: event.seq } })
  },
  'landing.retracted'(world, event) {
    move(world, 'landing', event, { from: 'intended', to: 'waiting' })
  },
  'landing.landed'(world, event, { to, tree }) {
    move(world, 'landing', event, { from: 'intended', to: 'landed' })
    change(world, 'landing', event, { landed: { to, tree, seq: event.seq } })
  },
  'landing.dropped'(world, event) {
    move(world, 'landing', event, { from: 'waiting', to: 'dropped' })
  },
  'night.opened': ({ nights }, event, night) =>
    nights.set(event.subjectId, {
      ...night,
      id: event.subjectId,
      state: 'open',
      openedAt: event.at,
      closedAt: null,
    }),
  'night.closed'(world, event, { from, to }) {
    move(world, 'night', event, { from, to })
    change(world, 'night', event, { closedAt: event.at })
  },
  'lane.judged'({ found, nights }, event, { lane, detail, shownBy }) {
    const night = nights.get(event.subjectId)
    const isSound =
      night?.state === 'open' &&
      (lane === 'green' ? detail === '' : lane === 'red' || lane === 'broken') &&
      ['target', 'run', 'landing'].includes(shownBy)
    found.note(SECTION, isSound, `event ${event.seq} judges a lane as none can be`)
  },
  'blocker.raised': ({ blockers }, event, draft) =>
    blockers.set(event.subjectId, {
      ...draft,
      id: event.subjectId,
      taskId: event.taskId,
      runId: event.runId,
      answer: null,
    }),
  'blocker.answered'(world, event, { option }) {
    const blocker = world.blockers.get(event.subjectId)
    const isOffered = blocker?.options.some(({ key }) => key === option) === true
    world.found.note(
      SECTION,
      blocker?.answer === null && isOffered,
      `event ${event.seq} answers what was answered or not asked`,
    )
    change(world, 'blocker', event, { answer: option })
  },
  'leader.began': nothing,
  'leader.recovered': nothing,
}

function subjectOf(world, kind, event) {
  const subjects = { task: 'tasks', run: 'runs', landing: 'landings', night: 'nights', blocker: 'blockers' }
  const subject = world[subjects[kind]].get(event.subjectId)
  if (subject === undefined) world.found.note(SECTION, false, `event ${event.seq} is of an unknown ${kind}`)
  return subject
}

function change(world, kind, event, fields) {
  const subject = subjectOf(world, kind, event)
  if (subject !== undefined) Object.assign(subject, fields)
}

function move(world, kind, event, { from, to }) {
  const subject = subjectOf(world, kind, event)
  if (subject === undefined) return
  const isLegal = subject.state === from && MOVES[kind][from]?.includes(to) === true
  world.found.note(
    SECTION,
    isLegal,
    `event ${event.seq} moves a ${kind} from ${from} to ${to}; it was ${subject.state}`,
  )
  subject.state = to
}
