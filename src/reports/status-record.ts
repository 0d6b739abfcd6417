import type { Blocker } from '../domain/blocker.ts'
import { ENDINGS } from '../domain/ending.ts'
import type { Landing } from '../domain/landing.ts'
import type { LaneJudged } from '../domain/lane-judged.ts'
import type { Night } from '../domain/night.ts'
import { isLive, type Run } from '../domain/run.ts'
import { OPEN_STATES, type Task, type TaskState } from '../domain/task.ts'
import type { Leader, Ledger } from '../ledger/ledger.ts'

/** What the ledger holds on the present. Read with counts and limits: how many tasks there are does not matter. */
export interface StatusRecord {
  readonly night: Night | null
  readonly leader: Leader | null
  /** Of the open night; null while nobody has judged it. */
  readonly lane: LaneJudged | null
  readonly counts: Readonly<Record<TaskState, number>>
  readonly live: readonly Run[]
  /** Waiting or intended, in the order of the queue. */
  readonly queue: readonly Landing[]
  /** Of the open night, newest first. */
  readonly landed: readonly Landing[]
  /** Newest runs of open tasks that ended through the agent's own doing, newest first. */
  readonly failing: readonly Run[]
  readonly blockers: readonly Blocker[]
  /** The first tasks that are todo. */
  readonly next: readonly Task[]
  readonly keys: ReadonlyMap<TaskOrRunId, string>
}

/** A task's key is found by its id and by the ids of its runs. */
type TaskOrRunId = string

export const MOST_SHOWN = 5

export async function readStatus(ledger: Ledger, most = MOST_SHOWN): Promise<StatusRecord> {
  const night = await ledger.openNightNow()
  const [leader, lane, counts, blockers, next, live, runs, landings] = await Promise.all([
    ledger.leader(),
    night === null ? null : ledger.lane(night.id),
    ledger.countTasks(),
    ledger.blockers({ open: true }),
    ledger.tasks({ states: ['todo'], limit: most }),
    ledger.runs({ live: true }),
    night === null ? [] : ledger.runs({ nightId: night.id }),
    night === null ? [] : ledger.landings({ nightId: night.id }),
  ])
  const failing = await stillOpen(ledger, failed(runs))
  const queue = landings.filter(({ state }) => state === 'waiting' || state === 'intended')
  const landed = landings
    .filter(({ state }) => state === 'landed')
    .toReversed()
    .toSorted((a, b) => (b.landedAt ?? 0) - (a.landedAt ?? 0))
  const spoken = [
    ...live.slice(0, most),
    ...failing.slice(0, most),
    ...[...queue.slice(0, most), ...landed.slice(0, most)].flatMap(
      ({ runId }) => runs.find(({ id }) => id === runId) ?? [],
    ),
  ]
  const keys = await keysOf(ledger, { runs: spoken, blockers: blockers.slice(0, most) })
  return { night, leader, lane, counts, live, queue, landed, failing, blockers, next, keys }
}

function failed(runs: readonly Run[]): readonly Run[] {
  const newest = new Map<string, Run>()
  for (const run of runs) {
    if (run.number > (newest.get(run.taskId)?.number ?? 0)) newest.set(run.taskId, run)
  }
  return [...newest.values()]
    .filter((run) => !isLive(run) && run.endReason !== null && ENDINGS[run.endReason].usesAttempt)
    .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
}

async function stillOpen(ledger: Ledger, runs: readonly Run[]): Promise<readonly Run[]> {
  const tasks = await ledger.tasks({ ids: runs.map(({ taskId }) => taskId), states: OPEN_STATES })
  const open = new Set(tasks.map(({ id }) => id))
  return runs.filter(({ taskId }) => open.has(taskId))
}

async function keysOf(
  ledger: Ledger,
  { runs, blockers }: { runs: readonly Run[]; blockers: readonly Blocker[] },
): Promise<ReadonlyMap<TaskOrRunId, string>> {
  const keys = new Map<TaskOrRunId, string>()
  for (const { id, taskId } of [...runs, ...blockers]) {
    const key = keys.get(taskId) ?? (await ledger.task(taskId)).key
    keys.set(taskId, key).set(id, key)
  }
  return keys
}
