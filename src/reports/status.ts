import { GO_ON_MENDED, isRedTargetKey } from '../domain/red-target.ts'
import type { TaskState } from '../domain/task.ts'
import { ACCEPT, blockerCommand, GO_ON, showCommand } from './commands.ts'
import { MOST_SHOWN, type StatusRecord } from './status-record.ts'
import { laneText } from './lane-standing.ts'
import { count, headline, instantText, sentence } from './wording.ts'

/** How the project stands now. Lists are cut and come with their totals; ages are milliseconds. */
export interface Status {
  readonly asOf: string
  readonly verdict: Verdict
  readonly night: {
    readonly number: number
    readonly branch: string
    readonly base: string
    readonly openedAt: string
  } | null
  readonly leader: {
    readonly pid: number
    readonly epoch: number
    readonly since: string
    readonly alive: boolean
  } | null
  readonly tasks: Readonly<Record<TaskState, number>>
  readonly running: Listed<{
    readonly task: string
    readonly run: number
    readonly state: string
    readonly agent: string
    readonly sandbox: boolean
    readonly ageMs: number
  }>
  readonly queue: Listed<{ readonly task: string | null; readonly commit: string; readonly ageMs: number }>
  readonly waitingOnYou: Listed<{
    readonly task: string
    readonly question: string
    readonly command: string
    readonly ageMs: number
  }>
  readonly failing: Listed<{
    readonly task: string
    readonly run: number
    readonly reason: string
    readonly detail: string | null
    readonly agoMs: number
  }>
  /** Tasks that are todo, in the order in which they would start if nothing held them. */
  readonly next: Listed<{ readonly task: string; readonly priority: string; readonly ageMs: number }>
  readonly landed: Listed<{ readonly task: string | null; readonly commit: string; readonly at: string }>
}

interface Listed<Item> {
  readonly total: number
  readonly first: readonly Item[]
}

/** Is it fine? `stopped`: work is under way in the record, but nobody drives it. */
export interface Verdict {
  readonly kind: 'fine' | 'needs-you' | 'stopped' | 'idle'
  readonly text: string
  readonly command: string | null
}

export interface Present {
  readonly now: number
  /** Whether the process that the ledger names as leader is alive. */
  readonly leaderAlive: boolean
}

export function statusOf(record: StatusRecord, present: Present, most = MOST_SHOWN): Status {
  const { night, leader, counts } = record
  return {
    asOf: instantText(present.now),
    verdict: verdictOf(record, present.leaderAlive),
    night:
      night === null
        ? null
        : {
            number: night.number,
            branch: night.branch,
            base: night.base,
            openedAt: instantText(night.openedAt),
          },
    leader:
      leader === null
        ? null
        : {
            pid: leader.owner.pid,
            epoch: leader.epoch,
            since: instantText(leader.since),
            alive: present.leaderAlive,
          },
    tasks: counts,
    ...listsOf(record, present.now, most),
  }
}

type Lists = Pick<Status, 'running' | 'queue' | 'waitingOnYou' | 'failing' | 'next' | 'landed'>

function listsOf(
  { live, queue, landed, failing, blockers, next, counts, keys }: StatusRecord,
  now: number,
  most: number,
): Lists {
  const keyOf = (taskId: string): string => keys.get(taskId) ?? taskId
  const age = (from: number): number => Math.max(0, now - from)
  const listed = <Row, Item>(rows: readonly Row[], tell: (row: Row) => Item): Listed<Item> => ({
    total: rows.length,
    first: rows.slice(0, most).map(tell),
  })
  return {
    running: listed(live, ({ taskId, number, state, agent, isolation, claimedAt }) => ({
      task: keyOf(taskId),
      run: number,
      state,
      agent,
      sandbox: isolation !== 'none',
      ageMs: age(claimedAt),
    })),
    queue: listed(queue, ({ runId, candidate, queuedAt }) => ({
      task: runId === null ? null : keyOf(runId),
      commit: candidate,
      ageMs: age(queuedAt),
    })),
    waitingOnYou: listed(blockers, ({ taskId, question, raisedAt }) => ({
      task: keyOf(taskId),
      question,
      command: blockerCommand(keyOf(taskId)),
      ageMs: age(raisedAt),
    })),
    failing: listed(failing, ({ taskId, number, endReason, endDetail, endedAt }) => ({
      task: keyOf(taskId),
      run: number,
      reason: endReason ?? 'unknown',
      detail: endDetail,
      agoMs: age(endedAt ?? now),
    })),
    next: {
      total: counts.todo,
      first: next.map(({ key, priority, createdAt }) => ({ task: key, priority, ageMs: age(createdAt) })),
    },
    landed: listed(landed, ({ runId, to, landedAt }) => ({
      task: runId === null ? null : keyOf(runId),
      commit: to ?? '',
      at: instantText(landedAt ?? 0),
    })),
  }
}

function verdictOf(record: StatusRecord, leaderAlive: boolean): Verdict {
  const { live, queue, blockers, counts, next, leader, lane } = record
  const underWay = live.length + queue.filter(({ runId }) => runId === null).length
  const redTarget = next.find(({ key, agent }) => isRedTargetKey(key) && agent === null)
  if (underWay > 0 && !leaderAlive) {
    const lost = leader === null ? 'nobody leads' : `the leader, process ${leader.owner.pid}, is gone`
    return verdict('stopped', `Not fine: ${count(underWay, 'run')} under way, but ${lost}.`, GO_ON)
  }
  if (redTarget !== undefined) {
    return verdict(
      'needs-you',
      `It waits for you: the gate is red on the target itself. ${sentence(headline(redTarget.goal))}`.trimEnd(),
      showCommand(redTarget.key),
    )
  }
  // While a red target is being repaired, it needs nobody.
  if (lane?.lane === 'broken' || (lane?.lane === 'red' && underWay === 0))
    return verdict('needs-you', `Not fine: ${laneText(lane)}`, GO_ON_MENDED)
  if (blockers.length > 0) {
    const rest = underWay === 0 ? 'nothing runs' : `${count(underWay, 'run')} under way`
    return verdict('needs-you', `It waits for you: ${count(blockers.length, 'question')}; ${rest}.`, null)
  }
  const todo = `${count(counts.todo, 'task')} to do`
  if (leaderAlive)
    return verdict('fine', `Fine: ${count(underWay, 'run')} under way, ${todo}, nothing needs you.`, null)
  if (counts.todo > 0) return verdict('idle', `Nothing runs; ${todo}.`, GO_ON)
  if (record.landed.length > 0)
    return verdict('idle', 'Nothing runs and nothing is to do. What landed waits for you.', ACCEPT)
  return verdict('idle', 'Nothing runs and nothing is to do.', null)
}

function verdict(kind: Verdict['kind'], text: string, command: string | null): Verdict {
  return { kind, text, command }
}
