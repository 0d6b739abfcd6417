import { SYSTEM } from '../../domain/actor.ts'
import { ReveilleError } from '../../domain/errors.ts'
import { provingEvidence } from '../../domain/evidence.ts'
import type { Landing, LandingState } from '../../domain/landing.ts'
import { LANDING_TRANSITIONS, move } from '../../domain/transitions.ts'
import type { Ledger } from '../ledger.ts'
import type { Reader, Transaction } from './connection.ts'
import { append } from './events.ts'
import { findEvidence } from './evidence.ts'
import { requireEpoch } from './leaders.ts'
import { requireOpenNight } from './nights.ts'
import { LANDING_COLUMNS, toPlain } from './rows.ts'
import { endLiveRun, markDropped } from './run-ending.ts'
import { requireLiveRun, requireRun, setRunState, type LiveRun } from './runs.ts'
import { requireTask } from './task-state.ts'

export function queueRun(tx: Transaction, params: Parameters<Ledger['queueRun']>[0]): Landing {
  const run = requireLiveRun(tx, params)
  const task = requireTask(tx, run.taskId)
  if (task.kind !== 'change') {
    throw new ReveilleError('illegal-move', `Task ${task.key} is of kind ${task.kind}, which never lands`)
  }
  if (run.candidate === null)
    throw new ReveilleError('illegal-move', `Run ${run.id} has no saved work to land`)
  setRunState(tx, run, { to: 'queued' })
  const { nightId, candidate } = run
  return insertLanding(tx, { nightId, run, candidate, gate: params.gate })
}

export function queueMerge(tx: Transaction, params: Parameters<Ledger['queueMerge']>[0]): Landing {
  requireEpoch(tx, params.epoch)
  const { id: nightId } = requireOpenNight(tx, params.nightId)
  return insertLanding(tx, { nightId, run: null, candidate: params.candidate, gate: null })
}

export function intendLanding(tx: Transaction, params: Parameters<Ledger['intendLanding']>[0]): Landing {
  const { epoch, from, to, tree, gate, environment } = params
  const landing = requireMove(tx, params, 'intended')
  const other = tx.get<{ id: string }>(
    "SELECT id FROM landings WHERE night_id = :nightId AND state = 'intended'",
    {
      nightId: landing.nightId,
    },
  )
  if (other !== undefined)
    throw new ReveilleError('illegal-move', `Landing ${other.id} is under way on this target`)
  const evidence = requireProof(tx, params)
  tx.run(
    `UPDATE landings SET state = 'intended', from_commit = :from, to_commit = :to, tree = :tree, gate = :gate
     WHERE id = :id`,
    { id: landing.id, from, to, tree, gate },
  )
  const data = { epoch, from, to, tree, gate, environment, evidence }
  append(tx, { actor: SYSTEM, kind: 'landing.intended', ...subjectOf(tx, landing), data })
  return requireLanding(tx, landing.id)
}

export function retractLanding(tx: Transaction, params: Parameters<Ledger['retractLanding']>[0]): Landing {
  const { epoch, detail } = params
  const landing = requireMove(tx, params, 'waiting')
  tx.run(
    `UPDATE landings SET state = 'waiting', from_commit = NULL, to_commit = NULL, tree = NULL, detail = :detail
     WHERE id = :id`,
    { id: landing.id, detail },
  )
  append(tx, { actor: SYSTEM, kind: 'landing.retracted', ...subjectOf(tx, landing), data: { epoch, detail } })
  return requireLanding(tx, landing.id)
}

export function completeLanding(tx: Transaction, params: Parameters<Ledger['completeLanding']>[0]): Landing {
  const landing = requireMove(tx, params, 'landed')
  const { to, tree } = landing
  if (to === null || tree === null) throw new TypeError(`landing ${landing.id} is intended without a commit`)
  const run = runOf(tx, landing)
  tx.run("UPDATE landings SET state = 'landed', landed_at = :now WHERE id = :id", {
    id: landing.id,
    now: tx.now,
  })
  const data = { epoch: params.epoch, to, tree }
  append(tx, { actor: SYSTEM, kind: 'landing.landed', ...subjectOf(tx, landing), data })
  if (run !== null) setRunState(tx, run, { to: 'landed' })
  return requireLanding(tx, landing.id)
}

