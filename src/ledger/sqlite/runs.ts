import { SYSTEM } from '../../domain/actor.ts'
import type { Concluded, Conclusion } from '../../domain/conclusion.ts'
import { ReveilleError } from '../../domain/errors.ts'
import type { EventData, RunFactKind } from '../../domain/event-data.ts'
import { LIVE_RUN_STATES, type LiveRunState, type Run } from '../../domain/run.ts'
import { move, RUN_TRANSITIONS, TASK_STATE_OF_RUN } from '../../domain/transitions.ts'
import type { Ledger } from '../ledger.ts'
import type { Reader, Transaction } from './connection.ts'
import { append } from './events.ts'
import { requireEpoch } from './leaders.ts'
import { CONCLUDED_COLUMNS, RUN_COLUMNS, toConcluded, toRun, type ConcludedRow, type RunRow } from './rows.ts'
import { requireTask, setTaskState } from './task-state.ts'

export type LiveRun = Run & { readonly state: LiveRunState }

export function takeUpRun(tx: Transaction, { epoch, runId }: Parameters<Ledger['takeUpRun']>[0]): Run {
  requireEpoch(tx, epoch)
  const run = requireLiveRun(tx, { runId, token: requireRun(tx, runId).token })
  const token = run.token + 1
  tx.run('UPDATE tasks SET token = :token WHERE id = :id', { id: run.taskId, token })
  tx.run('UPDATE runs SET token = :token, updated_at = :now WHERE id = :id', {
    id: run.id,
    token,
    now: tx.now,
  })
  append(tx, { actor: SYSTEM, kind: 'run.taken-up', ...subjectOf(run), data: { epoch, token } })
  return requireRun(tx, run.id)
}

export function recordHost(tx: Transaction, params: Parameters<Ledger['recordHost']>[0]): Run {
  const run = requireLiveRun(tx, params)
  const { host } = params
  tx.run('UPDATE runs SET host = :host, updated_at = :now WHERE id = :id', {
    id: run.id,
    host: JSON.stringify(host),
    now: tx.now,
  })
  append(tx, { actor: SYSTEM, kind: 'run.host-started', ...subjectOf(run), data: { host } })
  return requireRun(tx, run.id)
}

export function moveRun(tx: Transaction, params: Parameters<Ledger['moveRun']>[0]): Run {
  const run = requireLiveRun(tx, params)
  setRunState(tx, run, params)
  return requireRun(tx, run.id)
}

export function concludeRun(tx: Transaction, params: Parameters<Ledger['concludeRun']>[0]): Run {
  const run = requireLiveRun(tx, params)
  const { conclusion } = params
  requireKind(tx, run, conclusion.kind)
  tx.run('INSERT INTO conclusions (run_id, task_id, conclusion, at) VALUES (:id, :taskId, :text, :now)', {
    id: run.id,
    taskId: run.taskId,
    text: JSON.stringify(conclusion),
    now: tx.now,
  })
  append(tx, { actor: SYSTEM, kind: 'run.concluded', ...subjectOf(run), data: { conclusion } })
  setRunState(tx, run, { to: 'concluded' })
  return requireRun(tx, run.id)
}

export function recordRunFact<Kind extends RunFactKind>(
  tx: Transaction,
  { kind, data, ...fence }: { runId: string; token: number; kind: Kind; data: EventData[Kind] },
): void {
  append(tx, { actor: SYSTEM, kind, ...subjectOf(requireLiveRun(tx, fence)), data })
}

export function listConclusions(reader: Reader, taskIds: readonly string[]): readonly Concluded[] {
  const rows = reader.all<ConcludedRow>(
    `SELECT ${CONCLUDED_COLUMNS} FROM conclusions
     WHERE seq IN (
       SELECT max(seq) FROM conclusions WHERE task_id IN (SELECT value FROM json_each(:ids)) GROUP BY task_id
     ) ORDER BY seq`,
    { ids: JSON.stringify(taskIds) },
  )
  return rows.map(toConcluded)
}

/** The one way in which a run changes its state without ending; its task follows. */
export function setRunState(
  tx: Transaction,
  run: LiveRun,
  change: { to: 'working' | 'checking' | 'queued' | 'landed' | 'concluded'; candidate?: string },
): void {
  const to = move(RUN_TRANSITIONS, `run ${run.id}`, run.state, change.to)
  const isOver = to === 'landed' || to === 'concluded'
  const candidate = change.candidate ?? run.candidate
  tx.run(
    'UPDATE runs SET state = :to, candidate = :candidate, updated_at = :now, ended_at = :endedAt WHERE id = :id',
    { id: run.id, to, candidate, now: tx.now, endedAt: isOver ? tx.now : null },
  )
  append(tx, {
    actor: SYSTEM,
    kind: 'run.moved',
    ...subjectOf(run),
    data: { from: run.state, to, candidate },
  })
  const task = requireTask(tx, run.taskId)
  const follows = TASK_STATE_OF_RUN[to]
  if (follows === null || follows === task.state) return
  setTaskState(tx, task, {
    actor: SYSTEM,
    to: follows,
    reason: `run ${to}`,
    runId: run.id,
    ...(isOver ? { resolution: to } : {}),
  })
}

export function listRuns(reader: Reader, filter: Parameters<Ledger['runs']>[0]): readonly Run[] {
  const conditions = [
    ...(filter.nightId === undefined ? [] : ['night_id = :nightId']),
    ...(filter.taskId === undefined ? [] : ['task_id = :taskId']),
    ...(filter.live === undefined
      ? []
      : [`state ${filter.live ? 'IN' : 'NOT IN'} ('${LIVE_RUN_STATES.join("', '")}')`]),
  ]
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const rows = reader.all<RunRow>(`SELECT ${RUN_COLUMNS} FROM runs ${where} ORDER BY seq`, {
    ...(filter.nightId === undefined ? {} : { nightId: filter.nightId }),
    ...(filter.taskId === undefined ? {} : { taskId: filter.taskId }),
  })
  return rows.map(toRun)
}

export function requireRun(reader: Reader, id: string): Run {
  const row = reader.get<RunRow>(`SELECT ${RUN_COLUMNS} FROM runs WHERE id = :id`, { id })
  if (row === undefined) throw new ReveilleError('not-found', `There is no run ${id}`)
  return toRun(row)
}

/** A token is good for as long as its run lives: later writes of a run that was ended change nothing. */
export function requireLiveRun(reader: Reader, fence: { runId: string; token: number }): LiveRun {
  const run = requireRun(reader, fence.runId)
  if (run.token === fence.token && hasLiveState(run)) return run
  throw new ReveilleError(
    'stale-token',
    `Run ${run.id} does not belong to the writer any more; it is ${run.state}`,
    {
      data: { runId: run.id, token: fence.token, current: run.token, state: run.state },
    },
  )
}

export function subjectOf(run: Run): { subjectId: string; taskId: string; runId: string } {
  return { subjectId: run.id, taskId: run.taskId, runId: run.id }
}

function hasLiveState(run: Run): run is LiveRun {
  return LIVE_RUN_STATES.some((state) => state === run.state)
}

/** A change is done only when it has landed; every other kind by what it was asked for. */
function requireKind(reader: Reader, run: Run, kind: Conclusion['kind']): void {
  const task = requireTask(reader, run.taskId)
  if (task.kind === kind) return
  throw new ReveilleError(
    'illegal-move',
    `Task ${task.key} is of kind ${task.kind} and cannot end as ${kind}`,
  )
}
