import { SYSTEM } from '../../domain/actor.ts'
import { ReveilleError } from '../../domain/errors.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Fence, Ledger } from '../ledger.ts'
import type { Reader, Transaction } from './connection.ts'
import { append } from './events.ts'
import { requireEpoch } from './leaders.ts'
import { EVIDENCE_COLUMNS, toEvidence, type EvidenceRow } from './rows.ts'
import { requireLiveRun, requireRun } from './runs.ts'

export function recordEvidence(tx: Transaction, params: Parameters<Ledger['recordEvidence']>[0]): Evidence {
  const { fence, verdict } = params
  requireFence(tx, fence, verdict.runId)
  const evidence: Evidence = { ...verdict, id: tx.nextId(), at: tx.now }
  const { argv, green, timedOut, tests, mutants, ...columns } = evidence
  tx.run(
    `INSERT INTO evidence (id, run_id, check_name, command, argv, expect, purpose, tree, gate, environment, isolation, green,
       finding, exit_code, signal, timed_out, duration_ms, tests, mutants, excerpt, file, at)
     VALUES (:id, :runId, :check, :command, :argv, :expect, :purpose, :tree, :gate, :environment, :isolation, :green,
       :finding, :exitCode, :signal, :timedOut, :durationMs, :tests, :mutants, :excerpt, :file, :at)`,
    {
      ...columns,
      argv: JSON.stringify(argv),
      green: green ? 1 : 0,
      timedOut: timedOut ? 1 : 0,
      tests: tests === null ? null : JSON.stringify(tests),
      mutants: mutants === null ? null : JSON.stringify(mutants),
    },
  )
  const { id, runId, excerpt: _excerpt, at: _at, ...data } = evidence
  const taskId = runId === null ? null : requireRun(tx, runId).taskId
  append(tx, { actor: SYSTEM, kind: 'evidence.recorded', subjectId: id, taskId, runId, data })
  return evidence
}

export interface EvidenceKey {
  readonly tree: string
  readonly gate: string
  readonly environment: string
}

/** The newest of each check: a check that turned red on the same tree later is red. */
export function findEvidence(reader: Reader, { tree, gate, environment }: EvidenceKey): readonly Evidence[] {
  const rows = reader.all<EvidenceRow>(
    `SELECT ${EVIDENCE_COLUMNS} FROM evidence
     WHERE seq IN (
       SELECT max(seq) FROM evidence WHERE tree = :tree AND gate = :gate AND environment = :environment
       GROUP BY check_name
     ) ORDER BY seq`,
    { tree, gate, environment },
  )
  return rows.map(toEvidence)
}

export function listEvidence(reader: Reader, { runId }: { runId: string }): readonly Evidence[] {
  const sql = `SELECT ${EVIDENCE_COLUMNS} FROM evidence WHERE run_id = :runId ORDER BY seq`
  return reader.all<EvidenceRow>(sql, { runId }).map(toEvidence)
}

function requireFence(reader: Reader, fence: Fence, runId: string | null): void {
  if ('epoch' in fence) return requireEpoch(reader, fence.epoch)
  requireLiveRun(reader, fence)
  if (runId === null || runId === fence.runId) return
  throw new ReveilleError('refused', `Run ${fence.runId} cannot record evidence of another run`)
}
