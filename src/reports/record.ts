import type { Blocker } from '../domain/blocker.ts'
import { ReveilleError } from '../domain/errors.ts'
import { dataOf } from '../domain/event-data.ts'
import type { Event, EventKind } from '../domain/event.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Landing } from '../domain/landing.ts'
import type { Night } from '../domain/night.ts'
import type { Run } from '../domain/run.ts'
import { OPEN_STATES, PRIORITIES, type Note, type Task } from '../domain/task.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** What the ledger holds on one night. Everything a report says is a function of this value and of the time. */
export interface NightRecord {
  readonly night: Night
  /** What was asked of the night: its tasks that ran or were moved, and while it is open every open task too. */
  readonly tasks: readonly Task[]
  readonly runs: readonly Run[]
  /** All evidence of those runs and of the trees that landed. */
  readonly evidence: readonly Evidence[]
  readonly landings: readonly Landing[]
  /** Open blockers of those tasks, and those raised by the night's runs. */
  readonly blockers: readonly Blocker[]
  readonly events: readonly Event[]
  /** Notes of the tasks that are blocked: what people and agents wrote down about them. */
  readonly notes: readonly Note[]
}

/** The kinds of event a night's report is made of. Adding and editing tasks is not the night's doing. */
const NIGHT_EVENTS: readonly EventKind[] = [
  'task.moved',
  'run.claimed',
  'run.taken-up',
  'run.host-started',
  'run.judged',
  'run.moved',
  'run.concluded',
  'operation.began',
  'operation.ended',
  'run.ended',
  'landing.queued',
  'landing.intended',
  'landing.retracted',
  'landing.landed',
  'landing.dropped',
  'night.opened',
  'night.closed',
  'lane.judged',
  'blocker.raised',
  'blocker.answered',
  'leader.began',
  'leader.recovered',
]

/** Reads a night by its number; the newest one when it is null. Throws `night-missing`. */
export async function readNight(ledger: Ledger, number: number | null): Promise<NightRecord> {
  const nights = await ledger.nights()
  const night = number === null ? nights.at(-1) : nights.find((known) => known.number === number)
  if (night === undefined) throw noNight(number, nights)
  const [runs, landings, events] = await Promise.all([
    ledger.runs({ nightId: night.id }),
    ledger.landings({ nightId: night.id }),
    eventsOf(ledger, night),
  ])
  const tasks = await tasksOf(ledger, { night, runs, events })
  const [evidence, blockers, notes] = await Promise.all([
    evidenceOf(ledger, { runs, landings, events }),
    blockersOf(ledger, { tasks, runs }),
    notesOf(ledger, tasks),
  ])
  return { night, tasks, runs, evidence, landings, blockers, events, notes }
}

function noNight(number: number | null, nights: readonly Night[]): ReveilleError {
  if (number === null) {
    return new ReveilleError('night-missing', 'There was no night yet, so there is nothing to report', {
      hint: 'reveille night',
    })
  }
  const known = nights.map((night) => night.number)
  return new ReveilleError('night-missing', `There is no night ${number}`, {
    hint: known.length === 0 ? 'reveille night' : `there is ${known.join(', ')}`,
    data: { number, known },
  })
}

/** Events from the opening of the night to the opening of the next one. */
async function eventsOf(ledger: Ledger, night: Night): Promise<readonly Event[]> {
  const openings = await ledger.events({ kinds: ['night.opened'] })
  const own = openings.findIndex((event) => event.subjectId === night.id)
  const first = openings[own]?.seq ?? 0
  const beyond = openings[own + 1]?.seq ?? Number.POSITIVE_INFINITY
  const events = await ledger.events({ after: first - 1, kinds: NIGHT_EVENTS })
  return events.filter((event) => event.seq < beyond)
}

async function tasksOf(
  ledger: Ledger,
  { night, runs, events }: Pick<NightRecord, 'night' | 'runs' | 'events'>,
): Promise<readonly Task[]> {
  const open = night.state === 'open' ? await ledger.tasks({ states: OPEN_STATES }) : []
  const tasks = new Map(open.map((task) => [task.id, task]))
  const moved = events.flatMap((event) => (event.kind === 'task.moved' ? (event.taskId ?? []) : []))
  for (const id of [...runs.map((run) => run.taskId), ...moved]) {
    if (!tasks.has(id)) tasks.set(id, await ledger.task(id))
  }
  return [...tasks.values()].toSorted(byPriorityThenAge)
}

/** Priority, then age: the order in which tasks are started. Ids tell which of two of one millisecond is older. */
function byPriorityThenAge(a: Task, b: Task): number {
  const priority = PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority)
  return priority || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
}

/**
 * Evidence is bound to a tree, not to a run: what landed may rest on checks that another run, or none, had executed
 * on the same tree.
 */
async function evidenceOf(
  ledger: Ledger,
  { runs, landings, events }: Pick<NightRecord, 'runs' | 'landings' | 'events'>,
): Promise<readonly Evidence[]> {
  const found = new Map<string, Evidence>()
  for (const run of runs) {
    for (const evidence of await ledger.evidence({ runId: run.id })) found.set(evidence.id, evidence)
  }
  const environments = new Set([...found.values()].map((evidence) => evidence.environment))
  for (const event of events) {
    const intent = dataOf(event, 'landing.intended')
    if (intent !== null) environments.add(intent.environment)
  }
  for (const { state, tree, gate } of landings) {
    if (state !== 'landed' || tree === null || gate === null) continue
    for (const environment of environments) {
      const proof = await ledger.findEvidence({ tree, gate, environment })
      for (const evidence of proof) found.set(evidence.id, evidence)
    }
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

async function blockersOf(
  ledger: Ledger,
  { tasks, runs }: Pick<NightRecord, 'tasks' | 'runs'>,
): Promise<readonly Blocker[]> {
  const taskIds = new Set(tasks.map((task) => task.id))
  const runIds = new Set(runs.map((run) => run.id))
  const blockers = await ledger.blockers({})
  return blockers.filter(
    (blocker) =>
      taskIds.has(blocker.taskId) &&
      (blocker.answer === null || (blocker.runId !== null && runIds.has(blocker.runId))),
  )
}

async function notesOf(ledger: Ledger, tasks: readonly Task[]): Promise<readonly Note[]> {
  const notes: Note[] = []
  for (const task of tasks) {
    if (task.state === 'blocked') notes.push(...(await ledger.notes(task.id)))
  }
  return notes
}
