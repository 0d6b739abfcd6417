import { actorLabel, type Actor } from '../../domain/actor.ts'
import type { EventData } from '../../domain/event-data.ts'
import type { Event, EventKind, SubjectKind } from '../../domain/event.ts'
import type { Ledger } from '../ledger.ts'
import type { Reader, Transaction } from './connection.ts'

interface EventDraft<Kind extends EventKind> {
  readonly actor: Actor
  readonly kind: Kind
  readonly subjectId: string
  readonly taskId?: string | null
  readonly runId?: string | null
  readonly data: EventData[Kind]
}

const SUBJECT_OF: { readonly [prefix: string]: SubjectKind } = {
  task: 'task',
  run: 'run',
  operation: 'run',
  evidence: 'evidence',
  landing: 'landing',
  night: 'night',
  lane: 'night',
  blocker: 'blocker',
}

/** Part of every transaction that changes something. */
export function append<Kind extends EventKind>(tx: Transaction, event: EventDraft<Kind>): void {
  tx.run(
    `INSERT INTO events (at, actor, kind, subject, subject_id, task_id, run_id, data)
     VALUES (:at, :actor, :kind, :subject, :subjectId, :taskId, :runId, :data)`,
    {
      at: tx.now,
      actor: actorLabel(event.actor),
      kind: event.kind,
      subject: SUBJECT_OF[event.kind.slice(0, event.kind.indexOf('.'))] ?? 'project',
      subjectId: event.subjectId,
      taskId: event.taskId ?? null,
      runId: event.runId ?? null,
      data: JSON.stringify(event.data),
    },
  )
}

interface EventRow extends Omit<Event, 'data'> {
  readonly data: string
}

export function listEvents(reader: Reader, filter: Parameters<Ledger['events']>[0]): readonly Event[] {
  const conditions = [
    'seq > :after',
    ...(filter.taskId === undefined ? [] : ['task_id = :taskId']),
    ...(filter.runId === undefined ? [] : ['run_id = :runId']),
    ...(filter.kinds === undefined ? [] : ['kind IN (SELECT value FROM json_each(:kinds))']),
  ]
  const rows = reader.all<EventRow>(
    `SELECT seq, at, actor, kind, subject, subject_id AS subjectId, task_id AS taskId, run_id AS runId, data
     FROM events WHERE ${conditions.join(' AND ')} ORDER BY seq LIMIT :limit`,
    {
      after: filter.after ?? 0,
      limit: filter.limit ?? -1,
      ...(filter.taskId === undefined ? {} : { taskId: filter.taskId }),
      ...(filter.runId === undefined ? {} : { runId: filter.runId }),
      ...(filter.kinds === undefined ? {} : { kinds: JSON.stringify(filter.kinds) }),
    },
  )
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Event['data'] }))
}

export function lastEvent(reader: Reader): number {
  return reader.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM events')?.seq ?? 0
}
