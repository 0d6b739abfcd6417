/** What became of each task in a night, with the proof or the reason. Every task stands in exactly one list. */
import { dataOf } from '../domain/event-data.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Judge } from '../domain/judgement.ts'
import type { Landing } from '../domain/landing.ts'
import type { Run } from '../domain/run.ts'
import { needsAgent, type Task } from '../domain/task.ts'
import { answerOf, conclusionOf } from './conclusion-of-run.ts'
import { conclusionText } from './conclusion-text.ts'
import { endedRuns, type EndedRun } from './ended-runs.ts'
import type { NightRecord } from './record.ts'

export type TaskName = Pick<Task, 'key' | 'title' | 'kind' | 'priority'>

export type Proof = Pick<
  Evidence,
  | 'id'
  | 'check'
  | 'command'
  | 'expect'
  | 'tree'
  | 'green'
  | 'exitCode'
  | 'signal'
  | 'timedOut'
  | 'durationMs'
  | 'isolation'
  | 'file'
  | 'purpose'
  | 'finding'
  | 'tests'
  | 'mutants'
>

export interface JudgedBy {
  readonly judge: Judge
  readonly detail: string
}

export interface Landed extends TaskName {
  readonly commit: string
  readonly tree: string
  /** Runs of the task in this night, the one that landed included. */
  readonly runs: number
  /** The runs before the one that landed, with why they did not. */
  readonly ended: readonly EndedRun[]
  readonly checks: readonly Proof[]
  /** What Reveille's own judges found in order, in their words. */
  readonly judged: readonly JudgedBy[]
  /** Whether one of the checks had to be red on the base: without one, only that nothing broke is proved. */
  readonly redToGreen: boolean
}

export interface Concluded extends TaskName {
  /** `unknown` when the run has no evidence of its own in the ledger. */
  readonly answer: 'green' | 'red' | 'unknown'
  /** What it came to, as a part of a sentence; null where the record does not say. */
  readonly conclusion: string | null
  readonly checks: readonly Proof[]
}

export interface AlreadyGreen extends TaskName {
  readonly detail: string | null
  readonly checks: readonly Proof[]
}

export interface Unfinished extends TaskName {
  readonly state: Task['state']
  readonly attempts: number
  readonly maxRuns: number
  readonly ended: readonly EndedRun[]
  readonly live: Pick<Run, 'id' | 'number' | 'state'> | null
  /** The newest red check of the last run that ended: what to look at first. */
  readonly red: (Proof & Pick<Evidence, 'excerpt'>) | null
  /** Commits of this task that did land before it was opened again. */
  readonly landedBefore: readonly string[]
}

export interface NotStarted extends TaskName {
  /** Needs that are not known to be done. */
  readonly waitsFor: readonly string[]
  readonly hasAgent: boolean
}

export interface Outcomes {
  readonly landed: readonly Landed[]
  readonly concluded: readonly Concluded[]
  readonly alreadyGreen: readonly AlreadyGreen[]
  /** Done on a person's word, without proof. */
  readonly closed: readonly TaskName[]
  readonly cancelled: readonly TaskName[]
  /** Done, but in another night than this. */
  readonly doneElsewhere: readonly TaskName[]
  readonly unfinished: readonly Unfinished[]
  readonly notStarted: readonly NotStarted[]
}

type OutcomeKind = keyof Outcomes

export function outcomesOf(record: NightRecord): Outcomes {
  const runsByTask = Map.groupBy(record.runs, (run) => run.taskId)
  const sorted = Map.groupBy(record.tasks, (task) => kindOf(task, runsByTask.get(task.id) ?? []))
  const tell = <Told>(kind: OutcomeKind, telling: (task: Task, runs: readonly Run[]) => Told): Told[] =>
    (sorted.get(kind) ?? []).map((task) => telling(task, runsByTask.get(task.id) ?? []))
  const doneKeys = new Set(record.tasks.flatMap((task) => (task.state === 'done' ? [task.key] : [])))
  return {
    landed: tell('landed', (task, runs) => landedOf(record, task, runs)),
    concluded: tell('concluded', (task, runs) => concludedOf(record, task, runs)),
    alreadyGreen: tell('alreadyGreen', (task, runs) => alreadyGreenOf(record, task, runs)),
    closed: tell('closed', nameOf),
    cancelled: tell('cancelled', nameOf),
    doneElsewhere: tell('doneElsewhere', nameOf),
    unfinished: tell('unfinished', (task, runs) => unfinishedOf(record, task, runs)),
    notStarted: tell('notStarted', (task) => ({
      ...nameOf(task),
      waitsFor: task.needs.filter((key) => !doneKeys.has(key)),
      hasAgent: !lacksAgent(task),
    })),
  }
}

export function lacksAgent(task: Pick<Task, 'agent' | 'kind'>): boolean {
  return task.agent === null && needsAgent(task.kind)
}

