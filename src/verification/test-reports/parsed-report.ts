import type { TestOutcome, TestResult } from '../../domain/test-report.ts'

/** What one report says, before reports are put together. */
export interface ParsedReport {
  /** In the order of the report; ids may repeat. */
  readonly tests: readonly TestResult[]
  /** What failed outside of any test. */
  readonly errors: readonly string[]
  /** Whether the report says that it is whole. */
  readonly complete: boolean
}

export const NO_REPORT: ParsedReport = { tests: [], errors: [], complete: false }

const LONGEST_ID = 2_000
const LONGEST_ERROR = 500
const MOST_ERRORS = 100

/** A whole report of which nothing is missing but what its parts say is missing; without parts it is not complete. */
export function merged(parts: readonly ParsedReport[]): ParsedReport {
  return {
    tests: numbered(parts.flatMap(({ tests }) => tests.map(tidied))).toSorted(byId),
    errors: parts
      .flatMap(({ errors }) => errors.map((error) => printable(error).slice(0, LONGEST_ERROR)))
      .slice(0, MOST_ERRORS),
    complete: parts.length > 0 && parts.every(({ complete }) => complete),
  }
}

/** Joins the parts of an id that are not empty. */
export function idOf(...names: readonly (string | null | undefined)[]): string {
  return names.filter((name) => name !== undefined && name !== null && name !== '').join(' > ')
}

function tidied({ id, outcome }: TestResult): TestResult {
  return { id: printable(id).slice(0, LONGEST_ID) || '(without a name)', outcome }
}

/** On one line, without characters that would steer a terminal. */
function printable(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\p{Cf}|\p{Cs}/gu, '')
    .trim()
}

/** The second test of a name is `NAME #2`: unless another has that very name. */
function numbered(tests: readonly TestResult[]): readonly TestResult[] {
  const names = new Set(tests.map(({ id }) => id))
  const counts = new Map<string, number>()
  return tests.map(({ id, outcome }) => {
    let count = (counts.get(id) ?? 0) + 1
    let name = id
    while (count > 1 && names.has((name = `${id} #${count}`))) count += 1
    counts.set(id, count)
    names.add(name)
    return { id: name, outcome }
  })
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : Number(one.id > other.id)
}

export function isOutcome(value: unknown): value is TestOutcome {
  return value === 'passed' || value === 'failed' || value === 'skipped'
}
