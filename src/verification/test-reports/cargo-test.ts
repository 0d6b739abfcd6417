import { stripVTControlCharacters } from 'node:util'
import type { TestOutcome, TestResult } from '../../domain/test-report.ts'
import { idOf, type ParsedReport } from './parsed-report.ts'

const OUTCOMES: Readonly<Record<string, TestOutcome>> = { ok: 'passed', FAILED: 'failed', ignored: 'skipped' }
const RUNNING = /^\s+Running (?:unittests )?(\S+) \((?:.*[/\\])?(.+?)-[0-9a-f]+(?:\.exe)?\)$/
const DOCUMENTATION = /^\s+Doc-tests (\S+)$/
const BEGIN = /^running (\d+) tests?$/
const TEST = /^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)(?:, .*)?$/
const RESULT = /^test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored;/
const ERROR =
  /^error(?:\[E\d+\])?: (could not compile .*|no test target .*|failed to .*|process didn't exit .*)$/

/** One test binary, or the examples of one documentation. */
interface Binary {
  readonly place: string
  readonly tests: TestResult[]
  readonly expected: number
  /** Until what tests printed is told. */
  isListing: boolean
  isWhole: boolean
}

/**
 * Output of `cargo test`, stderr included; ids are `binary file > path::of::test`. Complete when each binary that began has
 * summed up as many tests as it had announced: cargo stops at the first one with a failure unless told `--no-fail-fast`.
 * Never throws.
 */
export function parseCargoTest(output: string): ParsedReport {
  const binaries: Binary[] = []
  const errors: string[] = []
  let place = ''
  let isAnnounced = false
  for (const raw of stripVTControlCharacters(output).split('\n')) {
    const line = raw.replace(/\r$/, '')
    const begun = binaries.at(-1)
    const current = begun?.isWhole === false ? begun : undefined
    const next = placeOf(line)
    if (next !== null && current === undefined) [place, isAnnounced] = [next, true]
    else if (current !== undefined) takeLine(current, line)
    else if (BEGIN.test(line)) {
      binaries.push(binaryOf(place, line))
      isAnnounced = false
    }
    const error = ERROR.exec(line)?.[1]
    if (error !== undefined) errors.push(`cargo: ${error}`)
  }
  return {
    tests: binaries.flatMap(({ tests }) => tests),
    errors,
    complete: !isAnnounced && binaries.length + errors.length > 0 && binaries.every(({ isWhole }) => isWhole),
  }
}

function placeOf(line: string): string | null {
  const running = RUNNING.exec(line)
  if (running !== null) return `${running[2]} ${running[1]}`
  const documentation = DOCUMENTATION.exec(line)
  return documentation === null ? null : `${documentation[1]} documentation`
}

function binaryOf(place: string, line: string): Binary {
  const expected = Number(BEGIN.exec(line)?.[1] ?? 0)
  return { place, tests: [], expected, isListing: true, isWhole: false }
}

function takeLine(binary: Binary, line: string): void {
  const [, name, outcome] = TEST.exec(line) ?? []
  if (binary.isListing && name !== undefined) {
    binary.tests.push({ id: idOf(binary.place, name), outcome: OUTCOMES[outcome ?? ''] ?? 'failed' })
  }
  if (line === 'failures:' || line === 'successes:') binary.isListing = false
  const summed = RESULT.exec(line)?.slice(1).map(Number)
  if (summed === undefined) return
  const counts = (['passed', 'failed', 'skipped'] as const).map(
    (one) => binary.tests.filter((test) => test.outcome === one).length,
  )
  binary.isWhole =
    binary.tests.length === binary.expected && counts.every((count, at) => count === summed[at])
}
