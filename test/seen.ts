/** What executions of checks showed, in short: `a!` failed, `a?` was skipped, `a` passed. */
import type { TestReport, TestResult } from '../src/domain/test-report.ts'
import type { Ended, Seen } from '../src/verification/checks/answer.ts'

export function reportOf(names: readonly string[], parts: Partial<TestReport> = {}): TestReport {
  const tests = names.map((name): TestResult => {
    const outcome = name.endsWith('!') ? 'failed' : name.endsWith('?') ? 'skipped' : 'passed'
    return { id: `a.test.js > ${name.replace(/[!?]$/, '')}`, outcome }
  })
  return { formats: ['node-test'], complete: true, tests, errors: [], ...parts }
}

export function reported(exitCode: number, names: readonly string[], parts: Partial<TestReport> = {}): Seen {
  return { outcome: exited(exitCode), formats: ['node-test'], report: reportOf(names, parts) }
}

export function byExit(outcome: Ended): Seen {
  return { outcome, formats: [], report: null }
}

export function exited(exitCode: number): Ended {
  return { exitCode, signal: null, timedOut: false }
}
