import type { BlockerDraft, AnswerEffect } from './blocker.ts'
import type { Brief } from './brief.ts'
import type { Conclusion } from './conclusion.ts'
import type { EndReason } from './ending.ts'
import type { Event, EventKind } from './event.ts'
import type { CheckOutcome, Evidence } from './evidence.ts'
import type { Judgement } from './judgement.ts'
import type { Landing } from './landing.ts'
import type { LaneJudged } from './lane-judged.ts'
import type { Night, NightState } from './night.ts'
import type { OperationPlan } from './operation-plan.ts'
import type { LiveRunState, ProcessIdentity, Run, RunState } from './run.ts'
import type { Resolution, TaskDraft, TaskState } from './task.ts'

type TaskFields = Partial<Omit<TaskDraft, 'key' | 'needs'>>

/** What each kind of event carries: enough to derive every task, run and landing from the events alone. */
export interface EventData {
  'task.added': { readonly draft: TaskDraft }
  'task.updated': { readonly from: TaskFields; readonly to: TaskFields }
  'task.noted': { readonly noteId: string }
  'task.needs-changed': { readonly from: readonly string[]; readonly to: readonly string[] }
  'task.moved': {
    readonly from: TaskState
    readonly to: TaskState
    readonly resolution: Resolution | null
    readonly attempts: number
    readonly losses: number
    readonly reason: string
  }
  'run.claimed': Pick<Run, 'nightId' | 'token' | 'number' | 'agent' | 'isolation' | 'base'> & {
    readonly epoch: number | null
  }
  'run.taken-up': { readonly epoch: number; readonly token: number }
  'run.host-started': { readonly host: ProcessIdentity }
  'run.briefed': Brief
  'run.judged': Judgement
  'run.concluded': { readonly conclusion: Conclusion }
  'operation.began': {
    readonly plan: OperationPlan
    readonly planHash: string
    /** The blocker whose answer granted it; null for what the configuration allows. */
    readonly grant: string | null
  }
  'operation.ended': Pick<CheckOutcome, keyof CheckOutcome> & { readonly excerpt: string }
  'run.moved': { readonly from: LiveRunState; readonly to: RunState; readonly candidate: string | null }
  'run.ended': { readonly from: LiveRunState; readonly reason: EndReason; readonly detail: string }
  'evidence.recorded': Omit<Evidence, 'id' | 'runId' | 'excerpt' | 'at'>
  'landing.queued': Pick<Landing, 'nightId' | 'candidate' | 'gate'>
  'landing.intended': {
    readonly epoch: number
    readonly from: string
    readonly to: string
    readonly tree: string
    readonly gate: string
    readonly environment: string
    /** Ids of the green evidence the intent rests on. */
    readonly evidence: readonly string[]
  }
  'landing.retracted': { readonly epoch: number; readonly detail: string }
  'landing.landed': { readonly epoch: number; readonly to: string; readonly tree: string }
  'landing.dropped': { readonly reason: EndReason; readonly detail: string }
  'night.opened': Pick<Night, 'number' | 'branch' | 'base'>
  'night.closed': { readonly from: NightState; readonly to: NightState }
  'lane.judged': Pick<LaneJudged, keyof LaneJudged> & { readonly epoch: number }
  'blocker.raised': BlockerDraft
  'blocker.answered': {
    readonly option: string
    readonly effect: AnswerEffect
    readonly note: string | null
    readonly until: number | null
  }
  'leader.began': { readonly epoch: number; readonly owner: ProcessIdentity }
  'leader.recovered': { readonly epoch: number } & Readonly<Record<string, unknown>>
}

/** What a live run lets be known of itself besides its moves. */
export type RunFactKind = 'run.briefed' | 'run.judged' | 'operation.began' | 'operation.ended'

/** The data of an event of a known kind; null for an event of another kind. */
export function dataOf<Kind extends EventKind>(event: Event, kind: Kind): EventData[Kind] | null {
  // Events are written only with the data of their kind and never changed, so the kind tells the type.
  return event.kind === kind ? (event.data as EventData[Kind]) : null
}
