import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCargoTest } from './cargo-test.ts'
import { parseGoTest, readableGoTest } from './go-test.ts'
import { parseJestJson } from './jest-json.ts'
import { parseJunit, parseJunitOutput } from './junit.ts'
import { parseReporterLines } from './reporter-lines.ts'
import type { ParsedReport } from './parsed-report.ts'
import { parseTap } from './tap.ts'

const PARSERS: readonly {
  readonly parse: (text: string) => ParsedReport
  readonly recorded: readonly string[]
}[] = [
  { parse: parseCargoTest, recorded: ['cargo-test.txt', 'cargo-test-exit.txt', 'cargo-test-broken.txt'] },
  { parse: parseGoTest, recorded: ['go-test.txt'] },
  { parse: parseJestJson, recorded: ['jest.json', 'vitest.json'] },
  { parse: parseJunit, recorded: ['node.junit.xml', 'pytest.junit.xml', 'vitest.junit.xml'] },
  { parse: parseJunitOutput, recorded: ['node.junit.xml', 'pytest.junit.xml', 'vitest.junit.xml'] },
  {
    parse: parseReporterLines,
    recorded: ['jest.jsonl', 'node-test-20.jsonl', 'pytest.jsonl', 'unittest.jsonl', 'vitest.jsonl'],
  },
  { parse: parseTap, recorded: ['node-20.tap', 'node-24.tap'] },
]

function recording(name: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')
}

/** `outcome id` for each test. */
function told({ tests }: ParsedReport): readonly string[] {
  return tests.map(({ id, outcome }) => `${outcome} ${id}`)
}

describe.each(PARSERS)('$parse.name', ({ parse, recorded }) => {
  test('never fails, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        expect(parse(text).complete).toBeTypeOf('boolean')
      }),
    )
  })

  test.each(recorded)('never fails on %s with a piece of it taken out or put in', (name) => {
    const text = recording(name)
    const place = fc.nat({ max: text.length })
    fc.assert(
      fc.property(place, place, fc.string(), (one, other, put) => {
        const damaged = text.slice(0, one) + put + text.slice(other)
        expect(parse(damaged).tests).toBeInstanceOf(Array)
      }),
      { numRuns: 50 },
    )
  })
})

test.each(['jest.jsonl', 'node-test-20.jsonl', 'pytest.jsonl', 'unittest.jsonl', 'vitest.jsonl'])(
  'a report of a reporter that was cut off is not complete: %s',
  (name) => {
    const text = recording(name)
    expect(parseReporterLines(text).complete).toBe(true)
    fc.assert(
      fc.property(fc.nat({ max: text.length - 3 }), (length) => {
        expect(parseReporterLines(text.slice(0, length)).complete).toBe(false)
      }),
    )
  },
)

test('a reporter that says anything after its end is not believed', () => {
  const line = '{"test":"a","outcome":"passed"}\n'
  const end = '{"end":true,"tests":1}\n'
  expect(parseReporterLines(line + end).complete).toBe(true)
  expect(parseReporterLines(line + end + line).complete).toBe(false)
  expect(parseReporterLines(line + end + end).complete).toBe(false)
  expect(parseReporterLines(line + line + end).complete).toBe(false)
  expect(parseReporterLines(`${line}{"test":"b","outcome":"fine"}\n${end}`).complete).toBe(false)
})

test('go test: each test and subtest, and packages that did not build', () => {
  const report = parseGoTest(recording('go-test.txt'))
  expect(report.complete).toBe(true)
  expect(report.errors).toEqual(['example.com/demo/broken: [build failed]'])
  expect(told(report)).toEqual([
    'passed example.com/demo > TestGood',
    'failed example.com/demo > TestBad',
    'skipped example.com/demo > TestSkip',
    'failed example.com/demo > TestSub',
    'passed example.com/demo > TestSub/one',
    'failed example.com/demo > TestSub/two_words',
    'failed example.com/demo/sub > TestPanics',
  ])
})

test('go test: a package that never ended makes the report incomplete', () => {
  const lines = recording('go-test.txt').split('\n')
  const end = lines.findIndex((line) => line.includes('"Action":"pass","Package":"example.com/demo/leaves"'))
  expect(parseGoTest(lines.toSpliced(end, 1).join('\n')).complete).toBe(false)
})

test('go test: people read what go would have written', () => {
  const text = readableGoTest(`${recording('go-test.txt')}{"a":1}\nplain\n`)
  expect(text).not.toContain('"Action"')
  expect(text).toContain('broken/b_test.go:3:28: undefined: undefined\n')
  expect(text).toContain('    a_test.go:4: no\n--- FAIL: TestBad (0.00s)\n')
  expect(text.endsWith('{"a":1}\nplain\n')).toBe(true)
})

test('cargo test: unit tests, integration tests and examples; what tests print is no result', () => {
  const report = parseCargoTest(recording('cargo-test.txt'))
  expect(recording('cargo-test.txt')).toContain('\ntest evil ... ok\n')
  expect({ complete: report.complete, errors: report.errors }).toEqual({ complete: true, errors: [] })
  expect(told(report)).toEqual([
    'passed demo src/lib.rs > tests::good',
    'skipped demo src/lib.rs > tests::ign',
    'skipped demo src/lib.rs > tests::ign2',
    'failed demo src/lib.rs > tests::bad',
    'passed demo src/lib.rs > tests::sp',
    'passed it tests/it.rs > it_works',
    'passed demo documentation > src/lib.rs - add (line 3)',
  ])
})

