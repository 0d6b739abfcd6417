import type { Expectation } from './check.ts'
import type { Isolation } from './run.ts'

/** How one execution of a check ended. Exactly one of exit, signal and timedOut tells. */
export interface CheckOutcome {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly timedOut: boolean
  readonly durationMs: number
}

/** A check's result bound to what it was run on. Valid for that tree, gate and environment, and for nothing else. */
export interface Evidence extends CheckOutcome {
  readonly id: string
  readonly runId: string | null
  readonly check: string
  readonly command: string
  readonly expect: Expectation
  readonly tree: string
  readonly gate: string
  readonly environment: string
  readonly isolation: Isolation
  readonly green: boolean
  /** End of the output, masked, at most 4 kB. The whole stands in `file`. */
  readonly excerpt: string
  /** Path of the full record, relative to the project's state directory. */
  readonly file: string
  readonly at: number
}

export function isGreen(outcome: Pick<CheckOutcome, 'exitCode' | 'timedOut'>): boolean {
  return outcome.exitCode === 0 && !outcome.timedOut
}

/**
 * What proves a gate, of the newest evidence of each check on one tree, gate and environment: all checks named, in that
 * order, green, and seen under the isolation asked for. Null when anything is missing or red, or nothing is asked.
 */
export function provingEvidence(
  newest: readonly Evidence[],
  wanted: { readonly checks: readonly string[]; readonly isolation: Isolation },
): readonly Evidence[] | null {
  const proving = wanted.checks.flatMap((name) => {
    const found = newest.findLast((evidence) => evidence.check === name)
    return found?.green === true && found.isolation === wanted.isolation ? [found] : []
  })
  return proving.length === wanted.checks.length && proving.length > 0 ? proving : null
}
