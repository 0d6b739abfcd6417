/** What only a person can settle, most urgent first: a red target, questions, tasks that cannot start as they are. */
import { GO_ON_MENDED, isRedTargetKey } from '../domain/red-target.ts'
import type { Blocker } from '../domain/blocker.ts'
import { actorLabel, SYSTEM } from '../domain/actor.ts'
import type { Task } from '../domain/task.ts'
import { answerCommand, showCommand, agentCommand } from './commands.ts'
import { laneOfNight } from './lane-standing.ts'
import { lacksAgent } from './outcomes.ts'
import type { NightRecord } from './record.ts'
import { instantText } from './wording.ts'

export interface Answer {
  readonly option: string
  readonly text: string
  readonly command: string
}

export type Attention =
  | {
      readonly kind: 'target-red'
      readonly task: string
      readonly detail: string
      readonly command: string
      /** Goes on once the branch is mended. */
      readonly then: string
    }
  | {
      readonly kind: 'lane'
      readonly lane: 'red' | 'broken'
      readonly commit: string
      readonly detail: string
      /** Number of the event that says so. */
      readonly event: number
      /** Goes on once the branch, set-up or gate is mended. */
      readonly command: string
    }
  | {
      readonly kind: 'blocker'
      readonly blocker: string
      readonly task: string
      readonly seen: string
      readonly tried: string
      readonly question: string
      readonly answers: readonly Answer[]
      /** The option that is taken at the deadline when nobody has answered; both or neither. */
      readonly default: string | null
      readonly deadline: string | null
      readonly notes: readonly string[]
    }
  | {
      readonly kind: 'environment-failed'
      readonly task: string
      readonly detail: string
      readonly command: string
    }
  | { readonly kind: 'no-agent'; readonly task: string; readonly command: string }
  | {
      readonly kind: 'needs-cancelled'
      readonly task: string
      readonly needs: readonly string[]
      readonly command: string
    }

type AttentionInput = Pick<NightRecord, 'night' | 'events' | 'tasks' | 'runs' | 'blockers' | 'notes'>

export function attentionOf(record: AttentionInput): readonly Attention[] {
  const todo = record.tasks.filter(({ state }) => state === 'todo')
  const redTargets = todo.filter(isRedTarget)
  const lane = stuckLane(record, redTargets.length > 0)
  return [
    ...lane,
    ...redTargets.map(
      (task) =>
        ({
          kind: 'target-red',
          task: task.key,
          detail: task.goal,
          command: showCommand(task.key),
          then: GO_ON_MENDED,
        }) as const,
    ),
    ...record.blockers.filter(({ answer }) => answer === null).map((blocker) => question(record, blocker)),
    ...(lane.length === 0 ? failedSetUp(record) : []),
    ...todo
      .filter((task) => lacksAgent(task) && !isRedTarget(task))
      .map((task) => ({ kind: 'no-agent', task: task.key, command: agentCommand(task.key) }) as const),
    ...hopeless(record.tasks, todo),
  ]
}

/** The lane of an open night, unless the task that was filed for it tells the same. */
function stuckLane(record: AttentionInput, isFiled: boolean): Attention[] {
  const standing = record.night.state === 'open' ? laneOfNight(record) : null
  if (standing === null || standing.lane === 'green' || (standing.lane === 'red' && isFiled)) return []
  const { lane, commit, detail, event } = standing
  return [{ kind: 'lane', lane, commit, detail, event, command: GO_ON_MENDED }]
}

/** The task that Reveille files itself when the gate is red before anyone changed anything. */
function isRedTarget(task: Task): boolean {
  return isRedTargetKey(task.key) && task.filedBy === actorLabel(SYSTEM)
}

function question({ tasks, notes }: AttentionInput, blocker: Blocker): Attention {
  const task = tasks.find(({ id }) => id === blocker.taskId)?.key ?? blocker.taskId
  return {
    kind: 'blocker',
    blocker: blocker.id,
    task,
    seen: blocker.seen,
    tried: blocker.tried,
    question: blocker.question,
    answers: blocker.options.map(({ key, text }) => ({
      option: key,
      text,
      command: answerCommand(task, key),
    })),
    default: blocker.default,
    deadline: blocker.deadline === null ? null : instantText(blocker.deadline),
    notes: notes.filter(({ taskId }) => taskId === blocker.taskId).map(({ text }) => text),
  }
}

/** The set-up fails for all: told once, for the first task whose last run it ended. */
function failedSetUp({ tasks, runs }: AttentionInput): Attention[] {
  for (const task of tasks) {
    const last = runs.findLast(({ taskId }) => taskId === task.id)
    if (task.state !== 'todo' || last?.endReason !== 'environment-failed') continue
    return [
      {
        kind: 'environment-failed',
        task: task.key,
        detail: last.endDetail ?? '',
        command: 'reveille doctor',
      },
    ]
  }
  return []
}

/** A task whose need was cancelled would wait for ever. */
function hopeless(tasks: readonly Task[], todo: readonly Task[]): Attention[] {
  const cancelled = new Set(tasks.flatMap((task) => (task.state === 'cancelled' ? [task.key] : [])))
  return todo.flatMap((task) => {
    const needs = task.needs.filter((key) => cancelled.has(key))
    const command = `reveille task dep ${task.key} --remove ${needs.join(' ')}`
    return needs.length === 0 ? [] : [{ kind: 'needs-cancelled', task: task.key, needs, command } as const]
  })
}
