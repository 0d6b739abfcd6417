import { actorLabel, type Actor } from '../../domain/actor.ts'
import { ReveilleError } from '../../domain/errors.ts'
import { refuseCycle } from '../../domain/needs.ts'
import { FIXED_DURING_RUN, isTaskKey, type Note, type Task, type TaskDraft } from '../../domain/task.ts'
import type { Ledger, TaskChanges } from '../ledger.ts'
import { withdrawBlocker } from './blockers.ts'
import type { Reader, Transaction, Values } from './connection.ts'
import { append } from './events.ts'
import { NOTE_COLUMNS, toPlain } from './rows.ts'
import { requireTask, setTaskState } from './task-state.ts'

export function addTask(tx: Transaction, { actor, draft }: Parameters<Ledger['addTask']>[0]): Task {
  if (!isTaskKey(draft.key)) {
    throw new ReveilleError('input-invalid', `${JSON.stringify(draft.key)} cannot be the key of a task`, {
      hint: 'Use lower case letters, digits and dashes, at most 80',
    })
  }
  const known = tx.get<{ state: string }>('SELECT state FROM tasks WHERE key = :key', { key: draft.key })
  if (known !== undefined) {
    throw new ReveilleError(
      'already-exists',
      `There is a task ${draft.key} already, and it is ${known.state}`,
      {
        hint: `\`reveille task show ${draft.key}\``,
      },
    )
  }
  const id = tx.nextId()
  tx.run(
    `INSERT INTO tasks (id, key, title, goal, kind, priority, domain, scope, checks, agent, limits, allow, at, artefact,
       operation, version, state, attempts, losses, token, filed_by, created_at, updated_at)
     VALUES (:id, :key, :title, :goal, :kind, :priority, :domain, :scope, :checks, :agent, :limits, :allow, :at, :artefact,
       :operation, 1, 'todo', 0, 0, 0, :filedBy, :now, :now)`,
    { id, key: draft.key, ...storedFields(draftFields(draft)), filedBy: actorLabel(actor), now: tx.now },
  )
  for (const need of new Set(draft.needs)) addNeed(tx, { id, key: draft.key }, need)
  const task = requireTask(tx, id)
  const data = { draft: { key: task.key, ...draftFields(task), needs: task.needs } }
  append(tx, { actor, kind: 'task.added', subjectId: id, taskId: id, data })
  return task
}

export function updateTask(tx: Transaction, params: Parameters<Ledger['updateTask']>[0]): Task {
  const task = requireTask(tx, params.task)
  if (params.version !== undefined && params.version !== task.version) {
    throw new ReveilleError('version-conflict', `Task ${task.key} changed since it was read`, {
      hint: 'Read it again and repeat the change on what it says now',
      data: { task: task.key, read: params.version, version: task.version },
    })
  }
  const changed = changedFields(task, params.changes)
  if (changed.length === 0) return task
  const fixed = changed.filter((field) => FIXED_DURING_RUN.includes(field))
  if (fixed.length > 0 && (task.state === 'doing' || task.state === 'review')) {
    throw new ReveilleError(
      'illegal-move',
      `The ${fixed.join(', ')} of task ${task.key} cannot change during a run`,
      {
        hint: 'Wait for the run to end, or stop it',
        data: { task: task.key, fields: fixed },
      },
    )
  }
  const to = pick(params.changes, changed)
  const columns = changed.map((field) => `${field} = :${field}`)
  tx.run(`UPDATE tasks SET ${columns.join(', ')}, version = version + 1, updated_at = :now WHERE id = :id`, {
    ...storedFields(to),
    id: task.id,
    now: tx.now,
  })
  const data = { from: pick(task, changed), to }
  append(tx, { actor: params.actor, kind: 'task.updated', subjectId: task.id, taskId: task.id, data })
  return requireTask(tx, task.id)
}

export function noteTask(tx: Transaction, params: Parameters<Ledger['noteTask']>[0]): Note {
  const { id: taskId } = requireTask(tx, params.task)
  const note: Note = {
    id: tx.nextId(),
    taskId,
    author: actorLabel(params.actor),
    text: params.text,
    at: tx.now,
  }
  tx.run('INSERT INTO notes (id, task_id, author, text, at) VALUES (:id, :taskId, :author, :text, :at)', {
    ...note,
  })
  append(tx, {
    actor: params.actor,
    kind: 'task.noted',
    subjectId: taskId,
    taskId,
    data: { noteId: note.id },
  })
  return note
}