function kindOf(task: Task, runs: readonly Run[]): OutcomeKind {
  if (task.state === 'cancelled') return 'cancelled'
  if (task.state !== 'done') return runs.length > 0 || task.state !== 'todo' ? 'unfinished' : 'notStarted'
  switch (task.resolution) {
    case 'landed':
      return runs.some((run) => run.state === 'landed') ? 'landed' : 'doneElsewhere'
    case 'concluded':
      return runs.some((run) => run.state === 'concluded') ? 'concluded' : 'doneElsewhere'
    case 'already-green':
      return 'alreadyGreen'
    case 'closed':
    case null:
      return 'closed'
  }
}

function landedOf(record: NightRecord, task: Task, runs: readonly Run[]): Landed {
  const run = runs.findLast(({ state }) => state === 'landed')
  const landing = record.landings.find(({ runId }) => runId === run?.id)
  const checks = landing === undefined ? [] : proofOfLanding(record, landing)
  return {
    ...nameOf(task),
    commit: landing?.to ?? run?.candidate ?? '',
    tree: landing?.tree ?? '',
    runs: runs.length,
    ended: endedRuns(runs, record.events),
    checks,
    judged: judgementsOf(record, run),
    redToGreen: checks.some(({ expect }) => expect === 'red-to-green'),
  }
}

/** The newest word of each judge on a run. */
function judgementsOf({ events }: NightRecord, run: Run | undefined): readonly JudgedBy[] {
  const told = events.flatMap((event) =>
    run !== undefined && event.runId === run.id ? (dataOf(event, 'run.judged') ?? []) : [],
  )
  const newest = new Map(told.map(({ judge, detail }) => [judge, { judge, detail }]))
  return [...newest.values()]
}

/** The evidence that the intent to land names; where it names none that is known, the newest of each check on the tree. */
function proofOfLanding({ events, evidence }: NightRecord, landing: Landing): readonly Proof[] {
  const intents = events.flatMap((event) =>
    event.subjectId === landing.id ? (dataOf(event, 'landing.intended') ?? []) : [],
  )
  const named = new Set(intents.at(-1)?.evidence)
  const proof = evidence.filter(({ id }) => named.has(id))
  if (proof.length > 0) return newestOfEach(proof)
  return newestOfEach(evidence.filter(({ tree, gate }) => tree === landing.tree && gate === landing.gate))
}

function concludedOf(record: NightRecord, task: Task, runs: readonly Run[]): Concluded {
  const run = runs.findLast(({ state }) => state === 'concluded')
  const checks = newestOfEach(evidenceOfRun(record, run))
  const conclusion = conclusionOf(record, run)
  return {
    ...nameOf(task),
    answer: answerOf(conclusion, checks),
    conclusion: conclusion === null ? null : conclusionText(conclusion),
    checks,
  }
}

function alreadyGreenOf(record: NightRecord, task: Task, runs: readonly Run[]): AlreadyGreen {
  const run = runs.findLast(({ endReason }) => endReason === 'nothing-to-fix')
  const checks = evidenceOfRun(record, run).filter(({ expect }) => expect === 'red-to-green')
  return { ...nameOf(task), detail: run?.endDetail ?? null, checks: newestOfEach(checks) }
}

function unfinishedOf(record: NightRecord, task: Task, runs: readonly Run[]): Unfinished {
  const live = runs.find((run) => run.endedAt === null)
  const lastEnded = runs.findLast(({ state }) => state === 'ended')
  const red = restsOnRedCheck(lastEnded)
    ? evidenceOfRun(record, lastEnded).findLast(({ green }) => !green)
    : undefined
  return {
    ...nameOf(task),
    state: task.state,
    attempts: task.attempts,
    maxRuns: task.limits.runs,
    ended: endedRuns(runs, record.events),
    live: live === undefined ? null : { id: live.id, number: live.number, state: live.state },
    red: red === undefined ? null : { ...asProof(red), excerpt: red.excerpt },
    landedBefore: runs.flatMap(
      (run) => record.landings.find(({ runId, state }) => runId === run.id && state === 'landed')?.to ?? [],
    ),
  }
}

/** Only these reasons rest on a red check: a red-to-green check that was red on the base is no failure. */
export function restsOnRedCheck(run: Run | undefined): boolean {
  return run?.endReason === 'check-failed' || run?.endReason === 'ejected' || run?.endReason === 'target-red'
}

function evidenceOfRun({ evidence }: NightRecord, run: Run | undefined): readonly Evidence[] {
  return run === undefined ? [] : evidence.filter(({ runId }) => runId === run.id)
}

function newestOfEach(evidence: readonly Evidence[]): readonly Proof[] {
  const newest = new Map(evidence.map((item) => [item.check, item]))
  return [...newest.values()].map(asProof).toSorted((a, b) => (a.check < b.check ? -1 : 1))
}

function asProof(evidence: Evidence): Proof {
  const { id, check, command, expect, tree, green, exitCode, signal, timedOut, durationMs, isolation, file } =
    evidence
  const { purpose, finding, tests, mutants } = evidence
  return {
    id,
    check,
    command,
    expect,
    tree,
    green,
    exitCode,
    signal,
    timedOut,
    durationMs,
    isolation,
    file,
    purpose,
    finding,
    tests,
    mutants,
  }
}

export function nameOf({ key, title, kind, priority }: Task): TaskName {
  return { key, title, kind, priority }
}
