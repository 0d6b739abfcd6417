import { dataOf } from '../domain/event-data.ts'
import { mirrorRef, targetRef, type NightState } from '../domain/night.ts'
import { GO_ON_MENDED } from '../domain/red-target.ts'
import { PRIORITIES, TASK_KINDS, type Priority, type TaskKind } from '../domain/task.ts'
import { attentionOf, type Attention } from './attention.ts'
import { ACCEPT, diffCommand, GO_ON, logCommand, QUESTIONS, whyCommand } from './commands.ts'
import { figuresOf, type Figures } from './figures.ts'
import { isolationOf, unprovableOf, type Isolation } from './honesty.ts'
import { outcomesOf, type NotStarted, type Outcomes } from './outcomes.ts'
import type { NightRecord } from './record.ts'
import { recoveryText } from './recovery.ts'
import { count, instantText } from './wording.ts'

/** The hand-off of a night. Instants are ISO 8601 in UTC, durations milliseconds. */
export interface Handoff {
  readonly asOf: string
  /** Files of evidence are named relative to this folder. */
  readonly stateDirectory: string
  readonly night: {
    readonly number: number
    readonly state: NightState
    readonly branch: string
    readonly base: string
    /** Where the target is now as the ledger has it; `base` while nothing has landed. */
    readonly tip: string
    readonly target: string
    readonly mirror: string
    readonly openedAt: string
    readonly closedAt: string | null
  }
  readonly asked: Asked
  readonly outcomes: Omit<Outcomes, 'notStarted'> & {
    readonly notStarted: { readonly total: number; readonly first: readonly NotStarted[] }
  }
  /** Commits of the user's branch that were merged into the target. */
  readonly merges: readonly string[]
  readonly needsYou: readonly Attention[]
  readonly recoveries: readonly { readonly at: string; readonly event: number; readonly text: string }[]
  readonly isolation: Isolation
  readonly unprovable: readonly string[]
  readonly figures: Figures
  readonly next: readonly { readonly command: string; readonly why: string }[]
}

export interface Asked {
  readonly total: number
  /** One row a kind that occurs, with its tasks by priority. */
  readonly byKind: readonly {
    readonly kind: TaskKind
    readonly total: number
    readonly byPriority: Readonly<Record<Priority, number>>
  }[]
}

/** A night that was stopped early may leave very many tasks that nobody touched. */
const MOST_NOT_STARTED = 20

export interface HandoffPlace {
  readonly now: number
  /** Folder that the records named in evidence are in. */
  readonly stateDirectory: string
}

export function handoffOf(record: NightRecord, { now, stateDirectory }: HandoffPlace): Handoff {
  const { night } = record
  const { notStarted, ...outcomes } = outcomesOf(record)
  const needsYou = attentionOf(record)
  return {
    asOf: instantText(now),
    stateDirectory,
    night: {
      number: night.number,
      state: night.state,
      branch: night.branch,
      base: night.base,
      tip: tipOf(record),
      target: targetRef(night),
      mirror: mirrorRef(night),
      openedAt: instantText(night.openedAt),
      closedAt: night.closedAt === null ? null : instantText(night.closedAt),
    },
    asked: askedOf(record),
    outcomes: {
      ...outcomes,
      notStarted: { total: notStarted.length, first: notStarted.slice(0, MOST_NOT_STARTED) },
    },
    merges: record.landings.flatMap(({ runId, state, candidate }) =>
      runId === null && state === 'landed' ? [candidate] : [],
    ),
    needsYou,
    recoveries: recoveriesOf(record),
    isolation: isolationOf(record),
    unprovable: unprovableOf(outcomes),
    figures: figuresOf(record, now),
    next: nextSteps(record, { needsYou, unfinished: outcomes.unfinished }),
  }
}

function tipOf({ night, events }: NightRecord): string {
  return events.flatMap((event) => dataOf(event, 'landing.landed')?.to ?? []).at(-1) ?? night.base
}

function askedOf({ tasks }: NightRecord): Asked {
  const byKind = TASK_KINDS.flatMap((kind) => {
    const own = tasks.filter((task) => task.kind === kind)
    const byPriority = Object.fromEntries(
      PRIORITIES.map((priority) => [priority, own.filter((task) => task.priority === priority).length]),
    ) as Record<Priority, number>
    return own.length === 0 ? [] : [{ kind, total: own.length, byPriority }]
  })
  return { total: tasks.length, byKind }
}

function recoveriesOf({ events }: NightRecord): Handoff['recoveries'] {
  return events.flatMap((event) => {
    const data = dataOf(event, 'leader.recovered')
    return data === null ? [] : [{ at: instantText(event.at), event: event.seq, text: recoveryText(data) }]
  })
}

interface Left {
  readonly needsYou: readonly Attention[]
  readonly unfinished: Outcomes['unfinished']
}

function nextSteps(record: NightRecord, { needsYou, unfinished }: Left): Handoff['next'] {
  const { night, tasks } = record
  const isOpen = night.state === 'open'
  const questions = needsYou.filter(({ kind }) => kind === 'blocker').length
  const hasLanded = tipOf(record) !== night.base
  const isStuck = needsYou.some(({ kind }) => kind === 'lane' || kind === 'target-red')
  const todo = tasks.filter(({ state }) => state === 'todo' || state === 'doing' || state === 'review').length
  const steps: readonly (readonly [isDue: boolean, command: string, why: string])[] = [
    [hasLanded, logCommand(night.base, targetRef(night)), 'lists the commits that landed'],
    [hasLanded, diffCommand(night.base, targetRef(night)), 'shows all of what landed'],
    [isOpen && hasLanded, ACCEPT, `moves ${night.branch} to what landed, by fast-forward only`],
    [questions > 0, QUESTIONS, `lists what you are asked (${questions})`],
    [unfinished.length > 0, whyCommand(unfinished[0]?.key ?? ''), 'tells the whole story of a task'],
    isStuck
      ? [isOpen, GO_ON_MENDED, `begins the next night on what you mended, with ${count(todo, 'open task')}`]
      : [isOpen && todo > 0, GO_ON, `goes on with ${count(todo, 'open task')}`],
  ]
  return steps.flatMap(([isDue, command, why]) => (isDue ? [{ command, why }] : []))
}
