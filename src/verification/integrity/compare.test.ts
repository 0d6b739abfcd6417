import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileChange } from '../file-change.ts'
import { compareTests, type CompareOptions } from './compare.ts'

const PATH = 'test/sum.test.ts'
const SOURCE = { path: 'src/sum.ts', before: 'export const a = 1\n', after: 'export const a = 2\n' }

function judge(changes: readonly FileChange[], options: Partial<CompareOptions> = {}) {
  const { judgement, notes } = compareTests(changes, { mode: 'history', exempt: [], ...options })
  return {
    weakenings: judgement.objections.map(({ rule }) => rule),
    notes: notes.map(({ rule }) => rule),
    judgement,
  }
}

function change(before: string | null, after: string | null, path = PATH): FileChange {
  return { path, before, after }
}

function body(...statements: readonly string[]): string {
  return `import { sum } from '../src/sum.ts'\ntest('adds', () => {\n${statements.join('\n')}\n})\n`
}

const TWO = `import { sum } from '../src/sum.ts'
test('adds', () => { expect(sum(1, 2)).toBe(3) })
test('takes nothing', () => { expect(sum()).toBe(0) })
`

describe('what weakens a test is refused', () => {
  const CHEATS: readonly (readonly [rule: string, what: string, before: string, after: string])[] = [
    ['test-deleted', 'a test is deleted', TWO, TWO.replace(/test\('takes.*\n/, '')],
    ['test-deleted', 'a test is commented out', TWO, TWO.replace("test('takes", "// test('takes")],
    ['skip-added', 'a test is skipped', TWO, TWO.replace("test('takes", "test.skip('takes")],
    ['skip-added', 'a test is skipped by its name', TWO, TWO.replace("test('takes", "xtest('takes")],
    ['skip-added', 'a test is announced only', TWO, TWO.replace("test('takes", "test.todo('takes")],
    ['skip-added', 'a test is expected to fail', TWO, TWO.replace("test('takes", "test.fails('takes")],
    [
      'skip-added',
      'a condition is always true',
      TWO,
      TWO.replace("test('takes", "test.skipIf(!false)('takes"),
    ],
    [
      'skip-added',
      'a test stands in an if that is never taken',
      TWO,
      TWO.replace("test('takes", "if (false) test('takes"),
    ],
    [
      'skip-added',
      'a test skips itself',
      body('expect(sum(1)).toBe(1)'),
      body("t.skip('later')", 'expect(sum(1)).toBe(1)'),
    ],
    [
      'skip-added',
      'the suite is skipped',
      `describe('s', () => {${TWO.slice(TWO.indexOf('\n'))}})`,
      `describe.skip('s', () => {${TWO.slice(TWO.indexOf('\n'))}})`,
    ],
    [
      'skip-widened',
      'a conditional skip becomes one for ever',
      "test.skipIf(process.platform === 'win32')('a', () => { expect(f()).toBe(1) })",
      "test.skip('a', () => { expect(f()).toBe(1) })",
    ],
    [
      'skip-reworded',
      'the reason of a skip is reworded and nothing else',
      "test('a', { skip: 'flaky' }, () => { expect(f()).toBe(1) })",
      "test('a', { skip: 'waits for the new server' }, () => { expect(f()).toBe(1) })",
    ],
    ['test-emptied', 'a body is emptied', TWO, TWO.replace('{ expect(sum()).toBe(0) }', '{}')],
    ['test-emptied', 'a body returns first', TWO, TWO.replace('{ expect(sum())', '{ return; expect(sum())')],
    [
      'assertion-removed',
      'an assertion is dropped',
      body('expect(a()).toBe(1)', 'expect(b()).toBe(2)'),
      body('expect(a()).toBe(1)'),
    ],
    [
      'assertion-removed',
      'an assertion is never reached',
      body('expect(a()).toBe(1)', 'expect(b()).toBe(2)'),
      body('expect(a()).toBe(1)', 'if (false) expect(b()).toBe(2)'),
    ],
    [
      'tautology',
      'a value is compared with itself',
      body('const x = sum(1)', 'expect(x).toBe(1)'),
      body('const x = sum(1)', 'expect(x).toBe(x)'),
    ],
    ['tautology', 'true is true', body('expect(sum(1)).toBe(1)'), body('expect(true).toBe(true)')],
    [
      'tautology',
      'a length is not negative',
      body('expect(list.length).toBe(3)'),
      body('expect(list.length).toBeGreaterThanOrEqual(0)'),
    ],
    ['tautology', 'a matcher is not called', body('expect(sum(1)).toBe(1)'), body('expect(sum(1)).toBe')],
    ['tautology', 'or true', body('assert(sum(1) === 1)'), body('assert(sum(1) === 1 || true)')],
    [
      'tautology',
      'a failure is swallowed',
      body('expect(sum(1)).toBe(1)'),
      body('try { expect(sum(1)).toBe(1) } catch {}'),
    ],
    [
      'assertion-weakened',
      'equality becomes truthiness',
      body('expect(sum(1)).toBe(1)'),
      body('expect(sum(1)).toBeTruthy()'),
    ],
    [
      'assertion-weakened',
      'equality becomes a bound',
      body('expect(sum(1)).toBe(1)'),
      body('expect(sum(1)).toBeGreaterThan(0)'),
    ],
    [
      'assertion-weakened',
      'equality becomes inequality',
      body('expect(sum(1)).toBe(1)'),
      body('expect(sum(1)).not.toBe(2)'),
    ],
    [
      'assertion-weakened',
      'a list becomes its length',
      body('expect(list()).toEqual([1, 2])'),
      body('expect(list()).toHaveLength(2)'),
    ],
    [
      'assertion-weakened',
      'a list becomes one of its members',
      body('expect(list()).toEqual([1, 2])'),
      body('expect(list()).toContain(1)'),
    ],
    [
      'assertion-weakened',
      'node assert says less',
      body('assert.strictEqual(sum(1), 1)'),
      body('assert.ok(sum(1))'),
    ],
    [
      'value-loosened',
      'fewer members are asked for',
      body('expect(user()).toMatchObject({ name: "Ann", age: 3 })'),
      body('expect(user()).toMatchObject({ name: "Ann" })'),
    ],
    [
      'value-loosened',
      'anything will do',
      body('expect(user()).toEqual({ name: "Ann", age: 3 })'),
      body('expect(user()).toEqual({ name: "Ann", age: expect.anything() })'),
    ],
    [
      'value-loosened',
      'less of a text is asked for',
      body("expect(say()).toContain('night 3 landed')"),
      body("expect(say()).toContain('night')"),
    ],
    [
      'tolerance-widened',
      'fewer decimals count',
      body('expect(pi()).toBeCloseTo(3.14159, 5)'),
      body('expect(pi()).toBeCloseTo(3.14159, 1)'),
    ],
    [
      'tolerance-widened',
      'a number needs no longer be exact',
      body('expect(pi()).toBe(3.14)'),
      body('expect(pi()).toBeCloseTo(3.14, 1)'),
    ],
    [
      'tolerance-widened',
      'a distance may be larger',
      body('assert(Math.abs(pi() - 3.14) < 0.001)'),
      body('assert(Math.abs(pi() - 3.14) < 0.5)'),
    ],
    [
      'exception-widened',
      'any error will do',
      body('expect(() => sum(x)).toThrow(RangeError)'),
      body('expect(() => sum(x)).toThrow(Error)'),
    ],
    [
      'exception-widened',
      'any error will do for node assert',
      body('assert.throws(() => sum(x), RangeError)'),
      body('assert.throws(() => sum(x))'),
    ],
    ['retries-added', 'a test may fail twice', TWO, TWO.replace("('adds', ", "('adds', { retry: 2 }, ")],
    ['retries-added', 'every test of a file may fail', TWO, `jest.retryTimes(3)\n${TWO}`],
    ['exclusive-test', 'one test alone runs', TWO, TWO.replace("test('adds'", "test.only('adds'")],
    ['unparsable', 'a file cannot be read any more', TWO, `${TWO}\n}}}`],
    [
      'assertion-removed',
      'a helper asserts less',
      'function check(x) { expect(x.a).toBe(1); expect(x.b).toBe(2) }\ntest("a", () => { check(f()) })',
      'function check(x) { expect(x.a).toBe(1) }\ntest("a", () => { check(f()) })',
    ],
  ]

  test.each(CHEATS)('%s: %s', (rule, _, before, after) => {
    for (const mode of ['history', 'run'] as const)
      expect(judge([change(before, after), SOURCE], { mode }).weakenings).toContain(rule)
  })

  test('sets of values that go are refused in a run, and in a history without a change of behaviour', () => {
    const squares = (...sets: readonly string[]) =>
      `test.each([${sets.join(', ')}])('squares', (a, b) => { expect(sq(a)).toBe(b) })`
    const fewer = change(squares('[1, 1]', '[2, 4]'), squares('[1, 1]'))
    expect(judge([fewer]).weakenings).toEqual(['cases-removed'])
    expect(judge([fewer, SOURCE])).toMatchObject({ weakenings: [], notes: ['cases-removed'] })
    expect(judge([fewer, SOURCE], { mode: 'run' }).weakenings).toEqual(['cases-removed'])
  })

  test('a deleted file of tests is that many deleted tests', () => {
    expect(judge([change(TWO, null)]).weakenings).toEqual(['test-deleted', 'test-deleted'])
  })

  test('a snapshot written anew together with source is shown with what changed, and refused in a run', () => {
    const snapshot = change(
      'exports[`a 1`] = `\none\n`;',
      'exports[`a 1`] = `\ntwo\n`;',
      'test/__snapshots__/a.snap',
    )
    expect(judge([snapshot, SOURCE])).toMatchObject({ weakenings: [], notes: ['snapshot-regenerated'] })
    const run = judge([snapshot, SOURCE], { mode: 'run' })
    expect(run.weakenings).toEqual(['snapshot-regenerated'])
    expect(run.judgement.detail).toContain('"one" became "two"')
    expect(judge([snapshot], { mode: 'run' }).weakenings).toEqual([])
  })

  test('another expected value is behaviour in a history, and refused in a run unless the test is named', () => {
    const other = change(body('expect(sum(1)).toBe(1)'), body('expect(sum(1)).toBe(2)'))
    expect(judge([other])).toMatchObject({ weakenings: [], notes: ['value-changed'] })
    expect(judge([other], { mode: 'run' }).weakenings).toEqual(['value-changed'])
    expect(judge([other], { mode: 'run', exempt: ['adds'] }).weakenings).toEqual([])
  })

  test('a condition about neither platform nor dependency is refused in a run', () => {
    const skipped = (condition: string) =>
      change(TWO, TWO.replace("test('takes", `test.skipIf(${condition})('takes`))
    expect(judge([skipped('process.env.CI')]).notes).toEqual(['skip-conditional'])
    expect(judge([skipped('process.env.CI')], { mode: 'run' }).weakenings).toEqual(['skip-conditional'])
    expect(judge([skipped("process.platform === 'linux'")], { mode: 'run' }).weakenings).toEqual([
      'skip-conditional',
    ])
    expect(judge([skipped("process.platform === 'win32'")], { mode: 'run' }).weakenings).toEqual([])
  })
})

describe('configuration', () => {
  const CHEATS: readonly (readonly [rule: string, path: string, before: string, after: string])[] = [
    ['threshold-lowered', 'package.json', '{"c8":{"lines":90}}', '{"c8":{"lines":50}}'],
    [
      'threshold-lowered',
      'package.json',
      '{"jest":{"coverageThreshold":{"global":{"lines":90}}}}',
      '{"jest":{}}',
    ],
    [
      'threshold-lowered',
      'vitest.config.ts',
      'export default { test: { coverage: { thresholds: { lines: 90 } } } }',
      'export default { test: { coverage: { thresholds: { lines: 9 } } } }',
    ],
    [
      'threshold-lowered',
      'pyproject.toml',
      '[tool.coverage.report]\nfail_under = 90\n',
      '[tool.coverage.report]\nfail_under = 10\n',
    ],
    [
      'collection-narrowed',
      'jest.config.js',
      "module.exports = { testMatch: ['**/*.test.js', '**/*.spec.js'] }",
      "module.exports = { testMatch: ['**/*.test.js'] }",
    ],
    [
      'collection-narrowed',
      'vitest.config.ts',
      'export default defineConfig({ test: { exclude: [] } })',
      "export default defineConfig({ test: { exclude: ['**/sum.test.ts'] } })",
    ],
    [
      'collection-narrowed',
      'pyproject.toml',
      '[tool.pytest.ini_options]\naddopts = "-q"\n',
      '[tool.pytest.ini_options]\naddopts = "-q --ignore=tests/test_a.py"\n',
    ],
    [
      'collection-narrowed',
      'setup.cfg',
      '[tool:pytest]\ntestpaths =\n    tests\n    more\n',
      '[tool:pytest]\ntestpaths =\n    tests\n',
    ],
    [
      'retries-added',
      'vitest.config.ts',
      'export default { test: { globals: true } }',
      'export default { test: { globals: true, retry: 3 } }',
    ],
    [
      'check-made-optional',
      'package.json',
      '{"scripts":{"test":"vitest run"}}',
      '{"scripts":{"test":"vitest run || true"}}',
    ],
    [
      'check-made-optional',
      '.github/workflows/ci.yml',
      'jobs:\n  a:\n    steps:\n      - run: npm test\n',
      'jobs:\n  a:\n    steps:\n      - run: npm test || true\n',
    ],
    [
      'check-made-optional',
      '.github/workflows/ci.yml',
      'jobs:\n  a:\n    steps:\n      - run: npm test\n',
      'jobs:\n  a:\n    steps:\n      - run: npm test\n        continue-on-error: true\n',
    ],
    [
      'check-made-optional',
      '.gitlab-ci.yml',
      'a:\n  script: npm test\n',
      'a:\n  script: npm test\n  allow_failure: true\n',
    ],
  ]

  test.each(CHEATS)('%s in %s', (rule, path, before, after) => {
    expect(judge([change(before, after, path)], { paths: [PATH] }).weakenings).toContain(rule)
    expect(judge([change(after, before, path)], { paths: [PATH] }).weakenings).toEqual([])
  })

  test('a threshold that moved to another file is not lowered', () => {
    const changes = [
      change('{"jest":{"coverageThreshold":{"global":{"lines":90}}}}', '{}', 'package.json'),
      change(
        null,
        'export default { test: { coverage: { thresholds: { lines: 90 } } } }',
        'vitest.config.ts',
      ),
    ]
    expect(judge(changes).weakenings).toEqual([])
  })

  test('a pattern that hides files without a test is no matter', () => {
    const config = (folder: string) =>
      change(
        '[tool:pytest]\nnorecursedirs = .git\n',
        `[tool:pytest]\nnorecursedirs = .git ${folder}\n`,
        'setup.cfg',
      )
    const file = (text: string) => change(null, text, 'tests/typed/test_types.py')
    const paths = ['tests/typed/test_types.py', 'tests/test_a.py']
    expect(judge([config('typed'), file('x: int = 1\n')], { paths }).weakenings).toEqual([])
    const hidden = file('def test_a():\n    assert f() == 1\n')
    expect(judge([config('typed'), hidden], { paths }).weakenings).toEqual(['collection-narrowed'])
  })

  test('a pattern that hides no test is no matter', () => {
    const config = change(
      'export default { test: { exclude: [] } }',
      "export default { test: { exclude: ['docs/**'] } }",
      'vitest.config.ts',
    )
    expect(judge([config], { paths: [PATH] }).weakenings).toEqual([])
  })
})

describe('honest changes pass', () => {
  const LONG = body(
    'const order = place(3)',
    'expect(order.total).toBe(30)',
    "expect(order.state).toBe('open')",
  )

  const HONEST: readonly (readonly [what: string, changes: readonly FileChange[]])[] = [
    ['a test is renamed', [change(LONG, LONG.replace('adds', 'an order of three costs thirty'))]],
    [
      'a test moves to another file',
      [
        change(TWO, TWO.replace(/test\('takes.*\n/, '')),
        change(null, `test('takes nothing', () => { expect(sum()).toBe(0) })`, 'test/zero.test.ts'),
      ],
    ],
    ['a file of tests is renamed', [change(TWO, null), change(null, TWO, 'test/other.test.ts')]],
    [
      'a test is split',
      [
        change(
          LONG,
          `test('costs', () => { const order = place(3); expect(order.total).toBe(30) })
           test('is open', () => { const order = place(3); expect(order.state).toBe('open') })`,
        ),
      ],
    ],
    [
      'two tests are merged',
      [change(TWO, "test('adds numbers', () => { expect(sum(1, 2)).toBe(3); expect(sum()).toBe(0) })")],
    ],
    [
      'assertions go to a helper',
      [
        change(
          LONG,
          `function check(order, total) { expect(order.total).toBe(total); expect(order.state).toBe('open') }
           test('adds', () => { check(place(3), 30) })`,
        ),
      ],
    ],
    [
      'an assertion says more',
      [change(body('expect(list()).toHaveLength(2)'), body('expect(list()).toEqual([1, 2])'))],
    ],
    [
      'several assertions become a stronger one',
      [change(LONG, body('const order = place(3)', "expect(order).toEqual({ total: 30, state: 'open' })"))],
    ],
    [
      'a test is skipped where it cannot run',
      [change(TWO, TWO.replace("test('takes", "test.skipIf(process.platform === 'win32')('takes"))],
    ],
    ['a test is skipped no longer', [change(TWO.replace("test('takes", "test.skip('takes"), TWO)]],
    ['tests are added', [change(TWO, `${TWO}test('more', () => { expect(sum(4)).toBe(4) })`)]],
    [
      'a test goes with what it tests',
      [
        change(
          `import { gone } from '../src/gone.ts'\ntest('goes', () => { expect(gone(1)).toBe(2) })`,
          null,
          'test/gone.test.ts',
        ),
        change('export function gone(x: number) { return x + 1 }', null, 'src/gone.ts'),
      ],
    ],
    [
      'an assertion goes with what it is about',
      [
        change(body('expect(sum(1)).toBe(1)', 'expect(oldSum(1)).toBe(1)'), body('expect(sum(1)).toBe(1)')),
        change(
          'export function oldSum() {}\nexport function sum() {}',
          'export function sum() {}',
          'src/sum.ts',
        ),
      ],
    ],
    [
      'a skipped test with another reason has another body too',
      [
        change(
          "test('a', { skip: 'flaky' }, () => { expect(f()).toBe(1) })",
          "test('a', { skip: 'waits' }, () => { expect(f()).toBe(1); expect(g()).toBe(2) })",
        ),
      ],
    ],
  ]

  test.each(HONEST)('%s', (_, changes) => {
    for (const mode of ['history', 'run'] as const) expect(judge(changes, { mode }).weakenings).toEqual([])
  })
})

describe('properties', () => {
  const statement = fc.constantFrom(
    'expect(a()).toBe(1)',
    "expect(b.c).not.toContain('x')",
    'expect(true).toBe(true)',
    'assert.deepEqual(a, [1, 2, 3])',
    "assert.throws(() => f('(', \"it's\"), TypeError)",
    'await expect(p).rejects.toThrow(/bad \\(worse\\)/)',
    'if (b) { this.skip() }',
    'try { expect(x).toBe(1) } catch {}',
    'expect(list).toEqual([{ a: 1, b: `t${x}` }])',
    'x.should.equal(3)',
  )
  const modifier = fc.constantFrom('', '.skip', '.only', '.todo', '.skipIf(x)', '.each([1, 2])', '.fails')
  const oneTest = fc.record({
    name: fc.constantFrom('a', 'b', 'c d'),
    modifier,
    statements: fc.array(statement, { maxLength: 4 }),
  })
  const file = fc.array(oneTest, { maxLength: 4 })

  type Tests = readonly {
    readonly name: string
    readonly modifier: string
    readonly statements: readonly string[]
  }[]
  const write = (tests: Tests, separator: string): string =>
    tests
      .map(
        ({ name, modifier: how, statements }) =>
          `test${how}('${name}', async () => {${separator}${statements.join(separator)}${separator}})`,
      )
      .join(separator)

  test('a file compared with itself says nothing', () => {
    fc.assert(
      fc.property(file, (tests) => {
        const text = write(tests, '\n')
        expect(judge([change(text, text)], { mode: 'run' })).toMatchObject({ weakenings: [], notes: [] })
      }),
    )
  })

  test('another layout says nothing', () => {
    fc.assert(
      fc.property(file, (tests) => {
        const before = write(tests, '\n')
        const after = write(tests, ' ;\n\n   // a comment\n')
          .replaceAll(', ', ' ,\n ')
          .replaceAll("'a'", '"a"')
        expect(judge([change(before, after)], { mode: 'run' })).toMatchObject({ weakenings: [], notes: [] })
      }),
    )
  })

  const LOSSES: readonly (readonly [what: string, before: string, one: string, other: string])[] = [
    [
      'a value',
      body('expect(sum(1)).toBe(3)'),
      body('expect(sum(1)).toBe(4)'),
      body('expect(sum(1)).toBe(99)'),
    ],
    [
      'a value that differs late',
      body(`expect(say()).toBe('${'x'.repeat(900)}')`),
      body(`expect(say()).toBe('${'x'.repeat(900)}a')`),
      body(`expect(say()).toBe('${'x'.repeat(900)}b')`),
    ],
    [
      'an assertion',
      body('expect(a()).toBe(1)', 'expect(b()).toBe(2)'),
      body('expect(a()).toBe(1)'),
      body('expect(b()).toBe(2)'),
    ],
    [
      'a tautology',
      body('expect(sum(1)).toBe(1)'),
      body('expect(true).toBe(true)'),
      body('expect(1).toBe(1)'),
    ],
    [
      'what runs alone',
      TWO,
      TWO.replace("test('adds", "test.only('adds"),
      TWO.replace("test('takes", "test.only('takes"),
    ],
    ['what nobody can read', TWO, `${TWO}\n}}}`, `${TWO}\n}}`],
  ]

  test.each(LOSSES)(
    '%s: each change has a fingerprint of its own, and keeps it in any layout [approval-exact]',
    (...loss) => {
      const [, before, one, other] = loss
      const prints = (after: string) =>
        judge([change(before, after)], { mode: 'run' }).judgement.objections.map(
          ({ fingerprint }) => fingerprint,
        )
      expect(prints(one)).not.toEqual([])
      expect(prints(one)).not.toEqual(prints(other))
      expect(prints(`\n// more\n${one.replaceAll(', ', ' ,\n ')}`)).toEqual(prints(one))
    },
  )

  test('the fingerprint of an objection stays where lines move', () => {
    const [before, after] = [TWO, TWO.replace(/test\('takes.*\n/, '')]
    const found = (top: string) =>
      judge([change(top + before, top + after)]).judgement.objections.map(({ fingerprint }) => fingerprint)
    expect(found('')).toEqual(found('\n\n// more\n'))
    expect(found('')).toHaveLength(1)
  })
})
