import type { Actor } from '../../domain/actor.ts'
import { ReveilleError } from '../../domain/errors.ts'
import { nearest } from '../../domain/nearest.ts'
import type { Resolution, Task, TaskState } from '../../domain/task.ts'
import { move, TASK_TRANSITIONS } from '../../domain/transitions.ts'
import type { Reader, Transaction } from './connection.ts'
import { append } from './events.ts'
import { TASK_COLUMNS, toTask, type TaskRow } from './rows.ts'

/** Looked up by key or id. Throws `not-found` with the keys that may have been meant. */
export function requireTask(reader: Reader, name: string): Task {
  const row = reader.get<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM tasks WHERE key = :name OR id = :name ORDER BY id = :name DESC LIMIT 1`,
    { name },
  )
  if (row !== undefined) return toTask(row)
  const keys = reader.all<{ key: string }>('SELECT key FROM tasks')
  const near = nearest(
    name,
    keys.map(({ key }) => key),
  )
  throw new ReveilleError('not-found', `There is no task ${name}`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : '`reveille task list` shows all tasks',
    data: { task: name, near },
  })
}

export interface TaskMove {
  readonly actor: Actor
  readonly to: TaskState
  readonly reason: string
  readonly runId?: string | null
  readonly resolution?: Resolution
  readonly attempts?: number
  readonly losses?: number
}

/** The one way in which a task changes its state, after its table. A run's claim is the exception: one statement. */
export function setTaskState(tx: Transaction, task: Task, change: TaskMove): void {
  const { attempts = task.attempts, losses = task.losses, resolution = null } = change
  const to = move(TASK_TRANSITIONS, `task ${task.key}`, task.state, change.to)
  tx.run(
    `UPDATE tasks SET state = :to, resolution = :resolution, attempts = :attempts, losses = :losses,
       version = version + 1, updated_at = :now WHERE id = :id`,
    { id: task.id, to, resolution, attempts, losses, now: tx.now },
  )
  append(tx, {
    actor: change.actor,
    kind: 'task.moved',
    subjectId: task.id,
    taskId: task.id,
    runId: change.runId ?? null,
    data: { from: task.state, to, resolution, attempts, losses, reason: change.reason },
  })
}
