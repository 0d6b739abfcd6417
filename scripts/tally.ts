// Prints what vitest's JSON report says, in one line. Fails on a failure, and when nothing ran.
import { readFileSync } from 'node:fs'

export interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly success: boolean
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

export function tally(report: Report): { line: string; isGreen: boolean } {
  // A file that could not be loaded has no tests to fail, so it counts as one.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failed = report.numFailedTests + unloaded.length
  const skipped = report.numPendingTests + report.numTodoTests
  return {
    line: `${report.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`,
    isGreen: report.success && failed === 0 && report.numPassedTests > 0,
  }
}

if (import.meta.main) {
  const [path = 'node_modules/.cache/tests.json'] = process.argv.slice(2)
  const { line, isGreen } = tally(JSON.parse(readFileSync(path, 'utf8')) as Report)
  console.log(line)
  process.exitCode = isGreen ? 0 : 1
}
