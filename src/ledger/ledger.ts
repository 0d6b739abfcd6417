import type { Actor } from '../domain/actor.ts'
import type { Blocker, BlockerDraft } from '../domain/blocker.ts'
import type { Concluded, Conclusion } from '../domain/conclusion.ts'
import type { EndReason } from '../domain/ending.ts'
import type { EventData, RunFactKind } from '../domain/event-data.ts'
import type { Event, EventKind } from '../domain/event.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Landing, LandingState } from '../domain/landing.ts'
import type { LaneJudged } from '../domain/lane-judged.ts'
import type { Night, NightState } from '../domain/night.ts'
import type { Isolation, ProcessIdentity, Run, RunState } from '../domain/run.ts'
import type { Note, Priority, Resolution, Task, TaskDraft, TaskKind, TaskState } from '../domain/task.ts'

export type Verdict = Omit<Evidence, 'id' | 'at'>

export interface TaskFilter {
  readonly ids?: readonly string[]
  readonly states?: readonly TaskState[]
  readonly kinds?: readonly TaskKind[]
  readonly priorities?: readonly Priority[]
  readonly domain?: string
  /** Full text over key, title, goal and notes; every word must occur, the last one as a prefix. */
  readonly text?: string
  readonly limit?: number
  readonly offset?: number
}

export interface Leader {
  readonly epoch: number
  readonly owner: ProcessIdentity
  readonly since: number
}

/** A write of a run carries its token, a write of the leader its epoch. A stale fence throws `stale-token`. */
export type Fence = { readonly runId: string; readonly token: number } | { readonly epoch: number }

/**
 * The one record of truth. Every verb that changes something is one transaction which also appends its event, or
 * changes nothing and throws a ReveilleError. Verbs never change a field they were not given. Tasks are named by
 * key or id. Lists of tasks are sorted by priority, then age; every other list by age.
 */
export interface Ledger {
  addTask(params: { actor: Actor; draft: TaskDraft }): Promise<Task>
  /** `version`, when given, is the one the caller read; another one throws `version-conflict`. */
  updateTask(params: { actor: Actor; task: string; version?: number; changes: TaskChanges }): Promise<Task>
  noteTask(params: { actor: Actor; task: string; text: string }): Promise<Note>
  /** Throws `needs-cycle`, naming the cycle, when a new need would close one. */
  changeNeeds(params: {
    actor: Actor
    task: string
    add: readonly string[]
    remove: readonly string[]
  }): Promise<Task>
  /** Moves a task that has no live run: cancel, reopen, close. */
  moveTask(params: {
    actor: Actor
    task: string
    to: 'todo' | 'done' | 'cancelled'
    resolution?: Resolution
    reason: string
  }): Promise<Task>
  task(task: string): Promise<Task>
  tasks(filter: TaskFilter): Promise<readonly Task[]>
  countTasks(): Promise<Readonly<Record<TaskState, number>>>
  notes(taskId: string): Promise<readonly Note[]>
  /** By key of every todo task that waits: the keys of its needs that are not done. */
  unmetNeeds(): Promise<ReadonlyMap<string, readonly string[]>>

  openNight(params: { actor: Actor; branch: string; base: string }): Promise<Night>
  closeNight(params: { epoch: number; nightId: string; to: Exclude<NightState, 'open'> }): Promise<Night>
  nights(): Promise<readonly Night[]>
  openNightNow(): Promise<Night | null>
  /** Records what the leader found of an open night's lane: written where it changes, not at every look. */
  recordLane(params: { epoch: number; nightId: string; judged: LaneJudged }): Promise<void>
  /** What was found last; null while nobody has judged it. */
  lane(nightId: string): Promise<LaneJudged | null>

  /** Starts a new epoch; every earlier one is stale from here on. */
  beginLeadership(params: { owner: ProcessIdentity }): Promise<Leader>
  leader(): Promise<Leader | null>
  /** Records what a leader found and repaired when it began. */
  recordRecovery(params: { epoch: number; data: Readonly<Record<string, unknown>> }): Promise<void>

