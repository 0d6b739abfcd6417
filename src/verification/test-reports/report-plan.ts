import type { Check, Command } from '../../domain/check.ts'
import type { ReportFormat, TestReport } from '../../domain/test-report.ts'
import type { TreeReader } from '../file-change.ts'

/** Where what a runner says of its tests is found: files of a reporter of ours, the check's output, a file it was told to write. */
export type ReportOrigin = 'reporter' | 'output' | 'file'

export interface PlannedReport {
  readonly format: ReportFormat
  readonly from: ReportOrigin
}

/** How a check is started so that its runner says what each test did. */
export interface ReportPlan {
  /** Runners that must report; empty where the exit code is all there is. */
  readonly formats: readonly ReportFormat[]
  /** The same runners, and where each report is found. */
  readonly reports: readonly PlannedReport[]
  /** What is run in place of the check's own command. */
  readonly command: Command
  /** Complete variables of the check, those that were given included. */
  readonly variables: Readonly<Record<string, string>>
  /** Absolute paths on this machine that the jail must let be read. */
  readonly readable: readonly string[]
}

/** `folder` is where reports are written, as the check sees it. `tree` is the one that the check runs on. */
export type PlanReport = (params: {
  readonly check: Pick<Check, 'command' | 'report'>
  readonly tree: TreeReader
  readonly variables: Readonly<Record<string, string>>
  readonly folder: string
}) => Promise<ReportPlan>

/** Null where the plan asks for no report. What a runner did not finish, or never wrote, is a report that is not complete. */
export type CollectReport = (params: {
  readonly plan: ReportPlan
  /** The same folder as this machine sees it. Untrusted: what stands there was written by the check. */
  readonly folder: string
  /** What the check wrote, unmasked. */
  readonly output: string
  /** Whether a part of the output is missing: a report that is read from it is not complete then. */
  readonly truncated?: boolean
  /** Applied to all that the report names; tests and errors may be named after anything. */
  readonly mask?: (text: string) => string
}) => Promise<TestReport | null>
