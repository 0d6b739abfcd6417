/** Texts that are no right tasks, in as many ways as can be thought of, and what must be told of each. */
import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { Diagnostic } from './diagnostic.ts'
import { parseTaskSpecs } from './task-spec.ts'

/** Pieces of tasks and of YAML that break each other in many ways. */
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...`key title kind goal scope write needs agent program shell scripted checks run expect report limits allow artefact schema`.split(
        ' ',
      ),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(': ', ':', '\n', '\n  ', '\n- ', '- ', ', ', '[', ']', '{', '}', ' '),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'change',
      'red-to-green',
      '1h',
      'null',
      'true',
      '3',
      '"a"',
      "'b'",
      'P1',
      '*a',
      '&a ',
      '!x ',
      '!!map ',
      '| ',
      '>-\n',
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '<<: ',
      '? ',
      '# c\n',
      '__proto__: ',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '\t',
      '\0',
      '\r\n',
      '\r',
      '\uFEFF',
      '\u2028',
      '\u0085',
      '😀',
      '\uD800',
      '"',
      "'",
      '@',
      '`',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
)
const yamlish = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))

/** A right task with something written into the middle of it. */
const GOOD = `key: a
title: b
kind: change
scope: { write: [a], strict: true }
agent:
  program: [x]
  parameters: { m: 1 }
checks:
  - run: [a]
    expect: red-to-green
    report: { format: tap }
limits: { wallClock: 1h }
`
const broken = fc
  .tuple(yamlish, fc.nat(GOOD.length), fc.nat(20))
  .map(([middle, at, length]) => GOOD.slice(0, at) + middle + GOOD.slice(at + length))

function expectInside(text: string, problem: Diagnostic): void {
  const lines = text.replace(/^\uFEFF+/, '').split('\n')
  const line = lines[problem.line - 1]
  expect(line).toBeDefined()
  expect(problem.column).toBeGreaterThanOrEqual(1)
  expect(problem.column).toBeLessThanOrEqual((line ?? '').length + 1)
  expect(problem.text).toContain(`t1.yaml:${problem.line}:${problem.column}: `)
  // The frame shows the text around the place, without what would move a cursor.
  const before = Math.max(0, problem.column - 60)
  const around = (line ?? '')
    .slice(before, before + 60)
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .trimEnd()
  expect(problem.frame).toContain(around.slice(0, 60))
  expect(problem.frame).toContain(`> ${problem.line} |`)
}

/** Any text gives tasks, or diagnostics that point into it. */
export function expectReadable(text: string): void {
  const checked = parseTaskSpecs([{ file: 't1.yaml', text }])
  if (checked.ok) {
    expect(checked.value.length).toBeGreaterThan(0)
    return
  }
  expect(checked.diagnostics.length).toBeGreaterThan(0)
  for (const problem of checked.diagnostics) expectInside(text, problem)
}

export const ANY_TEXTS: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ['any text', fc.string({ unit: 'binary', maxLength: 300 })],
  ['what looks like YAML', yamlish],
  ['a task with something wrong in it', broken],
]

const ALIASES = ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'].map(
  ([one, other]) => `${other}: &${other} [${`*${one}, `.repeat(9)}]`,
)

/** Texts that are small to write and large to read, by about how many of their parts there are. */
export function excessive(parts: number): readonly (readonly [string, string])[] {
  return [
    ['lists in lists', '['.repeat(parts)],
    ['maps in maps', '{a: '.repeat(parts)],
    ['entries on one line', `${'- '.repeat(parts)}a`],
    ['question marks', `${'? '.repeat(parts)}a`],
    ['indentation', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['aliases that multiply', `a: &a [x, x, x, x, x, x, x, x, x]\n${ALIASES.join('\n')}`],
    ['few aliases that multiply', `a: &a [${'x, '.repeat(parts)}]\nb: [${'*a, '.repeat(20)}]`],
    ['many aliases', '- &a 1\n- *a\n'.repeat(parts)],
    ['an alias of itself', 'key: &a [*a]'],
    ['many keys', Array.from({ length: parts }, (_, index) => `k${index}: 1\n`).join('')],
    ['the same key', 'key: a\n'.repeat(parts)],
    ['many errors', 'a: b: c\n'.repeat(parts)],
    ['many documents', '---\nkey: a\n'.repeat(parts)],
    ['a long line', `key: ${'a'.repeat(parts * 20)}`],
    ['too much', ' '.repeat(2_000_000)],
  ]
}