  /**
   * Takes a task for one run: one statement, one winner among any number of processes. Throws `not-claimable` when the
   * task is not todo, a need is not done, or somebody else was faster. `epoch` is null for a claim outside the loop.
   */
  claimTask(params: {
    epoch: number | null
    nightId: string
    task: string
    agent: string
    isolation: Isolation
    base: string
  }): Promise<Run>
  /**
   * Gives a live run that another leader left a new token; whoever has the old one writes nothing any more. Throws
   * `stale-token` when the run is over.
   */
  takeUpRun(params: { epoch: number; runId: string }): Promise<Run>
  recordHost(params: { runId: string; token: number; host: ProcessIdentity }): Promise<Run>
  /** Moves a live run; its task follows (transitions.ts). */
  moveRun(params: {
    runId: string
    token: number
    to: Extract<RunState, 'working' | 'checking'>
    candidate?: string
  }): Promise<Run>
  /** Ends a run without a diff: its task is done, and what it came to is kept for those that need it. */
  concludeRun(params: { runId: string; token: number; conclusion: Conclusion }): Promise<Run>
  /** Appends what a live run lets be known of itself. */
  recordRunFact<Kind extends RunFactKind>(params: {
    runId: string
    token: number
    kind: Kind
    data: EventData[Kind]
  }): Promise<void>
  /**
   * Ends a live run, applies the table of ending.ts to its task and raises a blocker where the task blocks: the one given, or
   * one made of the ending.
   */
  endRun(params: {
    runId: string
    token: number
    reason: EndReason
    detail: string
    blocker?: BlockerDraft
    /** Who raises it; Reveille itself when not given. */
    raisedBy?: Actor
  }): Promise<Run>
  /** The newest conclusion of each of these tasks, by id. */
  conclusions(taskIds: readonly string[]): Promise<readonly Concluded[]>
  run(runId: string): Promise<Run>
  runs(filter: { nightId?: string; taskId?: string; live?: boolean }): Promise<readonly Run[]>

  recordEvidence(params: { fence: Fence; verdict: Verdict }): Promise<Evidence>
  /** The newest evidence of each check on exactly this tree, gate and environment. */
  findEvidence(key: { tree: string; gate: string; environment: string }): Promise<readonly Evidence[]>
  evidence(filter: { runId: string }): Promise<readonly Evidence[]>

  /** Queues a checked run: run and task move with it. */
  queueRun(params: { runId: string; token: number; gate: string }): Promise<Landing>
  /** Queues a commit that is nobody's run: the user's branch, to be merged into the target. */
  queueMerge(params: { epoch: number; nightId: string; candidate: string }): Promise<Landing>
  /**
   * Written before the target moves. Refuses (`illegal-move`) unless each named check has green evidence on `tree` under
   * `gate`, `environment` and `isolation`: nothing can land without proof, whoever asks.
   */
  intendLanding(params: {
    epoch: number
    landingId: string
    from: string
    to: string
    tree: string
    gate: string
    environment: string
    checks: readonly string[]
    isolation: Isolation
  }): Promise<Landing>
  /** The target did not move: the entry waits again. */
  retractLanding(params: { epoch: number; landingId: string; detail: string }): Promise<Landing>
  completeLanding(params: { epoch: number; landingId: string }): Promise<Landing>
  /** Takes an entry out of the queue; its run, if it has one, ends with the reason. */
  dropLanding(params: {
    epoch: number
    landingId: string
    reason: EndReason
    detail: string
  }): Promise<Landing>
  landings(filter: { nightId: string; states?: readonly LandingState[] }): Promise<readonly Landing[]>

  raiseBlocker(params: { actor: Actor; task: string; blocker: BlockerDraft }): Promise<Blocker>
  /** The option's effect is applied to the task: `cancel` cancels it, every other sends it to todo with no attempt used. */
  answerBlocker(params: {
    actor: Actor
    blockerId: string
    option: string
    note?: string
    /** How long a grant holds. */
    until?: number
  }): Promise<Blocker>
  blockers(filter: { open?: boolean; taskId?: string }): Promise<readonly Blocker[]>

  events(filter: {
    after?: number
    taskId?: string
    runId?: string
    kinds?: readonly EventKind[]
    limit?: number
  }): Promise<readonly Event[]>

  /** Sequence number of the newest event; 0 when there is none. */
  lastEvent(): Promise<number>

  /** Writes a consistent copy to a path that must not exist. */
  backup(path: string): Promise<void>
  close(): Promise<void>
}

export type TaskChanges = Partial<Omit<TaskDraft, 'key' | 'needs'>>
