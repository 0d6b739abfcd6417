import { describe, expect, test } from 'vitest'
import { parseTypescriptTests } from './parse-typescript.ts'
import type { Assertion, TestCase } from './test-file.ts'

function read(text: string, path = 'a.test.ts') {
  const file = parseTypescriptTests(path, text)
  if (file === null) throw new Error('cannot be read')
  return file
}

function only(text: string): TestCase {
  const [first, ...more] = read(text).cases
  if (first === undefined || more.length > 0) throw new Error('not one test')
  return first
}

function asserted(statement: string): Assertion | undefined {
  const { assertions } = only(`test('a', async () => { ${statement} })`)
  expect(assertions.length).toBeLessThan(2)
  return assertions[0]
}

describe('tests', () => {
  test('are named by their suites, in whatever runner', () => {
    const { cases } = read(`
      describe('outer', () => { context('inner', () => { it('one', () => {}) }); specify('two', () => {}) })
      test('three', async (t) => { await t.test('four', () => {}) })
      for (const n of [1, 2]) test(\`five \${n}\`, () => {})
      test('three', () => {})
    `)
    expect(cases.map(({ id }) => id)).toEqual([
      'outer > inner > one',
      'outer > two',
      'three',
      'three > four',
      '`five ${n}`',
      'three #2',
    ])
  })

  test.each([
    ["test.skip('a', () => {})", { kind: 'skip', when: null }],
    ["xit('a', () => {})", { kind: 'skip', when: null }],
    ["it.todo('a')", { kind: 'todo', when: null }],
    ["it('a')", { kind: 'todo', when: null }],
    ["test.fails('a', () => {})", { kind: 'expected-failure', when: null }],
    ["test.skipIf(isWindows)('a', () => {})", { kind: 'skip', when: 'isWindows' }],
    ["test.skipIf(true)('a', () => {})", { kind: 'skip', when: null }],
    ["test.runIf(hasDocker)('a', () => {})", { kind: 'skip', when: '!(hasDocker)' }],
    ["test('a', { skip: 'why' }, () => {})", { kind: 'skip', when: null, reason: 'why' }],
    ["test('a', { todo: true }, () => {})", { kind: 'todo', when: null }],
    ["test('a', (t) => { t.skip('why') })", { kind: 'skip', when: null, reason: 'why' }],
    ["it('a', function () { if (isWindows) this.skip() })", { kind: 'skip', when: 'isWindows' }],
    ["const maybe = isWindows ? test.skip : test; maybe('a', () => {})", { kind: 'skip', when: 'isWindows' }],
    ["if (hasDocker) { test('a', () => {}) }", { kind: 'skip', when: '!(hasDocker)' }],
    ["describe.skip('s', () => { it('a', () => {}) })", { kind: 'skip', when: null }],
    [
      "describe('s', () => { before(function () { this.skip() }); it('a', () => {}) })",
      { kind: 'skip', when: null },
    ],
  ])('%s is skipped', (text, skip) => {
    expect(only(text).skip).toMatchObject(skip)
  })

  test.each([
    "test.skipIf(false)('a', () => {})",
    "test('a', { skip: false }, () => {})",
    "test.runIf(true)('a', () => {})",
  ])('%s runs', (text) => {
    expect(only(text).skip).toBeNull()
  })

  test('say how often they are tried and with what', () => {
    expect(only("test('a', { retry: 2 }, () => {})").retries).toBe(2)
    expect(only("it('a', function () { this.retries(3) })").retries).toBe(3)
    expect(only("describe('s', function () { this.retries(4); it('a', () => {}) })").retries).toBe(4)
    expect(only("jest.retryTimes(5)\ntest('a', () => {})").retries).toBe(5)
    expect(only("test.each([1, 2, 3])('a %i', () => {})").cases).toBe(3)
    expect(only("const ALL = [1, 2]\ntest.each(ALL)('a %i', () => {})").cases).toBe(2)
    expect(only("test.each([...more, 1])('a %i', () => {})").cases).toBeNull()
    expect(only("test.each`a | b\n${1} | ${2}\n${3} | ${4}`('a', () => {})").cases).toBe(2)
    expect(read("test.only('a', () => {})\nfdescribe('b', () => {})").exclusive).toEqual([1, 2])
  })

  test('a file that is none, or cannot be read, is told apart from one without tests', () => {
    expect(parseTypescriptTests('a.test.ts', 'test(')).toBeNull()
    expect(parseTypescriptTests('a.md', 'text')).toBeNull()
    expect(read('export const a = <b>c</b>', 'a.js').cases).toEqual([])
    expect(read("const ok = /a/.test('b'); context.test(1)").cases).toEqual([])
  })

  test('a body may be a function from elsewhere, with options before it or more arguments after it', () => {
    const imported = { skip: null, assertions: [{ strength: 'equality', helper: 'testOption' }] }
    expect(only("test('a', testOption, () => 1, 'b')")).toMatchObject(imported)
    expect(only("test('a', options, () => { expect(1 + a).toBe(2) })").assertions).toMatchObject([
      { subject: '1+a' },
    ])
    const local = "const check = async (t, run) => { t.is(await run(), 1) }\ntest('a', check, () => go())"
    expect(only(local).assertions).toMatchObject([{ strength: 'equality', subject: 'await run()' }])
  })

  test('imports are kept by what they are called on both sides', () => {
    expect(
      read("import a, { b as c } from './d.ts'\nconst { e: f } = require('g')\nimport * as h from 'i'")
        .imports,
    ).toEqual([
      { module: './d.ts', name: 'default', local: 'a' },
      { module: './d.ts', name: 'b', local: 'c' },
      { module: 'g', name: 'e', local: 'f' },
      { module: 'i', name: null, local: 'h' },
    ])
  })
})

