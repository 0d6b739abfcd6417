import { TASK_STATES, type Task, type TaskState } from '../../domain/task.ts'
import type { TaskFilter } from '../ledger.ts'
import type { Reader, Value } from './connection.ts'
import { TASK_COLUMNS, toTask, type TaskRow } from './rows.ts'

export function findTasks(reader: Reader, filter: TaskFilter): readonly Task[] {
  const conditions: string[] = []
  const values: Record<string, Value> = { limit: filter.limit ?? -1, offset: filter.offset ?? 0 }
  for (const [column, words] of Object.entries({
    id: filter.ids,
    state: filter.states,
    kind: filter.kinds,
    priority: filter.priorities,
  })) {
    if (words === undefined) continue
    conditions.push(`tasks.${column} IN (SELECT value FROM json_each(:${column}))`)
    values[column] = JSON.stringify(words)
  }
  if (filter.domain !== undefined) {
    conditions.push('tasks.domain = :domain')
    values['domain'] = filter.domain
  }
  if (filter.text !== undefined && filter.text.trim() !== '') {
    conditions.push('tasks.seq IN (SELECT rowid FROM task_search WHERE task_search MATCH :text)')
    values['text'] = matchExpression(filter.text)
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const sql = `SELECT ${TASK_COLUMNS} FROM tasks ${where} ORDER BY tasks.priority, tasks.seq LIMIT :limit OFFSET :offset`
  return reader.all<TaskRow>(sql, values).map(toTask)
}

export function countTasks(reader: Reader): Readonly<Record<TaskState, number>> {
  const rows = reader.all<{ state: TaskState; count: number }>('SELECT state, count FROM task_counts')
  const counted = new Map(rows.map(({ state, count }) => [state, count]))
  const counts = Object.fromEntries(TASK_STATES.map((state) => [state, counted.get(state) ?? 0]))
  // Every state is a key, because the entries are made from the list of all states.
  return counts as Record<TaskState, number>
}

/** Begins at the needs, which CROSS JOIN makes it do: few tasks have any. */
export function unmetNeeds(reader: Reader): ReadonlyMap<string, readonly string[]> {
  const rows = reader.all<{ key: string; needs: string }>(
    `SELECT tasks.key, json_group_array(needed.key ORDER BY needed.key) AS needs
     FROM needs CROSS JOIN tasks ON tasks.id = needs.task_id JOIN tasks AS needed ON needed.id = needs.needs_id
     WHERE tasks.state = 'todo' AND needed.state <> 'done' GROUP BY tasks.seq ORDER BY tasks.seq`,
  )
  return new Map(rows.map(({ key, needs }) => [key, JSON.parse(needs) as string[]]))
}

/** Each word as a quoted phrase, so that nothing in it is read as query syntax; the last one as a prefix. */
function matchExpression(text: string): string {
  const words = text.replaceAll('\0', ' ').trim().split(/\s+/)
  return `${words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')}*`
}
