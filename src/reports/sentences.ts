/** One sentence for every kind of event: what `why`, `status` and the hand-off say happened. */
import type { AnswerEffect } from '../domain/blocker.ts'
import { ENDINGS } from '../domain/ending.ts'
import type { EventData } from '../domain/event-data.ts'
import type { Event, EventKind } from '../domain/event.ts'
import { objectionText, type Objection } from '../domain/judgement.ts'
import type { Run } from '../domain/run.ts'
import type { Note } from '../domain/task.ts'
import { conclusionText } from './conclusion-text.ts'
import { evidenceText } from './evidence-text.ts'
import { recoveryText } from './recovery.ts'
import { count, headline, listText, oneLine, sentence, shortHash } from './wording.ts'

/** The rows that events point at. A sentence says less, never something wrong, when its row is not among them. */
export interface Rows {
  readonly runs: readonly Run[]
  readonly notes: readonly Note[]
}

interface Context {
  readonly event: Event
  readonly rows: Rows
  /** The actor, as the subject of a sentence. */
  readonly who: string
  /** `Run 2`, or `A run`. */
  readonly run: string
}

const TELLERS: { readonly [Kind in EventKind]: (data: EventData[Kind], context: Context) => string } = {
  'task.added': ({ draft }, { who }) =>
    `${who} filed it as ${draft.kind} task ${draft.key}, ${draft.priority}: ${sentence(draft.title)}`,
  'task.updated': ({ to }, { who }) => `${who} changed ${listText(Object.keys(to).toSorted())}.`,
  'task.noted': ({ noteId }, { who, rows }) => {
    const note = rows.notes.find(({ id }) => id === noteId)
    return note === undefined ? `${who} added a note.` : `${who} noted: ${sentence(note.text)}`
  },
  'task.needs-changed': ({ to }, { who }) =>
    `${who} changed its needs: ${to.length === 0 ? 'it needs nothing now' : `it now needs ${listText(to)}`}.`,
  'task.moved': tellTaskMoved,
  'run.claimed': ({ number, agent, isolation, base }) => {
    const who = agent === 'none' ? 'without an agent' : `for the agent ${oneLine(agent)}`
    return `Run ${number} was claimed ${who}, ${isolationText(isolation)}, on base ${shortHash(base)}.`
  },
  'run.taken-up': ({ epoch }, { run }) => `${run} was taken up by a new leader, epoch ${epoch}.`,
  'run.host-started': ({ host }, { run }) => `${run} got its host, process ${host.pid}.`,
  'run.briefed': ({ tokens, budget, parts }, { run }) => {
    const cut = parts.filter(({ leftOut }) => leftOut > 0).map(({ name }) => name)
    const leftOut = cut.length === 0 ? '' : `; of ${listText(cut)} not everything had room`
    return `${run} was given a brief of about ${tokens} tokens (at most ${budget})${leftOut}.`
  },
  'run.judged': ({ detail, objections }) => joined(detail, objectionsText(objections)),
  'run.moved': tellRunMoved,
  'run.concluded': ({ conclusion }, { run }) => `${run} concluded: ${conclusionText(conclusion)}.`,
  'operation.began': ({ plan, planHash, grant }, { run }) =>
    `${run} began the operation ${plan.operation} on ${plan.target}, plan ${shortHash(planHash)}, allowed by ${
      grant === null ? 'the configuration' : 'a grant'
    }.`,
  'operation.ended': ({ exitCode, signal, timedOut }) =>
    timedOut
      ? 'The operation ran out of time.'
      : `The operation ended with ${exitCode === null ? `signal ${signal ?? 'unknown'}` : `exit code ${exitCode}`}.`,
  'run.ended': ({ reason, detail }, { run }) => {
    const ending = ENDINGS[reason]
    const cost = ending.usesAttempt ? 'It used an attempt.' : 'It used no attempt.'
    return joined(`${run} ended as ${reason}.`, detail === '' ? ending.about : detail, cost)
  },
  'evidence.recorded': (evidence) => evidenceText(evidence),
  'landing.queued': ({ candidate }, { event }) => {
    const what = event.runId === null ? "The tip of the user's branch" : 'The checked work'
    return `${what}, ${shortHash(candidate)}, was queued to land.`
  },
  'landing.intended': ({ from, to, tree, evidence }) =>
    `The target is to move from ${shortHash(from)} to ${shortHash(to)}: ` +
    `tree ${shortHash(tree)} is green, as shown by ${count(evidence.length, 'piece')} of evidence.`,
  'landing.retracted': ({ detail }) => joined('The target did not move; the work waits again.', detail),
  'landing.landed': ({ to }) => `It landed: the target is now ${shortHash(to)}.`,
  'landing.dropped': ({ reason, detail }) => joined(`It was taken out of the queue as ${reason}.`, detail),
  'night.opened': ({ number, branch, base }) =>
    `Night ${number} began from ${oneLine(branch)} at ${shortHash(base)}.`,
  'night.closed': ({ to }) => `The night was ${to}.`,
  'lane.judged': ({ lane, commit, detail }) =>
    lane === 'green'
      ? `The gate is green on the target, ${shortHash(commit)}.`
      : joined(LANE_TEXTS[lane](shortHash(commit)), headline(detail)),
  'blocker.raised': ({ seen, question }, { who }) =>
    joined(`${who} raised a blocker.`, headline(seen), question),
  'blocker.answered': ({ option, effect, note }, { who }) =>
    joined(`${who} answered the blocker with ${oneLine(option)}: ${EFFECT_TEXTS[effect]}.`, note ?? ''),
  'leader.began': ({ epoch, owner }) => `Process ${owner.pid} began to lead, epoch ${epoch}.`,
  'leader.recovered': (data) => recoveryText(data),
}

