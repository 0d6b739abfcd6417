/** Between the rows of the tables and the words of the domain. Column lists name what they select as the domain does. */
import type { Blocker } from '../../domain/blocker.ts'
import type { Concluded } from '../../domain/conclusion.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Landing } from '../../domain/landing.ts'
import type { Night } from '../../domain/night.ts'
import type { Run } from '../../domain/run.ts'
import type { Note, Task } from '../../domain/task.ts'
import type { Leader } from '../ledger.ts'

/** A row whose fields of these names are JSON text (or null). */
type Stored<Entity, Json extends keyof Entity> = Omit<Entity, Json> & { readonly [field in Json]: string }

export type TaskRow = Stored<Task, 'scope' | 'checks' | 'agent' | 'limits' | 'needs' | 'allow' | 'artefact'>
export type RunRow = Omit<Run, 'host'> & { readonly host: string | null }
export type BlockerRow = Stored<Blocker, 'options' | 'about'>
export type ConcludedRow = Stored<Concluded, 'conclusion'>
export type LeaderRow = Stored<Leader, 'owner'>
export type EvidenceRow = Omit<Evidence, 'argv' | 'green' | 'timedOut' | 'tests' | 'mutants'> & {
  readonly argv: string
  readonly green: number
  readonly timedOut: number
  readonly tests: string | null
  readonly mutants: string | null
}

export const TASK_COLUMNS = `
  tasks.id, tasks.key, tasks.title, tasks.goal, tasks.kind, tasks.priority, tasks.domain, tasks.scope, tasks.checks,
  coalesce(tasks.agent, 'null') AS agent, tasks.limits, tasks.version, tasks.state, tasks.resolution, tasks.attempts,
  tasks.losses, tasks.allow, tasks.at, coalesce(tasks.artefact, 'null') AS artefact, tasks.operation,
  tasks.filed_by AS filedBy, tasks.created_at AS createdAt, tasks.updated_at AS updatedAt,
  (SELECT json_group_array(needed.key ORDER BY needed.key) FROM needs JOIN tasks AS needed ON needed.id = needs.needs_id
   WHERE needs.task_id = tasks.id) AS needs`

export const RUN_COLUMNS = `
  id, task_id AS taskId, night_id AS nightId, token, state, number, agent, isolation, base, candidate, host,
  end_reason AS endReason, end_detail AS endDetail, claimed_at AS claimedAt, updated_at AS updatedAt,
  ended_at AS endedAt`

export const EVIDENCE_COLUMNS = `
  id, run_id AS runId, check_name AS "check", command, argv, expect, purpose, tree, gate, environment, isolation,
  green, finding, exit_code AS exitCode, signal, timed_out AS timedOut, duration_ms AS durationMs, tests, mutants,
  excerpt, file, at`

export const LANDING_COLUMNS = `
  id, night_id AS nightId, run_id AS runId, state, candidate, from_commit AS "from", to_commit AS "to", tree, gate,
  detail, queued_at AS queuedAt, landed_at AS landedAt`

export const NIGHT_COLUMNS = `
  id, number, state, branch, base, opened_at AS openedAt, closed_at AS closedAt`

export const NOTE_COLUMNS = 'id, task_id AS taskId, author, text, at'

export const BLOCKER_COLUMNS = `
  id, task_id AS taskId, run_id AS runId, seen, tried, question, options, about,
  default_option AS "default", deadline, raised_by AS raisedBy, raised_at AS raisedAt, answer, note, until,
  answered_by AS answeredBy, answered_at AS answeredAt`

export const CONCLUDED_COLUMNS = 'task_id AS taskId, run_id AS runId, conclusion, at'

export function toTask(row: TaskRow): Task {
  return {
    ...row,
    scope: parse(row.scope),
    checks: parse(row.checks),
    agent: parse(row.agent),
    limits: parse(row.limits),
    needs: parse(row.needs),
    allow: parse(row.allow),
    artefact: parse(row.artefact),
  }
}

export function toRun(row: RunRow): Run {
  return { ...row, host: row.host === null ? null : parse(row.host) }
}

export function toEvidence(row: EvidenceRow): Evidence {
  return {
    ...row,
    argv: parse(row.argv),
    green: row.green === 1,
    timedOut: row.timedOut === 1,
    tests: row.tests === null ? null : parse(row.tests),
    mutants: row.mutants === null ? null : parse(row.mutants),
  }
}

export function toBlocker(row: BlockerRow): Blocker {
  return { ...row, options: parse(row.options), about: parse(row.about) }
}

export function toConcluded(row: ConcludedRow): Concluded {
  return { ...row, conclusion: parse(row.conclusion) }
}

export function toLeader(row: LeaderRow): Leader {
  return { ...row, owner: parse(row.owner) }
}

/** Tables without JSON: the row has the fields already. Copied, because SQLite's rows have no prototype. */
export function toPlain<Entity extends Landing | Night | Note>(row: Entity): Entity {
  return { ...row }
}

/** The column was written by this module's counterpart from a value of the type it is read as. */
function parse<T>(text: string): T {
  return JSON.parse(text) as T
}
