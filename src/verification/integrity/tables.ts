/** A table of values with one test stands for as many assertions as it has rows: each is written out with the values of its row. */
import type { Row, TestCase } from './test-file.ts'

const MOST_ROWS = 500
const PARTS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\.?[A-Za-z_$][\w$]*/g

/** Texts of what a parametrised test asserts always, with its values; none for what runs no table that can be read. */
export function writtenOut({ rows, assertions, skip }: TestCase): ReadonlySet<string> {
  if (rows === undefined || skip !== null) return new Set()
  const always = assertions.filter(({ when, strength }) => when === null && strength !== 'tautology')
  return new Set(rows.slice(0, MOST_ROWS).flatMap((row) => always.map(({ text }) => withValues(text, row))))
}

function withValues(text: string, row: Row): string {
  return text.replaceAll(PARTS, (part) => row.get(part) ?? part)
}

/** Values by the names that take them, in their order; null where there are not as many. */
export function rowOf(names: readonly string[], values: readonly string[]): Row | null {
  if (names.length === 0 || names.length > values.length) return null
  return new Map(names.map((name, index) => [name, values[index] ?? '']))
}