describe('assertions', () => {
  test.each([
    ['expect(f(1)).toBe(3)', 'equality', 'f(1)'],
    ["await expect(p).resolves.toEqual({ a: 'b' })", 'equality', 'p'],
    ['expect(a).not.toBe(3)', 'bound', 'a'],
    ['expect(a).toContain(3)', 'membership', 'a'],
    ['expect(a).to.deep.equal([3])', 'equality', 'a'],
    ['expect(a).to.be.true', 'equality', 'a'],
    ['a.b.should.equal(3)', 'equality', 'a.b'],
    ['expect(a.length).toBe(3)', 'length', 'a.length'],
    ['expect(a).toHaveLength(3)', 'length', 'a'],
    ["expect(typeof a).toBe('string')", 'type', 'typeof a'],
    ['expect(a).toBeInstanceOf(B)', 'type', 'a'],
    ['expect(a instanceof B).toBe(true)', 'type', 'a instanceof B'],
    ['expect(a === 3).toBe(true)', 'equality', 'a===3'],
    ['expect(a).toEqual(expect.any(String))', 'type', 'a'],
    ['expect(a).toBeGreaterThan(3)', 'bound', 'a'],
    ['expect(a).toBeDefined()', 'truthiness', 'a'],
    ['assert(a)', 'truthiness', 'a'],
    ['assert(a.includes(3))', 'membership', 'a.includes(3)'],
    ['assert(a === 3 && b)', 'equality', 'a===3&&b'],
    ['assert.deepStrictEqual(a, [3])', 'equality', 'a'],
    ['assert.equal(3, a)', 'equality', 'a'],
    ['assert.match(a, /b/)', 'membership', 'a'],
    ["request(app).get('/').expect(200)", 'equality', 'request(app).get("/")'],
    ['assertValid(a)', 'equality', 'assertValid(a)'],
    ['expect(1).toBe(1)', 'tautology', '1'],
    ['expect(a).toBe(a)', 'tautology', 'a'],
    ['expect(a.length >= 0).toBe(true)', 'tautology', 'a.length>=0'],
    ['assert.ok(a.length > -1)', 'tautology', 'a.length>-1'],
    ['assert(true)', 'tautology', 'true'],
    ['assert(a || true)', 'tautology', 'a||true'],
  ])('%s is %s of %s', (statement, strength, subject) => {
    expect(asserted(statement)).toMatchObject({ strength, subject })
  })

  test.each([
    ['expect(f).toThrow(TypeError)', 'TypeError', 'membership'],
    ["expect(f).toThrow('bad')", 'Error', 'membership'],
    ['expect(f).toThrow()', 'Error', 'type'],
    ['expect(f).toThrow(Error)', 'Error', 'type'],
    ["await expect(p).rejects.toThrow(new RangeError('x'))", 'RangeError', 'membership'],
    ['assert.throws(f, TypeError)', 'TypeError', 'membership'],
    ["await assert.rejects(p, { name: 'TypeError' })", 'TypeError', 'membership'],
    ['assert.throws(f)', 'Error', 'type'],
  ])('%s expects %s', (statement, exception, strength) => {
    expect(asserted(statement)).toMatchObject({ exception, strength })
  })

  test.each([
    ['expect(a).toBeCloseTo(1.5, 3)', 0.0005],
    ['expect(a).to.be.closeTo(1.5, 0.1)', 0.1],
    ['assert.closeTo(a, 1.5, 0.2)', 0.2],
    ['assert(Math.abs(a - 1.5) < 0.3)', 0.3],
    ['expect(Math.abs(a - 1.5)).toBeLessThan(0.4)', 0.4],
    ['expect(a).toBe(1.5)', null],
  ])('%s tolerates %s', (statement, tolerance) => {
    expect(asserted(statement)).toMatchObject({ strength: 'equality', tolerance })
  })

  test('literals are those that are expected', () => {
    expect(asserted("expect(f('in')).toEqual({ a: 'b', c: [1, null, /d/] })")?.literals).toEqual([
      '"b"',
      '1',
      'null',
      '/d/',
    ])
  })

  test.each([
    'return; expect(a).toBe(1)',
    'if (false) expect(a).toBe(1)',
    'expect.assertions(1)',
    'sinon.useFakeTimers(0)',
    'chai.use(plugin)',
    'false && expect(a).toBe(1)',
  ])('%s asserts nothing', (statement) => {
    expect(asserted(statement)).toBeUndefined()
  })

  test('what a handler swallows is a tautology, and what it asserts is not', () => {
    expect(asserted('try { expect(a).toBe(1) } catch {}')?.strength).toBe('tautology')
    expect(asserted('try { expect(a).toBe(1) } catch (error) { throw error }')?.strength).toBe('equality')
    expect(asserted('try { a() } catch (error) { expect(error).toBe(1) }')?.strength).toBe('equality')
  })

  test('a helper of the file asserts for the test that calls it', () => {
    const { cases } = read(`
      const check = (a) => { expect(a.b).toBe(1); deeper(a) }
      function deeper(a) { assert.ok(a.c) }
      test('a', () => { check(f()); check(g()) })
      test('b', deeper)
      test('c', imported)
    `)
    expect(
      cases.map(({ assertions }) => assertions.map(({ helper, strength }) => `${helper ?? ''} ${strength}`)),
    ).toEqual([
      ['check equality', 'check truthiness', 'check equality', 'check truthiness'],
      [' truthiness'],
      ['imported equality'],
    ])
  })

  test('a condition stays with what is asserted under it', () => {
    const { assertions } = only("test('a', () => { if (isOld) expect(a).toBe(1); else assert.ok(b) })")
    expect(assertions.map(({ when }) => when)).toEqual(['isOld', '!(isOld)'])
    expect(asserted('sinon.assert.calledOnce(spy)')?.when).toBe(null)
  })

  test('named imports of assertion libraries are known by their own names', () => {
    const { assertions } = only(
      "import { strictEqual as same } from 'node:assert'\ntest('a', () => { same(a, 1) })",
    )
    expect(assertions).toMatchObject([{ strength: 'equality', subject: 'a', literals: ['1'] }])
  })
})
