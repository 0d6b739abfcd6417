import { SYSTEM, type Actor } from '../../domain/actor.ts'
import { blockerOfEnding, type BlockerDraft } from '../../domain/blocker.ts'
import { endingEffect, type EndReason } from '../../domain/ending.ts'
import { ReveilleError } from '../../domain/errors.ts'
import { repeatsFailure } from '../../domain/failure.ts'
import type { LandingState } from '../../domain/landing.ts'
import type { Run } from '../../domain/run.ts'
import { move, RUN_TRANSITIONS } from '../../domain/transitions.ts'
import type { Ledger } from '../ledger.ts'
import { insertBlocker } from './blockers.ts'
import type { Transaction } from './connection.ts'
import { append } from './events.ts'
import { listRuns, requireLiveRun, requireRun, subjectOf, type LiveRun } from './runs.ts'
import { requireTask, setTaskState } from './task-state.ts'

export interface End {
  readonly reason: EndReason
  readonly detail: string
  readonly blocker?: BlockerDraft
  readonly raisedBy?: Actor
}

export function endRun(tx: Transaction, params: Parameters<Ledger['endRun']>[0]): Run {
  const run = requireLiveRun(tx, params)
  leaveQueue(tx, run, params)
  endLiveRun(tx, run, params)
  return requireRun(tx, run.id)
}

/** The run ends, its task goes where the table says, and a blocker says why where the task blocks. */
export function endLiveRun(tx: Transaction, run: LiveRun, end: End): void {
  const { reason, detail, blocker, raisedBy = SYSTEM } = end
  move(RUN_TRANSITIONS, `run ${run.id}`, run.state, 'ended')
  tx.run(
    `UPDATE runs SET state = 'ended', end_reason = :reason, end_detail = :detail, updated_at = :now, ended_at = :now
     WHERE id = :id`,
    { id: run.id, reason, detail, now: tx.now },
  )
  append(tx, {
    actor: SYSTEM,
    kind: 'run.ended',
    ...subjectOf(run),
    data: { from: run.state, reason, detail },
  })

  const task = requireTask(tx, run.taskId)
  const effect = endingEffect(reason, {
    attempts: task.attempts,
    losses: task.losses,
    maxRuns: task.limits.runs,
    repeated: repeatsFailure(
      { reason, detail },
      {
        attempts: task.attempts,
        earlier: listRuns(tx, { taskId: task.id }).filter(({ id }) => id !== run.id),
      },
    ),
  })
  const { attempts, losses, repeated } = effect
  setTaskState(tx, task, {
    actor: SYSTEM,
    to: effect.task,
    reason,
    runId: run.id,
    attempts,
    losses,
    ...(effect.task === 'done' ? { resolution: 'already-green' } : {}),
  })
  if (effect.task !== 'blocked') return
  const draft = blocker ?? blockerOfEnding({ reason, detail, attempts, losses, repeated })
  insertBlocker(tx, { actor: raisedBy, taskId: task.id, runId: run.id, draft })
}

/** A run that waits in the queue takes its entry with it; one whose landing is under way cannot end. */
function leaveQueue(tx: Transaction, run: LiveRun, end: End): void {
  if (run.state !== 'queued') return
  const landing = tx.get<{ id: string; state: LandingState }>(
    'SELECT id, state FROM landings WHERE run_id = :id',
    {
      id: run.id,
    },
  )
  if (landing === undefined) return
  if (landing.state === 'intended') {
    throw new ReveilleError('illegal-move', `Run ${run.id} is landing`, {
      hint: 'The landing is completed or retracted first',
    })
  }
  markDropped(tx, { landingId: landing.id, run, end })
}

export function markDropped(tx: Transaction, params: { landingId: string; run: Run | null; end: End }): void {
  const { landingId, run, end } = params
  tx.run("UPDATE landings SET state = 'dropped', detail = :detail WHERE id = :id", {
    id: landingId,
    detail: end.detail,
  })
  append(tx, {
    actor: SYSTEM,
    kind: 'landing.dropped',
    subjectId: landingId,
    taskId: run?.taskId ?? null,
    runId: run?.id ?? null,
    data: { reason: end.reason, detail: end.detail },
  })
}
