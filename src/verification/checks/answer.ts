/** What one execution of a check shows, by its per-test report where there is one, by its exit otherwise. */
import { constants } from 'node:os'
import type { Check } from '../../domain/check.ts'
import type { CheckOutcome } from '../../domain/evidence.ts'
import { shortened } from '../../domain/shortened.ts'
import type { ReportFormat, TestReport } from '../../domain/test-report.ts'
import { notPassed } from '../test-names.ts'

export type Ended = Omit<CheckOutcome, 'durationMs'>

export interface Seen {
  readonly outcome: Ended
  /** Runners that had to report; empty for a check that is judged by its exit code alone. */
  readonly formats: readonly ReportFormat[]
  readonly report: TestReport | null
}

export interface Answer {
  readonly green: boolean
  /** Why it is not green, in a sentence; empty when it is. */
  readonly finding: string
}

const NAMED_TESTS = 5
const LONGEST_NAME = 300
const NOT_EXECUTABLE = 126
const NOT_FOUND = 127
/** A shell, and the jail, report a signal as 128 and its number. */
const SIGNAL_EXITS = { first: 129, last: 192 }

const GREEN: Answer = { green: true, finding: '' }

/**
 * Green takes a good exit and, where there are tests, a whole report in which some passed and none failed. A check that names
 * its tests is about them alone: what else fails is for those to say who have let it pass before.
 */
export function answerOf(seen: Seen, check: Pick<Check, 'expect' | 'tests'>): Answer {
  if (check.expect === 'red-to-green' && check.tests.length > 0 && seen.report?.complete === true) {
    const open = notPassed(seen.report, check.tests)
    return open.length === 0 ? GREEN : red(`${testsNamed(open)} did not pass.`)
  }
  return answerOfAll(seen)
}

function answerOfAll({ outcome, formats, report }: Seen): Answer {
  const ended = endedBadly(outcome)
  const failed = report?.tests.filter((test) => test.outcome === 'failed').map(({ id }) => id) ?? []
  if (failed.length > 0) return red(`${testsNamed(failed)} failed (${ended ?? 'exit code 0'}).`)
  const errors = report?.errors ?? []
  if (errors.length > 0) return red(`It could not collect ${testsNamed(errors)} (${ended ?? 'exit code 0'}).`)
  if (ended !== null) return red(`It ended with ${ended}.`)
  if (formats.length === 0) return GREEN
  if (report === null || !report.complete) {
    return red(`It ended with exit code 0, but ${formats.join(' and ')} did not report to the end.`)
  }
  const ran = report.tests.some((test) => test.outcome === 'passed')
  return ran ? GREEN : red('It ended with exit code 0, but no test ran.')
}

/** How it ended, when that was not exit code 0; null when it was. */
export function endedBadly(outcome: Ended): string | null {
  if (outcome.timedOut) return 'no answer in time'
  const exit = exitOf(outcome)
  if (exit === 0) return null
  if (exit === null) return `an end by ${outcome.signal ?? 'an unknown cause'}`
  if (exit === NOT_FOUND) return 'exit code 127: its command was not found'
  if (exit === NOT_EXECUTABLE) return 'exit code 126: its command cannot be executed'
  return isSignalExit(exit) ? `exit code ${exit}: a signal` : `exit code ${exit}`
}

/** Whether the command came to answer at all: it began, was not killed and did not run out of time. */
export function answered(outcome: Ended): boolean {
  const exit = exitOf(outcome)
  if (outcome.timedOut || exit === null) return false
  return exit !== NOT_EXECUTABLE && exit !== NOT_FOUND && !isSignalExit(exit)
}

/** The exit code as a shell would tell it. */
export function exitOf({ exitCode, signal }: Ended): number | null {
  if (exitCode !== null || signal === null) return exitCode
  const known = Object.entries(constants.signals).find(([name]) => name === signal)
  return known === undefined ? null : SIGNAL_EXITS.first - 1 + known[1]
}

/** `a, b and 3 more` */
export function testsNamed(ids: readonly string[]): string {
  const more = ids.length - NAMED_TESTS
  const named = ids
    .slice(0, NAMED_TESTS)
    .map((id) => shortened(id, LONGEST_NAME))
    .join(', ')
  return more > 0 ? `${named} and ${more} more` : named
}

function red(finding: string): Answer {
  return { green: false, finding }
}

function isSignalExit(exit: number): boolean {
  return exit >= SIGNAL_EXITS.first && exit <= SIGNAL_EXITS.last
}
