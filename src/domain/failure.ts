/** Whether two runs failed alike: what differs from run to run by chance is taken out of what they said. */
import { ENDINGS, type EndReason } from './ending.ts'
import { printable } from './printable.ts'
import type { Run } from './run.ts'

const UNIT = '(?:[nµu]s|ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)'
const NUMBER = String.raw`\d+(?:[.,_]\d+)*(?:e[-+]?\d+)?`

/** In this order: a shorter shape must not eat a part of a longer one. A hash may happen to be a number, and so they look alike. */
const SHAPES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<id>'],
  [/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z\b|[-+]\d\d:?\d\d))?)?/g, '<time>'],
  [/\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?/g, '<time>'],
  [/(?:\/private)?\/(?:(?:var\/)?tmp|var\/folders\/[^\s/'"]+\/[^\s/'"]+\/T)\/[^\s/'":,)\]]+/g, '<temporary>'],
  [/0x[0-9a-f]+/gi, '<value>'],
  [new RegExp(`(?<!\\w)${NUMBER} ?${UNIT}\\b(?: ${NUMBER} ?${UNIT}\\b)*`, 'gi'), '<value>'],
  [/(?<!\w|\d\.)(?:(?=[a-f]*\d)[0-9a-f]{7,}|[0-9a-f]{16,})(?!\w|\.\d)/gi, '<value>'],
  [new RegExp(NUMBER, 'gi'), '<value>'],
]

/** The same text for every failure that differs only in hashes, ids, numbers, times, durations, temporary paths and space. */
export function normaliseFailure(reason: EndReason, detail: string): string {
  let text = printable(detail)
  // What was taken out may have hidden the border of something else; every round leaves fewer digits.
  for (let before = ''; before !== text;) {
    before = text
    for (const [pattern, name] of SHAPES) text = text.replaceAll(pattern, name)
  }
  return `${reason}: ${text.replaceAll(/\s+/g, ' ').trim()}`
}

interface Failure {
  readonly reason: EndReason
  readonly detail: string
}

/**
 * Whether a run fails in the way the last attempt before it did. `attempts` are those used since the task was last given a
 * fresh set: what failed before an answer was given is no reason to distrust the answer.
 */
export function repeatsFailure(
  end: Failure,
  history: {
    readonly attempts: number
    /** The task's other runs, oldest first. */
    readonly earlier: readonly Pick<Run, 'endReason' | 'endDetail'>[]
  },
): boolean {
  if (!ENDINGS[end.reason].usesAttempt || history.attempts === 0) return false
  const last = history.earlier.findLast(
    ({ endReason }) => endReason !== null && ENDINGS[endReason].usesAttempt,
  )
  if (last === undefined || last.endReason === null) return false
  return normaliseFailure(last.endReason, last.endDetail ?? '') === normaliseFailure(end.reason, end.detail)
}