const LANE_TEXTS = {
  red: (commit: string) => `The gate is red on the target itself, ${commit}: only a repair of it starts.`,
  broken: (commit: string) => `Nothing can be proved on the target, ${commit}: nothing more starts.`,
} as const

/** What an answer does, as a part of a sentence. */
export const EFFECT_TEXTS: { readonly [effect in AnswerEffect]: string } = {
  retry: 'the task is tried again',
  approve: 'what it asked about may pass, and the task is tried again',
  grant: 'the plan may be carried out',
  cancel: 'the task is cancelled',
}

const NO_ROWS: Rows = { runs: [], notes: [] }

export function eventSentence(event: Event, rows: Rows = NO_ROWS): string {
  const number = rows.runs.find(({ id }) => id === event.runId)?.number
  const context = {
    event,
    rows,
    who: actorText(event.actor),
    run: number === undefined ? 'A run' : `Run ${number}`,
  }
  return tell(event.kind, event, context)
}

function tell<Kind extends EventKind>(kind: Kind, event: Event, context: Context): string {
  // Events are written only with the data of their kind and never changed, so the kind tells the type.
  return TELLERS[kind](event.data as EventData[Kind], context)
}

/** `human:anna` reads as `anna (human)`; Reveille itself as `Reveille`. */
function actorText(label: string): string {
  const [role = '', ...rest] = label.split(':')
  return role === 'system' ? 'Reveille' : `${oneLine(rest.join(':'))} (${role})`
}

function isolationText(isolation: Run['isolation']): string {
  return isolation === 'none' ? 'without a sandbox' : `in a ${isolation} sandbox`
}

/** Where a run moved its task, the run's own event has told why. */
function tellTaskMoved(
  { from, to, resolution, reason }: EventData['task.moved'],
  { who, event }: Context,
): string {
  const where = `from ${from} to ${to}${resolution === null ? '' : ` (${resolution})`}`
  return event.runId === null ? joined(`${who} moved the task ${where}.`, reason) : `The task went ${where}.`
}

function tellRunMoved({ from, to, candidate }: EventData['run.moved'], { run }: Context): string {
  switch (to) {
    case 'preparing':
    case 'working':
      return `${run}: its agent started.`
    case 'checking':
      if (from === 'preparing') return `${run} needs no agent; its checks began.`
      return `${run}: its agent ended; its work was saved${candidate === null ? '' : ` as ${shortHash(candidate)}`} and its checks began.`
    case 'queued':
      return `${run} passed its checks.`
    case 'landed':
      return `${run} landed.`
    case 'concluded':
      return `${run} concluded: its checks are answered.`
    case 'ended':
      return `${run} ended.`
  }
}

const MOST_OBJECTIONS = 20

function objectionsText(objections: readonly Objection[]): string {
  if (objections.length === 0) return ''
  const named = objections.slice(0, MOST_OBJECTIONS).map((one) => headline(oneLine(objectionText(one))))
  const more = objections.length - named.length
  return `It objected to ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}

function joined(...texts: readonly string[]): string {
  return texts
    .map(sentence)
    .filter((text) => text !== '')
    .join(' ')
}
