/** What each single test of a check did, as the runner reported it: an exit code alone is no proof that anything was tested. */

export const REPORT_FORMATS = [
  'vitest',
  'jest',
  'node-test',
  'pytest',
  'unittest',
  'go-test',
  'cargo-test',
  'junit',
  'tap',
] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/**
 * How the result of a check is read. `auto`: by the report of the runner that its command starts, by its exit code where
 * none is recognised. `exit`: by the exit code alone. Otherwise by a report that the command itself writes: to `file`,
 * relative to the root, or to its output where `file` is null.
 */
export type ReportSource = 'auto' | 'exit' | { readonly format: ReportFormat; readonly file: string | null }

export const TEST_OUTCOMES = ['passed', 'failed', 'skipped'] as const
export type TestOutcome = (typeof TEST_OUTCOMES)[number]

export interface TestResult {
  /** `file > suite > name` as far as the runner tells; unique within a report. */
  readonly id: string
  readonly outcome: TestOutcome
}

export interface TestReport {
  readonly formats: readonly ReportFormat[]
  /** False when the runner did not say that it had come to its end: then nothing is known of tests that are missing. */
  readonly complete: boolean
  /** Sorted by id. */
  readonly tests: readonly TestResult[]
  /** Files or modules whose tests could not be collected: they failed before there was any test. Sorted. */
  readonly errors: readonly string[]
}

/** What the ledger keeps of a report; the whole stands in the evidence's record. */
export interface TestTally {
  readonly formats: readonly ReportFormat[]
  readonly complete: boolean
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly errors: number
}

export function tallyOf({ formats, complete, tests, errors }: TestReport): TestTally {
  const count = (outcome: TestOutcome): number => tests.filter((test) => test.outcome === outcome).length
  return {
    formats,
    complete,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    errors: errors.length,
  }
}
