import { actorLabel, type Actor } from '../../domain/actor.ts'
import {
  blockerProblem,
  optionToTake,
  stateAfter,
  type Blocker,
  type BlockerDraft,
  type BlockerOption,
} from '../../domain/blocker.ts'
import { ReveilleError } from '../../domain/errors.ts'
import type { Task } from '../../domain/task.ts'
import { move, TASK_TRANSITIONS } from '../../domain/transitions.ts'
import type { Ledger } from '../ledger.ts'
import type { Reader, Transaction } from './connection.ts'
import { append } from './events.ts'
import { BLOCKER_COLUMNS, toBlocker, type BlockerRow } from './rows.ts'
import { requireTask, setTaskState } from './task-state.ts'

/** Only before a run exists: a live run must end first, and its end may block the task. */
export function raiseBlocker(tx: Transaction, params: Parameters<Ledger['raiseBlocker']>[0]): Blocker {
  const task = requireTask(tx, params.task)
  if (task.state !== 'blocked') move(TASK_TRANSITIONS, `task ${task.key}`, task.state, 'blocked')
  if (task.state !== 'todo') {
    const why = task.state === 'blocked' ? 'is blocked already' : 'has a live run'
    throw new ReveilleError('illegal-move', `Task ${task.key} ${why}`, {
      hint: task.state === 'blocked' ? 'Answer its blocker first' : 'End the run as blocked',
    })
  }
  setTaskState(tx, task, { actor: params.actor, to: 'blocked', reason: params.blocker.question })
  return insertBlocker(tx, { actor: params.actor, taskId: task.id, runId: null, draft: params.blocker })
}

export function insertBlocker(
  tx: Transaction,
  params: { actor: Actor; taskId: string; runId: string | null; draft: BlockerDraft },
): Blocker {
  const { actor, taskId, runId } = params
  const problem = blockerProblem(params.draft)
  if (problem !== null) throw new ReveilleError('answer-invalid', problem)
  const { options, about, default: fallback, ...rest } = params.draft
  const id = tx.nextId()
  tx.run(
    `INSERT INTO blockers (id, task_id, run_id, seen, tried, question, options, about, default_option, deadline,
       raised_by, raised_at)
     VALUES (:id, :taskId, :runId, :seen, :tried, :question, :options, :about, :fallback, :deadline, :raisedBy, :now)`,
    {
      ...rest,
      id,
      taskId,
      runId,
      options: JSON.stringify(options),
      about: JSON.stringify(about),
      fallback,
      raisedBy: actorLabel(actor),
      now: tx.now,
    },
  )
  append(tx, { actor, kind: 'blocker.raised', subjectId: id, taskId, runId, data: params.draft })
  return requireBlocker(tx, id)
}

export function answerBlocker(tx: Transaction, params: Parameters<Ledger['answerBlocker']>[0]): Blocker {
  const blocker = requireBlocker(tx, params.blockerId)
  const option = optionToTake(blocker, params.option)
  const { actor, note = null, until = null } = params
  answer(tx, blocker, { actor, option, note, until })
  const task = requireTask(tx, blocker.taskId)
  const reason = `blocker answered: ${option.key}`
  const to = stateAfter(option)
  setTaskState(tx, task, { actor, to, reason, ...(to === 'todo' ? { attempts: 0, losses: 0 } : {}) })
  return requireBlocker(tx, blocker.id)
}

/** The task was cancelled past its blocker, which answers the question. */
export function withdrawBlocker(tx: Transaction, task: Task, actor: Actor): void {
  const open = listBlockers(tx, { taskId: task.id, open: true })
  for (const blocker of open) {
    const option = blocker.options.find(({ effect }) => effect === 'cancel')
    const given: BlockerOption = option ?? { key: 'cancel', text: '', effect: 'cancel' }
    answer(tx, blocker, { actor, option: given, note: null, until: null })
  }
}

export function listBlockers(
  reader: Reader,
  filter: { open?: boolean; taskId?: string },
): readonly Blocker[] {
  const conditions = [
    ...(filter.open === undefined ? [] : [`answer IS ${filter.open ? '' : 'NOT '}NULL`]),
    ...(filter.taskId === undefined ? [] : ['task_id = :taskId']),
  ]
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const values = filter.taskId === undefined ? {} : { taskId: filter.taskId }
  return reader
    .all<BlockerRow>(`SELECT ${BLOCKER_COLUMNS} FROM blockers ${where} ORDER BY seq`, values)
    .map(toBlocker)
}

function requireBlocker(reader: Reader, id: string): Blocker {
  const row = reader.get<BlockerRow>(`SELECT ${BLOCKER_COLUMNS} FROM blockers WHERE id = :id`, { id })
  if (row === undefined) throw new ReveilleError('not-found', `There is no blocker ${id}`)
  return toBlocker(row)
}

interface Answer extends Pick<Blocker, 'note' | 'until'> {
  readonly actor: Actor
  readonly option: BlockerOption
}

function answer(tx: Transaction, blocker: Blocker, { actor, option, note, until }: Answer): void {
  tx.run(
    `UPDATE blockers SET answer = :answer, note = :note, until = :until, answered_by = :by, answered_at = :now
     WHERE id = :id`,
    { id: blocker.id, answer: option.key, note, until, by: actorLabel(actor), now: tx.now },
  )
  append(tx, {
    actor,
    kind: 'blocker.answered',
    subjectId: blocker.id,
    taskId: blocker.taskId,
    runId: blocker.runId,
    data: { option: option.key, effect: option.effect, note, until },
  })
}
