import { ENDINGS } from '../domain/ending.ts'
import { dataOf } from '../domain/event-data.ts'
import type { Event } from '../domain/event.ts'
import { narrationLine } from './narration.ts'
import { eventSentence } from './sentences.ts'
import { instantText } from './wording.ts'

/** An event as those see it who follow a night. */
export interface Step {
  readonly seq: number
  readonly at: string
  readonly kind: Event['kind']
  /** Key of its task, where it has one. */
  readonly task: string | null
  /** One sentence, as `why` tells it. */
  readonly text: string
  /** The line of narration; null where the event is not among those that people follow. */
  readonly line: string | null
  readonly tone: Tone
}

/** `waits`: for a person. */
export type Tone = 'good' | 'bad' | 'waits' | 'plain'

export function stepOf(event: Event, keyOf: (taskId: string) => string): Step {
  return {
    seq: event.seq,
    at: instantText(event.at),
    kind: event.kind,
    task: event.taskId === null ? null : keyOf(event.taskId),
    text: eventSentence(event),
    line: narrationLine(event, keyOf),
    tone: toneOf(event),
  }
}

function toneOf(event: Event): Tone {
  if (event.kind === 'landing.landed' || event.kind === 'run.concluded') return 'good'
  if (event.kind === 'run.moved') return dataOf(event, 'run.moved')?.to === 'concluded' ? 'good' : 'plain'
  if (event.kind === 'blocker.raised') return 'waits'
  if (event.kind === 'lane.judged') return dataOf(event, 'lane.judged')?.lane === 'green' ? 'plain' : 'bad'
  const ended = dataOf(event, 'run.ended')
  if (ended === null) return 'plain'
  return ENDINGS[ended.reason].usesAttempt || ended.reason === 'suspicious' ? 'bad' : 'plain'
}
