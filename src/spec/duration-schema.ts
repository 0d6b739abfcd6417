import * as z from 'zod'
import { parseDuration } from './duration.ts'

const LONGEST_MS = 7 * 24 * 60 * 60_000
const WRONG = 'must be a duration such as 90s, 10m or 1h30m, at most 168h'

/** Longer than nothing, at most a week. */
export const durationSchema = z
  .string({ error: WRONG })
  .regex(/^(?:\d+(?:ms|s|m|h))+$/, { error: WRONG, abort: true })
  .refine((text) => isPossible(parseDuration(text)), { error: WRONG, abort: true })
  .transform((text) => parseDuration(text) ?? 0)

function isPossible(ms: number | null): boolean {
  return ms !== null && ms > 0 && ms <= LONGEST_MS
}
