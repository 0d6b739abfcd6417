import type { Expectation } from './check.ts'
import type { Isolation } from './run.ts'
import type { TestTally } from './test-report.ts'

/** How one execution of a check ended. Exactly one of exit, signal and timedOut tells. */
export interface CheckOutcome {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly timedOut: boolean
  readonly durationMs: number
}

/** Why a check was executed on this tree; more than one tree is asked before work is believed. */
export const PURPOSES = [
  'tree',
  'base',
  /** The target's own tests and configuration on the new code. */
  'old-tests',
  /** The new tests on the target's code. */
  'transplant',
] as const
export type Purpose = (typeof PURPOSES)[number]

/** How many planted faults a check noticed. */
export interface MutantTally {
  readonly planted: number
  readonly killed: number
  /** `file:line what was changed` of those that lived, at most twenty. */
  readonly survivors: readonly string[]
}

/** A check's result bound to what it was run on. Valid for that tree, gate and environment, and for nothing else. */
export interface Evidence extends CheckOutcome {
  readonly id: string
  readonly runId: string | null
  readonly check: string
  readonly command: string
  /** What was executed, so that anybody can do it again; empty in evidence from before it was kept. */
  readonly argv: readonly string[]
  readonly expect: Expectation
  readonly tree: string
  readonly gate: string
  readonly environment: string
  readonly isolation: Isolation
  readonly purpose: Purpose
  readonly green: boolean
  /** Why it is not green, in a sentence; empty when green. */
  readonly finding: string
  /** Null where the check was judged by its exit code alone. */
  readonly tests: TestTally | null
  readonly mutants: MutantTally | null
  /** End of the output, masked, at most 4 kB. The whole stands in `file`. */
  readonly excerpt: string
  /** Path of the full record, relative to the project's state directory. */
  readonly file: string
  readonly at: number
}

/** Whether the command itself ended well; no proof yet where there are tests to be counted. */
export function exitedWell(outcome: Pick<CheckOutcome, 'exitCode' | 'timedOut'>): boolean {
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
