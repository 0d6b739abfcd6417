import type { TestOutcome, TestResult } from '../../domain/test-report.ts'
import { idOf, type ParsedReport } from './parsed-report.ts'
import { jsonFields } from './reporter-lines.ts'

const OUTCOMES: Readonly<Record<string, TestOutcome>> = { pass: 'passed', fail: 'failed', skip: 'skipped' }

interface GoPackage {
  readonly tests: Map<string, TestOutcome | null>
  end: TestOutcome | null
}

/**
 * Output of `go test -json` (`go doc test2json`), in which lines of other programs may stand. Ids are `package > Test/sub`.
 * Complete when each package that began has ended. Never throws.
 */
export function parseGoTest(output: string): ParsedReport {
  const packages = new Map<string, GoPackage>()
  const errors: string[] = []
  for (const line of output.split('\n')) {
    const unbuilt = /^FAIL\t(\S+) (\[[^\]]+\])\s*$/.exec(line)
    if (unbuilt !== null) errors.push(`${unbuilt[1]}: ${unbuilt[2]}`)
    else if (line.startsWith('{')) takeEvent(packages, jsonFields(line))
  }
  const reports = [...packages].map(([name, known]) => reportOf(name, known))
  return {
    tests: reports.flatMap(({ tests }) => tests),
    errors: [...errors, ...reports.flatMap((report) => report.errors)],
    complete: packages.size + errors.length > 0 && reports.every(({ complete }) => complete),
  }
}

/** What `go test` would have written without `-json`: its output, and as it is what came from elsewhere. Never throws. */
export function readableGoTest(output: string): string {
  return output
    .split(/(?<=\n)/)
    .map((line) => {
      const { Action, Output } = line.startsWith('{') ? jsonFields(line) : {}
      if (typeof Action !== 'string') return line
      return typeof Output === 'string' && !/^=== (?:RUN|PAUSE|CONT|NAME) /.test(Output) ? Output : ''
    })
    .join('')
}

function takeEvent(packages: Map<string, GoPackage>, event: Readonly<Record<string, unknown>>): void {
  const { Action: action, Package: name, Test: test } = event
  if (typeof action !== 'string' || typeof name !== 'string') return
  const known = packages.get(name) ?? { tests: new Map<string, TestOutcome | null>(), end: null }
  packages.set(name, known)
  const outcome = Object.hasOwn(OUTCOMES, action) ? (OUTCOMES[action] ?? null) : null
  if (typeof test !== 'string') known.end = outcome ?? known.end
  else if (action === 'run' || outcome !== null) known.tests.set(test, worst(known.tests.get(test), outcome))
}

/** With `-count` a test runs more than once. */
function worst(one: TestOutcome | null | undefined, other: TestOutcome | null): TestOutcome | null {
  if (one === 'failed' || other === null) return one ?? null
  return one === 'passed' && other === 'skipped' ? one : other
}

function reportOf(name: string, { tests, end }: GoPackage): ParsedReport {
  const results = [...tests].map(([test, outcome]): TestResult => {
    // A test that began and did not end took its package down.
    return { id: idOf(name, test), outcome: outcome ?? 'failed' }
  })
  const isExplained = results.some(({ outcome }) => outcome === 'failed')
  return {
    tests: results,
    errors: end === 'failed' && !isExplained ? [`${name}: failed outside of its tests`] : [],
    complete: end !== null && (end === 'failed' || [...tests.values()].every((outcome) => outcome !== null)),
  }
}
