import type { EventData } from '../domain/event-data.ts'
import type { Event, EventKind } from '../domain/event.ts'
import { shortened } from '../domain/shortened.ts'
import { headline, oneLine, shortHash } from './wording.ts'

const LONGEST_REASON = 160

/** What people follow while a night goes on. Everything else is told by `why`. */
const LINES: { readonly [Kind in EventKind]?: (data: EventData[Kind]) => string | null } = {
  'run.claimed': ({ number }) => `run ${number} begins`,
  'run.moved': ({ to }) => (to === 'checking' ? 'is being checked' : to === 'concluded' ? 'concluded' : null),
  'run.ended': ({ reason, detail }) => `${reason}: ${shortened(headline(detail), LONGEST_REASON)}`,
  'landing.landed': ({ to }) => `landed as ${shortHash(to)}`,
  'landing.retracted': ({ detail }) => oneLine(detail),
  'lane.judged': laneLine,
  'blocker.raised': ({ question }) => `waits for a person: ${oneLine(question)}`,
}

/** What a run or a landing has shown was told where it ended: its reason is not told twice. */
function laneLine({ lane, detail, shownBy }: EventData['lane.judged']): string | null {
  if (lane === 'green') return null
  const what = lane === 'red' ? 'the gate is red on the target itself' : 'nothing more starts'
  return shownBy === 'target' ? `${what}: ${shortened(headline(detail), LONGEST_REASON)}` : what
}

/** Kinds of event that may have a line. */
export const FOLLOWED = Object.keys(LINES) as readonly EventKind[]

/** One line for an event, or null when it is not among those that people follow. */
export function narrationLine(event: Event, keyOf: (taskId: string) => string): string | null {
  const what = lineOf(event.kind, event)
  if (what === null) return null
  const time = new Date(event.at).toISOString().slice(11, 19)
  return `${time} ${event.taskId === null ? '' : `${keyOf(event.taskId)}: `}${what}`
}

function lineOf<Kind extends EventKind>(kind: Kind, event: Event): string | null {
  // Events are written only with the data of their kind and never changed, so the kind tells the type.
  return LINES[kind]?.(event.data as EventData[Kind]) ?? null
}