export function changeNeeds(tx: Transaction, params: Parameters<Ledger['changeNeeds']>[0]): Task {
  const before = requireTask(tx, params.task)
  for (const name of params.remove) {
    const need = requireTask(tx, name)
    tx.run('DELETE FROM needs WHERE task_id = :task AND needs_id = :need', { task: before.id, need: need.id })
  }
  for (const name of params.add) addNeed(tx, before, name)
  const after = requireTask(tx, before.id)
  if (JSON.stringify(after.needs) === JSON.stringify(before.needs)) return before
  tx.run('UPDATE tasks SET version = version + 1, updated_at = :now WHERE id = :id', {
    id: before.id,
    now: tx.now,
  })
  const data = { from: before.needs, to: after.needs }
  append(tx, {
    actor: params.actor,
    kind: 'task.needs-changed',
    subjectId: before.id,
    taskId: before.id,
    data,
  })
  return requireTask(tx, before.id)
}

export function moveTask(tx: Transaction, params: Parameters<Ledger['moveTask']>[0]): Task {
  const task = requireTask(tx, params.task)
  refuseMove(task, params)
  if (task.state === 'blocked') withdrawBlocker(tx, task, params.actor)
  setTaskState(tx, task, {
    actor: params.actor,
    to: params.to,
    reason: params.reason,
    ...(params.to === 'done' ? { resolution: 'closed' } : {}),
    // A task that is open again begins with a fresh set of runs.
    ...(params.to === 'todo' ? { attempts: 0, losses: 0 } : {}),
  })
  return requireTask(tx, task.id)
}

export function listNotes(reader: Reader, taskId: string): readonly Note[] {
  const sql = `SELECT ${NOTE_COLUMNS} FROM notes WHERE task_id = :taskId ORDER BY seq`
  return reader.all<Note>(sql, { taskId }).map(toPlain)
}

function refuseMove(task: Task, params: { actor: Actor; to: string; resolution?: string }): void {
  if (task.state === 'doing' || task.state === 'review') {
    throw new ReveilleError('illegal-move', `Task ${task.key} has a live run`, {
      hint:
        task.state === 'doing'
          ? 'Ctrl-C twice in `reveille night` ends the run and saves its work; start that first if no night is led'
          : 'Its work waits to land: `reveille night` lands it or gives the task back',
    })
  }
  if (task.state === 'blocked' && params.to === 'todo') {
    throw new ReveilleError('illegal-move', `Task ${task.key} waits for the answer to its blocker`, {
      hint: `\`reveille why ${task.key}\` shows the question`,
    })
  }
  if (params.to !== 'done') return
  if ((params.resolution ?? 'closed') !== 'closed') {
    throw new ReveilleError('refused', `Only proof makes a task ${params.resolution}`, {
      hint: 'A task without checks can be closed by a person',
    })
  }
  if (params.actor.role !== 'human') throw new ReveilleError('refused', 'Only a person may close a task')
  if (task.checks.length > 0) {
    throw new ReveilleError('illegal-move', `Task ${task.key} has checks, so only proof makes it done`, {
      hint: 'Run it, or cancel it',
    })
  }
}

function addNeed(tx: Transaction, task: Pick<Task, 'id' | 'key'>, name: string): void {
  const need = requireTask(tx, name)
  refuseCycle(task.key, need.key, (key) => keysNeededBy(tx, key))
  tx.run('INSERT OR IGNORE INTO needs (task_id, needs_id) VALUES (:task, :need)', {
    task: task.id,
    need: need.id,
  })
}

function keysNeededBy(reader: Reader, key: string): readonly string[] {
  const rows = reader.all<{ key: string }>(
    `SELECT needed.key FROM tasks JOIN needs ON needs.task_id = tasks.id
     JOIN tasks AS needed ON needed.id = needs.needs_id WHERE tasks.key = :key ORDER BY needed.key`,
    { key },
  )
  return rows.map((row) => row.key)
}

type Field = keyof Omit<TaskDraft, 'key' | 'needs'>

const FIELDS: readonly Field[] = [
  'title',
  'goal',
  'kind',
  'priority',
  'domain',
  'scope',
  'checks',
  'agent',
  'limits',
  'allow',
  'at',
  'artefact',
  'operation',
]

function draftFields(draft: TaskDraft): Omit<TaskDraft, 'key' | 'needs'> {
  const { title, goal, kind, priority, domain, scope, checks, agent, limits } = draft
  const { allow, at, artefact, operation } = draft
  return { title, goal, kind, priority, domain, scope, checks, agent, limits, allow, at, artefact, operation }
}

function changedFields(task: Task, changes: TaskChanges): readonly Field[] {
  return FIELDS.filter(
    (field) => changes[field] !== undefined && JSON.stringify(changes[field]) !== JSON.stringify(task[field]),
  )
}

function pick(source: TaskChanges, fields: readonly Field[]): TaskChanges {
  return Object.fromEntries(fields.map((field) => [field, source[field]]))
}

/** Text, number or null as it is; structure as JSON. */
function storedFields(fields: TaskChanges): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [
      field,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  )
}
