/** What two nights on the same project have in common: ids, hashes, times and sizes of briefs are replaced, all else is kept. Trees are, for they say what each file holds. */
import { createHash } from 'node:crypto'
import type { Event } from '../src/domain/event.ts'

/** When each normalised night begins; its events follow in steps of a second. */
const EVENING = Date.UTC(2026, 0, 1, 22)

/** They differ from night to night and from machine to machine. */
const MEASURED = new Set(['durationMs', 'wallMs', 'agentMs', 'parallelFactor', 'pid', 'tokens'])

const ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const HASH = /\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b/g
const ABBREVIATION = /\b[0-9a-f]{10}\b/g
const TREE = /"tree":"([0-9a-f]{40}|[0-9a-f]{64})"/g
const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g
/** As test runners print them. */
const DURATION = /(duration_ms:? |time="|\bin )\d+\.\d+/g

const ALGORITHMS: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' }

export interface ExportedNight<Handoff> {
  readonly events: readonly Event[]
  readonly handoff: Handoff
}

export interface Surroundings {
  /** Folder that the night was made in. */
  readonly folder: string
  /** Name of who asked for it. */
  readonly user: string
}

/** Gives equal values for two nights in which the same happened to the project, and to each task, in the same order. */
export function normalisedNight<Handoff>(
  night: ExportedNight<Handoff>,
  surroundings: Surroundings,
): ExportedNight<Handoff> {
  const events = apart(night.events)
  const replace = replacer(JSON.stringify({ events, handoff: night.handoff }), surroundings)
  return {
    events: events.map((event) => ({ ...normalised(event, replace), at: EVENING + event.seq * 1000 })),
    handoff: normalised(night.handoff, replace),
  }
}

/** First what is about no task, then task by task: which of two that have nothing to do with each other comes first is chance. */
function apart(events: readonly Event[]): readonly Event[] {
  const filed = events.flatMap(({ kind, taskId }) => (kind === 'task.added' ? [taskId] : []))
  const about = Map.groupBy(events, ({ taskId }) => taskId ?? null)
  return [null, ...filed]
    .flatMap((task) => about.get(task) ?? [])
    .map((event, place) => ({ ...event, seq: place + 1 }))
}

type Replace = (text: string) => string

/** Ids and hashes are numbered in the order in which the text first names them. */
function replacer(text: string, { folder, user }: Surroundings): Replace {
  const ids = numbered(
    text.match(ID) ?? [],
    (place) => `00000000-0000-7000-8000-${String(place).padStart(12, '0')}`,
  )
  const trees = new Set([...text.matchAll(TREE)].map(([, tree = '']) => tree))
  const named = text.replaceAll(ID, '').match(HASH) ?? []
  const others = named.filter((hash) => !trees.has(hash))
  const hashes = numbered(others, (place, { length }) =>
    createHash(ALGORITHMS[length] ?? 'sha256')
      .update(String(place))
      .digest('hex'),
  )
  const abbreviations = new Map([...hashes].map(([hash, other]) => [hash.slice(0, 10), other.slice(0, 10)]))
  return (value) =>
    value
      .replaceAll(folder, '/tmp/reveille-demo')
      .replaceAll(`human:${user}`, 'human:you')
      .replaceAll(ID, (id) => ids.get(id) ?? id)
      .replaceAll(HASH, (hash) => hashes.get(hash) ?? hash)
      .replaceAll(ABBREVIATION, (hash) => abbreviations.get(hash) ?? hash)
      .replaceAll(TIME, new Date(EVENING).toISOString().replace('.000', ''))
      .replaceAll(DURATION, (_, word: string) => `${word}0`)
}

function numbered(
  found: readonly string[],
  name: (place: number, id: string) => string,
): ReadonlyMap<string, string> {
  return new Map([...new Set(found)].map((id, place) => [id, name(place + 1, id)]))
}

function normalised<Value>(value: Value, replace: Replace): Value {
  // The shape stays as it is: only strings and numbers inside change.
  return normalisedValue(value, replace) as Value
}

function normalisedValue(value: unknown, replace: Replace): unknown {
  if (typeof value === 'string') return replace(value)
  if (Array.isArray(value)) return value.map((item) => normalisedValue(item, replace))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => [key, normalisedField(key, item, replace)])
  return Object.fromEntries(entries) as unknown
}

function normalisedField(key: string, item: unknown, replace: Replace): unknown {
  if (typeof item === 'number' && MEASURED.has(key)) return 0
  // Of a process: in ticks of the machine's clock.
  if (key === 'startedAt' && typeof item === 'string' && /^\d+$/.test(item)) return '0'
  return normalisedValue(item, replace)
}
