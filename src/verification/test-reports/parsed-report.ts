import { createHash } from 'node:crypto'
import { printable } from '../../domain/printable.ts'
import { shortened } from '../../domain/shortened.ts'
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

const LONGEST_ID = 1_000
const LONGEST_ERROR = 500
const MOST_ERRORS = 100

/**
 * A whole report of which nothing is missing but what its parts say is missing; without parts it is not complete. Whatever it
 * names is masked, stands on one line, and is cut.
 */
export function merged(
  parts: readonly ParsedReport[],
  mask: (text: string) => string = (text) => text,
): ParsedReport {
  const told = (text: string): string => mask(onOneLine(mask(text)))
  const named = ({ id, outcome }: TestResult): TestResult => ({ id: shortId(told(id)), outcome })
  return {
    tests: numbered(parts.flatMap(({ tests }) => tests.map(named))).toSorted(byId),
    errors: parts
      .flatMap(({ errors }) => errors)
      .slice(0, MOST_ERRORS)
      .map((error) => shortened(told(error), LONGEST_ERROR)),
    complete: parts.length > 0 && parts.every(({ complete }) => complete),
  }
}

/** Joins the parts of an id that are not empty. */
export function idOf(...names: readonly (string | null | undefined)[]): string {
  return names.filter((name) => name !== undefined && name !== null && name !== '').join(' > ')
}

/** A long name is cut, and told from others that begin alike by a hash of the whole. */
function shortId(id: string): string {
  if (id === '') return '(without a name)'
  if (id.length <= LONGEST_ID) return id
  return `${shortened(id, LONGEST_ID)} ${createHash('sha256').update(id).digest('hex').slice(0, 12)}`
}

/** Without characters that would steer a terminal. */
function onOneLine(text: string): string {
  return printable(text)
    .replaceAll(/[\n\t]+/g, ' ')
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