export function dropLanding(tx: Transaction, params: Parameters<Ledger['dropLanding']>[0]): Landing {
  const landing = requireMove(tx, params, 'dropped')
  const run = runOf(tx, landing)
  markDropped(tx, { landingId: landing.id, run, end: params })
  if (run !== null) endLiveRun(tx, run, params)
  return requireLanding(tx, landing.id)
}

export function listLandings(reader: Reader, filter: Parameters<Ledger['landings']>[0]): readonly Landing[] {
  const states = filter.states === undefined ? '' : 'AND state IN (SELECT value FROM json_each(:states))'
  const rows = reader.all<Landing>(
    `SELECT ${LANDING_COLUMNS} FROM landings WHERE night_id = :nightId ${states} ORDER BY seq`,
    {
      nightId: filter.nightId,
      ...(filter.states === undefined ? {} : { states: JSON.stringify(filter.states) }),
    },
  )
  return rows.map(toPlain)
}

function insertLanding(
  tx: Transaction,
  entry: { nightId: string; run: LiveRun | null; candidate: string; gate: string | null },
): Landing {
  const { nightId, run, candidate, gate } = entry
  const id = tx.nextId()
  tx.run(
    `INSERT INTO landings (id, night_id, run_id, state, candidate, gate, queued_at)
     VALUES (:id, :nightId, :runId, 'waiting', :candidate, :gate, :now)`,
    { id, nightId, runId: run?.id ?? null, candidate, gate, now: tx.now },
  )
  append(tx, {
    actor: SYSTEM,
    kind: 'landing.queued',
    subjectId: id,
    taskId: run?.taskId ?? null,
    runId: run?.id ?? null,
    data: { nightId, candidate, gate },
  })
  return requireLanding(tx, id)
}

function requireMove(
  reader: Reader,
  params: { epoch: number; landingId: string },
  to: LandingState,
): Landing {
  requireEpoch(reader, params.epoch)
  const landing = requireLanding(reader, params.landingId)
  move(LANDING_TRANSITIONS, `landing ${landing.id}`, landing.state, to)
  return landing
}

function requireLanding(reader: Reader, id: string): Landing {
  const row = reader.get<Landing>(`SELECT ${LANDING_COLUMNS} FROM landings WHERE id = :id`, { id })
  if (row === undefined) throw new ReveilleError('not-found', `There is no landing ${id}`)
  return toPlain(row)
}

/** Ids of the green evidence of every named check on the tree that is to land; throws when any is missing or red. */
function requireProof(reader: Reader, params: Parameters<Ledger['intendLanding']>[0]): readonly string[] {
  const { checks, tree, isolation } = params
  if (checks.length === 0)
    throw new ReveilleError('gate-empty', 'A landing that no check guards would prove nothing')
  const newest = findEvidence(reader, params)
  const proof = provingEvidence(newest, { checks, isolation })
  if (proof !== null) return proof.map(({ id }) => id)
  const unproved = checks.filter((check) => provingEvidence(newest, { checks: [check], isolation }) === null)
  throw new ReveilleError('illegal-move', `Tree ${tree} has no green evidence of ${unproved.join(', ')}`, {
    data: { tree, gate: params.gate, environment: params.environment, isolation, unproved },
  })
}

function runOf(reader: Reader, landing: Landing): LiveRun | null {
  if (landing.runId === null) return null
  const { id: runId, token } = requireRun(reader, landing.runId)
  return requireLiveRun(reader, { runId, token })
}

function subjectOf(
  reader: Reader,
  landing: Landing,
): { subjectId: string; taskId: string | null; runId: string | null } {
  const { id: subjectId, runId } = landing
  return { subjectId, runId, taskId: runId === null ? null : requireRun(reader, runId).taskId }
}
