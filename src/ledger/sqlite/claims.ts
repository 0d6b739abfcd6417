import { SYSTEM } from '../../domain/actor.ts'
import { ReveilleError } from '../../domain/errors.ts'
import type { Run } from '../../domain/run.ts'
import type { Task } from '../../domain/task.ts'
import type { Ledger } from '../ledger.ts'
import type { Reader, Transaction } from './connection.ts'
import { append } from './events.ts'
import { requireEpoch } from './leaders.ts'
import { requireOpenNight } from './nights.ts'
import { requireRun, subjectOf } from './runs.ts'
import { requireTask } from './task-state.ts'

interface Claimed {
  readonly token: number
  readonly attempts: number
  readonly losses: number
}

export function claimTask(tx: Transaction, params: Parameters<Ledger['claimTask']>[0]): Run {
  const { nightId, epoch, agent, isolation, base } = params
  requireOpenNight(tx, nightId)
  const task = requireTask(tx, params.task)
  const claimed = tx.get<Claimed>(
    `UPDATE tasks SET state = 'doing', token = token + 1, version = version + 1, updated_at = :now
     WHERE id = :id AND state = 'todo'
       AND NOT EXISTS (
         SELECT 1 FROM needs JOIN tasks AS needed ON needed.id = needs.needs_id
         WHERE needs.task_id = tasks.id AND needed.state <> 'done'
       )
       AND (:epoch IS NULL OR :epoch = (SELECT max(epoch) FROM leaders))
     RETURNING token, attempts, losses`,
    { id: task.id, epoch, now: tx.now },
  )
  if (claimed === undefined) throw reasonAgainst(tx, task, epoch)
  const { token, attempts, losses } = claimed
  const run = { id: tx.nextId(), taskId: task.id, nightId, token, agent, isolation, base }
  tx.run(
    `INSERT INTO runs (id, task_id, night_id, token, state, number, agent, isolation, base, claimed_at, updated_at)
     SELECT :id, :taskId, :nightId, :token, 'preparing', 1 + count(*), :agent, :isolation, :base, :now, :now
     FROM runs WHERE task_id = :taskId`,
    { ...run, now: tx.now },
  )
  const made = requireRun(tx, run.id)
  append(tx, {
    actor: SYSTEM,
    kind: 'task.moved',
    subjectId: task.id,
    taskId: task.id,
    runId: made.id,
    data: {
      from: 'todo',
      to: 'doing',
      resolution: null,
      attempts,
      losses,
      reason: `run ${made.number} claimed it`,
    },
  })
  append(tx, {
    actor: SYSTEM,
    kind: 'run.claimed',
    ...subjectOf(made),
    data: { nightId, token, number: made.number, agent, isolation, base, epoch },
  })
  return made
}

function reasonAgainst(reader: Reader, task: Task, epoch: number | null): ReveilleError {
  if (epoch !== null) requireEpoch(reader, epoch)
  if (task.state !== 'todo') {
    return new ReveilleError('not-claimable', `Task ${task.key} is ${task.state}`, {
      data: { task: task.key, state: task.state },
    })
  }
  const waiting = reader.all<{ key: string }>(
    `SELECT needed.key FROM needs JOIN tasks AS needed ON needed.id = needs.needs_id
     WHERE needs.task_id = :id AND needed.state <> 'done' ORDER BY needed.key`,
    { id: task.id },
  )
  const needs = waiting.map(({ key }) => key)
  return new ReveilleError('not-claimable', `Task ${task.key} waits for ${needs.join(', ')}`, {
    data: { task: task.key, needs },
  })
}