test('cargo test: a test that leaves with exit code 0 makes the report incomplete', () => {
  const output = recording('cargo-test-exit.txt')
  expect(output).not.toContain('error')
  expect(parseCargoTest(output).complete).toBe(false)
})

test('cargo test: what could not be compiled is an error, not a test', () => {
  expect(parseCargoTest(recording('cargo-test-broken.txt'))).toEqual({
    tests: [],
    complete: true,
    errors: ['cargo: could not compile `demo` (test "broken") due to 1 previous error'],
  })
})

test('cargo test: the sum must be that of the tests that were named', () => {
  const text = recording('cargo-test.txt')
  expect(parseCargoTest(text.replace('2 passed; 1 failed', '3 passed; 0 failed')).complete).toBe(false)
  expect(parseCargoTest(text.replace('test tests::good ... ok\n', '')).complete).toBe(false)
})

test.each(['node-20.tap', 'node-24.tap'])('TAP: nested subtests, directives and both plans of %s', (name) => {
  const report = parseTap(recording(name))
  expect(report.complete).toBe(true)
  expect(told(report).slice(0, -1)).toEqual([
    'passed one',
    'passed one',
    'passed S > inner',
    'failed S > bad',
    'skipped S > later',
    'skipped S > sk',
    'skipped S > todofail',
    'passed parent > child',
    'failed parent > cbad',
  ])
})

test.each([
  ['the plan before', 'TAP version 14\n1..2\nok 1 - a\nnot ok 2 - b\n', true],
  ['the plan behind', 'ok\nok\n1..2\n', true],
  ['no plan', 'TAP version 13\nok 1 - a\n', false],
  ['too few', '1..2\nok 1 - a\n', false],
  ['too many', '1..1\nok 1 - a\nok 2 - b\n', false],
  ['bailed out', '1..1\nok 1 - a\nBail out! no database\n', false],
  ['no test at all', '1..0 # SKIP nothing to do\n', true],
  ['nothing', 'hello\n', false],
  ['a second document that is cut off', '1..1\nok 1 - a\nTAP version 13\n1..2\nok 1 - b\n', false],
  ['a subtest that is cut off', '1..1\nok 1 - a\n    ok 1 - inner\n', false],
  ['a subtest with too few', '    1..2\n    ok 1 - inner\nok 1 - a\n1..1\n', false],
  ['a block that looks like results', '1..1\nok 1 - a\n  ---\nok 2 - b\n  ...\n', true],
])('TAP is complete when its plan holds: %s', (_what, text, complete) => {
  expect(parseTap(text).complete).toBe(complete)
})

test('TAP: a failed point whose subtest has no failure is an error', () => {
  expect(parseTap('    ok 1 - inner\n    1..1\nnot ok 1 - outer\n1..1\n').errors).toEqual(['outer: failed'])
})

test('JUnit XML of pytest: a module that could not be imported is an error', () => {
  const report = parseJunit(recording('pytest.junit.xml'))
  expect({ complete: report.complete, errors: report.errors }).toEqual({
    complete: true,
    errors: ['test_b: could not be collected'],
  })
  expect(told(report)).toContain('skipped test_a > test_xf')
  expect(told(report)).toContain('failed test_a > test_td')
  expect(told(report)).toContain('passed test_a.TestC > test_m')
})

test.each(['node.junit.xml', 'vitest.junit.xml'])('JUnit XML: outcomes of %s', (name) => {
  const outcomes = (word: string): number =>
    parseJunit(recording(name)).tests.filter(({ id, outcome }) => `${outcome} ${id}`.includes(word)).length
  expect(outcomes('S > inner')).toBe(1)
  expect(outcomes('failed')).toBeGreaterThan(2)
  expect(outcomes('skipped')).toBeGreaterThan(1)
})

test('JUnit XML that is cut off is not complete, in a file and in an output', () => {
  const text = recording('vitest.junit.xml')
  fc.assert(
    fc.property(fc.integer({ min: 120, max: text.trimEnd().length - 1 }), (length) => {
      expect(parseJunit(text.slice(0, length)).complete).toBe(false)
      expect(parseJunitOutput(`hello\n${text.slice(0, length)}`).complete).toBe(false)
      expect(parseJunitOutput(`${text}\n${text.slice(0, length)}`).complete).toBe(false)
    }),
    { numRuns: 30 },
  )
  expect(parseJunitOutput(`hello\n${text}\nbye`).tests).toEqual(parseJunit(text).tests)
})

test.each(['jest.json', 'vitest.json'])('JSON of %s: tests, and files that could not be loaded', (name) => {
  const report = parseJestJson(recording(name))
  expect(report.complete).toBe(true)
  expect(report.errors).toHaveLength(1)
  expect(report.errors[0]).toContain('b.test')
  expect(told(report).filter((line) => line.includes('S > bad') && line.startsWith('failed'))).toHaveLength(1)
})
