import type { TestResult } from '../../domain/test-report.ts'
import { isOutcome, type ParsedReport } from './parsed-report.ts'

/**
 * What a reporter of the folder `reporters` wrote: JSON lines `{test, outcome}` and `{error}`, and as the last one
 * `{end: true, tests: N}`, without which the report is not complete. Never throws.
 */
export function parseReporterLines(text: string): ParsedReport {
  const tests: TestResult[] = []
  const errors: string[] = []
  let complete = false
  let isSound = true
  for (const line of text.split('\n')) {
    if (line === '') continue
    const said = parseLine(line)
    // Nothing comes after the end.
    if (said === null || complete) isSound = false
    else if ('id' in said) tests.push(said)
    else if ('error' in said) errors.push(said.error)
    else complete = said.tests === tests.length
  }
  return { tests, errors, complete: complete && isSound }
}

type Line = TestResult | { readonly error: string } | { readonly tests: number }

function parseLine(line: string): Line | null {
  const said = jsonFields(line)
  const { test, outcome, error, end, tests } = said
  if (typeof test === 'string' && isOutcome(outcome)) return { id: test, outcome }
  if (typeof error === 'string') return { error }
  return end === true && typeof tests === 'number' ? { tests } : null
}

/** Fields of a JSON object, none for any other text. */
export function jsonFields(text: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Own fields of an object, none for any other value. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
