/** Derives what tasks, runs and landings are from the events alone: the tables must say the same. */
import type { EventData } from './event-data.ts'
import type { Event, EventKind } from './event.ts'
import type { Landing } from './landing.ts'
import type { Run } from './run.ts'
import type { Task } from './task.ts'

export interface Replay {
  readonly tasks: ReadonlyMap<string, Task>
  readonly runs: ReadonlyMap<string, Run>
  readonly landings: ReadonlyMap<string, Landing>
}

/** Folds events in the order of their `seq`, all of them from the first. Throws on one whose subject is unknown. */
export function replay(events: readonly Event[]): Replay {
  const state: State = { tasks: new Map(), runs: new Map(), landings: new Map() }
  for (const event of events) apply(state, event)
  return state
}

interface State {
  readonly tasks: Map<string, Task>
  readonly runs: Map<string, Run>
  readonly landings: Map<string, Landing>
}

type Step<Kind extends EventKind> = (state: State, event: Event, data: EventData[Kind]) => void

/** Kinds that are not here change no task, run or landing. */
const STEPS: { readonly [Kind in EventKind]?: Step<Kind> } = {
  'task.added': (state, event, { draft }) =>
    state.tasks.set(event.subjectId, {
      ...draft,
      id: event.subjectId,
      version: 1,
      state: 'todo',
      resolution: null,
      attempts: 0,
      losses: 0,
      filedBy: event.actor,
      createdAt: event.at,
      updatedAt: event.at,
    }),
  'task.updated': (state, event, { to }) => changeTask(state, event, to),
  'task.needs-changed': (state, event, { to }) => changeTask(state, event, { needs: to }),
  'task.moved': (state, event, { to, resolution, attempts, losses }) =>
    changeTask(state, event, { state: to, resolution, attempts, losses }),
  'run.claimed': (state, event, { epoch: _epoch, ...claim }) =>
    state.runs.set(event.subjectId, {
      ...claim,
      id: event.subjectId,
      taskId: event.taskId ?? '',
      state: 'preparing',
      candidate: null,
      host: null,
      endReason: null,
      endDetail: null,
      claimedAt: event.at,
      updatedAt: event.at,
      endedAt: null,
    }),
  'run.taken-up': (state, event, { token }) => changeRun(state, event, { token }),
  'run.host-started': (state, event, { host }) => changeRun(state, event, { host }),
  'run.moved': (state, event, { to, candidate }) => {
    const isOver = to === 'landed' || to === 'concluded'
    changeRun(state, event, { state: to, candidate, endedAt: isOver ? event.at : null })
  },
  'run.ended': (state, event, { reason, detail }) =>
    changeRun(state, event, { state: 'ended', endReason: reason, endDetail: detail, endedAt: event.at }),
  'landing.queued': (state, event, entry) =>
    state.landings.set(event.subjectId, {
      ...entry,
      id: event.subjectId,
      runId: event.runId,
      state: 'waiting',
      from: null,
      to: null,
      tree: null,
      detail: null,
      queuedAt: event.at,
      landedAt: null,
    }),
  'landing.intended': (state, event, { from, to, tree, gate }) =>
    changeLanding(state, event, { state: 'intended', from, to, tree, gate }),
  'landing.retracted': (state, event, { detail }) =>
    changeLanding(state, event, { state: 'waiting', from: null, to: null, tree: null, detail }),
  'landing.landed': (state, event) => changeLanding(state, event, { state: 'landed', landedAt: event.at }),
  'landing.dropped': (state, event, { detail }) => changeLanding(state, event, { state: 'dropped', detail }),
}

function apply(state: State, event: Event): void {
  applyKind(event.kind, state, event)
}

function applyKind<Kind extends EventKind>(kind: Kind, state: State, event: Event): void {
  // Events are written only with the data of their kind and never changed, so the kind tells the type.
  STEPS[kind]?.(state, event, event.data as EventData[Kind])
}

function changeTask({ tasks }: State, event: Event, change: Partial<Task>): void {
  const task = known(tasks, event)
  tasks.set(task.id, { ...task, ...change, version: task.version + 1, updatedAt: event.at })
}

function changeRun({ runs }: State, event: Event, change: Partial<Run>): void {
  const run = known(runs, event)
  runs.set(run.id, { ...run, ...change, updatedAt: event.at })
}

function changeLanding({ landings }: State, event: Event, change: Partial<Landing>): void {
  const landing = known(landings, event)
  landings.set(landing.id, { ...landing, ...change })
}

function known<Subject>(subjects: ReadonlyMap<string, Subject>, event: Event): Subject {
  const subject = subjects.get(event.subjectId)
  if (subject === undefined) throw new TypeError(`event ${event.seq} is of an unknown ${event.subject}`)
  return subject
}
