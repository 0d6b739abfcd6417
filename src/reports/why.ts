/** Why a task stands where it stands: its events as sentences, each with its number in the ledger. */
import type { Blocker } from '../domain/blocker.ts'
import { dataOf } from '../domain/event-data.ts'
import type { Event } from '../domain/event.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { LaneJudged } from '../domain/lane-judged.ts'
import { GO_ON_MENDED } from '../domain/red-target.ts'
import { isLive, type Run } from '../domain/run.ts'
import type { Note, Task } from '../domain/task.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { answerCommand, GO_ON } from './commands.ts'
import { endedRuns, type EndedRun } from './ended-runs.ts'
import { laneText } from './lane-standing.ts'
import { lacksAgent, nameOf, restsOnRedCheck, type TaskName } from './outcomes.ts'
import { eventSentence } from './sentences.ts'
import { count, instantText, listText, oneLine, sentence, shortHash } from './wording.ts'

export interface WhyRecord {
  readonly task: Task
  readonly needs: readonly Pick<Task, 'key' | 'state'>[]
  readonly runs: readonly Run[]
  readonly evidence: readonly Evidence[]
  readonly blockers: readonly Blocker[]
  readonly notes: readonly Note[]
  readonly events: readonly Event[]
  /** Of the open night, for a task that is to be done; null where nobody has judged it. */
  readonly lane: LaneJudged | null
}

export interface Why {
  readonly task: TaskName &
    Pick<Task, 'id' | 'state' | 'resolution' | 'attempts' | 'filedBy'> & { readonly maxRuns: number }
  /** Where it stands now, in a sentence. */
  readonly now: string
  readonly next: readonly string[]
  readonly steps: readonly WhyStep[]
  readonly ended: readonly EndedRun[]
}

export interface WhyStep {
  readonly event: number
  readonly at: string
  readonly text: string
  /** End of the output of the red check a run was ended for. */
  readonly excerpt: string | null
}

export async function readWhy(ledger: Ledger, name: string): Promise<WhyRecord> {
  const task = await ledger.task(name)
  const [runs, blockers, notes, events, needs] = await Promise.all([
    ledger.runs({ taskId: task.id }),
    ledger.blockers({ taskId: task.id }),
    ledger.notes(task.id),
    ledger.events({ taskId: task.id }),
    Promise.all(task.needs.map((key) => ledger.task(key))),
  ])
  const evidence = await Promise.all(runs.map((run) => ledger.evidence({ runId: run.id })))
  const night = task.state === 'todo' ? await ledger.openNightNow() : null
  const lane = night === null ? null : await ledger.lane(night.id)
  return { task, needs, runs, evidence: evidence.flat(), blockers, notes, events, lane }
}

export function whyOf(record: WhyRecord): Why {
  const { task, runs, blockers, events } = record
  const { id, state, resolution, attempts, filedBy, limits } = task
  const open = blockers.find(({ answer }) => answer === null)
  return {
    task: { ...nameOf(task), id, state, resolution, attempts, maxRuns: limits.runs, filedBy },
    now: standing(record, open),
    next:
      open === undefined
        ? isStartable(record)
          ? [isHeldByLane(record) ? GO_ON_MENDED : GO_ON]
          : []
        : open.options.map(({ key }) => answerCommand(task.key, key)),
    steps: events.map((event) => ({
      event: event.seq,
      at: instantText(event.at),
      text: eventSentence(event, record),
      excerpt: excerptOf(event, record),
    })),
    ended: endedRuns(runs, events),
  }
}

function standing(record: WhyRecord, open: Blocker | undefined): string {
  const { task, runs, events } = record
  const live = runs.find(isLive)
  switch (task.state) {
    case 'done':
      return doneText(task, events)
    case 'cancelled':
      return 'It is cancelled.'
    case 'blocked':
      return open === undefined
        ? 'It is blocked.'
        : `It is blocked until you answer: ${sentence(open.question)}`
    case 'doing':
    case 'review':
      return live === undefined
        ? `It is in ${task.state}.`
        : `Run ${live.number} is ${live.state}, claimed ${instantText(live.claimedAt)}.`
    case 'todo':
      return todoText(record)
  }
}

function doneText({ resolution }: Task, events: readonly Event[]): string {
  const landing = events.findLast(({ kind }) => kind === 'landing.landed')
  const commit = landing === undefined ? undefined : dataOf(landing, 'landing.landed')?.to
  switch (resolution) {
    case 'landed':
      return commit === undefined
        ? 'It is done: it landed.'
        : `It is done: it landed as ${shortHash(commit)} (event ${landing?.seq ?? 'unknown'}).`
    case 'concluded':
      return 'It is done: its checks are answered.'
    case 'already-green':
      return 'It is done: its check was green before any work.'
    case 'closed':
    case null:
      return "It was closed on a person's word: done, but unverified."
  }
}

function todoText(record: WhyRecord): string {
  const { task, needs, runs, lane } = record
  const last = runs.at(-1)
  const tried =
    last === undefined || last.endReason === null
      ? 'It did not start yet'
      : `It is to be tried again: run ${last.number} ended as ${last.endReason}, ${task.attempts} of ${count(task.limits.runs, 'attempt')} used`
  const waiting = needs.filter(({ state }) => state !== 'done')
  if (waiting.length > 0)
    return `${tried}; it waits for ${listText(waiting.map(({ key, state }) => `${oneLine(key)} (${state})`))}.`
  if (lacksAgent(task)) return `${tried}; it has no agent.`
  if (lane !== null && isHeldByLane(record)) return `${tried}; it waits for the target: ${laneText(lane)}`
  return `${tried}; nothing in the ledger holds it.`
}

/** A red target is repaired by some tasks; which those are is asked of verification, and the night asks it. */
function isHeldByLane({ lane }: WhyRecord): boolean {
  return lane !== null && lane.lane !== 'green'
}

function isStartable({ task, needs }: WhyRecord): boolean {
  return task.state === 'todo' && !lacksAgent(task) && needs.every(({ state }) => state === 'done')
}

function excerptOf(event: Event, { runs, evidence }: WhyRecord): string | null {
  const run = event.kind === 'run.ended' ? runs.find(({ id }) => id === event.runId) : undefined
  if (!restsOnRedCheck(run)) return null
  return evidence.findLast(({ runId, green }) => runId === run?.id && !green)?.excerpt ?? null
}
