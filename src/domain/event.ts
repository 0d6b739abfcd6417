export const EVENT_KINDS = [
  'task.added',
  'task.updated',
  'task.noted',
  'task.needs-changed',
  'task.moved',
  'run.claimed',
  'run.taken-up',
  'run.host-started',
  'run.briefed',
  'run.judged',
  'run.moved',
  'run.concluded',
  'run.ended',
  'operation.began',
  'operation.ended',
  'evidence.recorded',
  'landing.queued',
  'landing.intended',
  'landing.retracted',
  'landing.landed',
  'landing.dropped',
  'night.opened',
  'night.closed',
  'lane.judged',
  'blocker.raised',
  'blocker.answered',
  'leader.began',
  'leader.recovered',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

export const SUBJECTS = ['task', 'run', 'night', 'landing', 'blocker', 'evidence', 'project'] as const
export type SubjectKind = (typeof SUBJECTS)[number]

/** One append-only row for every change, written in the change's own transaction. */
export interface Event {
  readonly seq: number
  readonly at: number
  readonly actor: string
  readonly kind: EventKind
  readonly subject: SubjectKind
  readonly subjectId: string
  /** The task the event belongs to, where there is one: the index for `why`. */
  readonly taskId: string | null
  readonly runId: string | null
  readonly data: Readonly<Record<string, unknown>>
}
