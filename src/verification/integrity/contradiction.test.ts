import { describe, expect, test } from 'vitest'
import type { FileChange } from '../file-change.ts'
import { compareTests } from './compare.ts'
import type { Mode } from './rules.ts'

type Bodies = readonly [what: string, before: string, after: string]

function rules({ before, after, mode }: { before: string; after: string; mode: Mode }) {
  const wrapped = (body: string) => `test('answers', async () => {\n${body}\n})\n`
  const change: FileChange = { path: 'test/a.test.ts', before: wrapped(before), after: wrapped(after) }
  const { judgement, notes } = compareTests([change], { mode, exempt: [] })
  return { weakenings: judgement.objections.map(({ rule }) => rule), notes: notes.map(({ rule }) => rule) }
}

describe('what asks the same in another form is no change at all', () => {
  test.each<Bodies>([
    ['a number', 'expect(answer.status).toBe(200)', 'expect(answer).toMatchObject({ status: 200 })'],
    ['a text', "expect(a.b.name).toBe('x')", "expect(a.b).toMatchObject({ id: 3, name: 'x' })"],
  ])('%s of an object', (_, before, after) => {
    for (const mode of ['history', 'run'] as const)
      expect(rules({ before, after, mode })).toEqual({ weakenings: [], notes: [] })
  })

  test.each<Bodies>([
    ['another value', 'expect(answer.status).toBe(200)', 'expect(answer).toMatchObject({ status: 204 })'],
    ['another part', 'expect(answer.status).toBe(200)', 'expect(answer).toMatchObject({ code: 200 })'],
    ['any number', 'expect(a.status).toBe(200)', 'expect(a).toMatchObject({ status: expect.any(Number) })'],
    ['no value', 'expect(answer.status).toBe(200)', 'expect(answer).toMatchObject({})'],
  ])('but not %s', (_, before, after) => {
    expect(rules({ before, after, mode: 'history' }).weakenings).toHaveLength(1)
  })
})

describe('what the old value would have failed is another value', () => {
  const OTHER: readonly Bodies[] = [
    ['nothing became something', 'expect(find()).toBeUndefined()', 'expect(find()).toMatchObject({ a: 1 })'],
    ['null is defined now', 'expect(find()).toBeNull()', 'expect(find()).toBeDefined()'],
    ['a text became an object', "expect(load()).toBe('{}')", 'expect(load()).toMatchObject({})'],
    ['a text is part of another', "expect(say()).toBe('no one')", "expect(say()).toContain('everybody')"],
    ['a pattern it does not fit', "expect(url()).toBe('/home')", 'expect(url()).toMatch(/^http.+\\/home$/)'],
  ]

  test.each(OTHER)('%s', (_, before, after) => {
    expect(rules({ before, after, mode: 'history' })).toEqual({ weakenings: [], notes: ['value-changed'] })
    expect(rules({ before, after, mode: 'run' }).weakenings).toEqual(['assertion-weakened'])
  })

  test.each<Bodies>([
    ['nothing is falsy', 'expect(find()).toBeUndefined()', 'expect(find()).toBeFalsy()'],
    ['nothing is not something', 'expect(find()).toBeNull()', "expect(find()).not.toContain('a')"],
    ['a part of the text', "expect(say()).toBe('no one')", "expect(say()).toContain('one')"],
    ['a pattern it fits', "expect(url()).toBe('/home')", 'expect(url()).toMatch(/^\\/home/)'],
    ['a pattern with a choice', "expect(url()).toBe('/home')", 'expect(url()).toMatch(/home|work/)'],
    ['an object asked for less', 'expect(load()).toEqual({ a: 1 })', 'expect(load()).toMatchObject({})'],
  ])('but not where it would have passed: %s', (_, before, after) => {
    expect(rules({ before, after, mode: 'history' }).weakenings).toEqual(['assertion-weakened'])
  })
})

describe('a whole that is asked for by its members', () => {
  const object = "expect(load()).toEqual({ id: 7, name: 'x' })"
  const snapshot = 'expect(load()).toMatchInlineSnapshot(`{ "id": 7, "name": "x" }`)'

  test.each([object, snapshot])('keeps its values in a history: %s', (before) => {
    const after = "expect(load()).toMatchObject({ id: 7, name: 'x' })"
    expect(rules({ before, after, mode: 'history' }).weakenings).toEqual([])
    expect(rules({ before, after, mode: 'run' }).weakenings).toEqual(['assertion-weakened'])
  })

  test.each(["{ name: 'x' }", "{ id: expect.any(Number), name: 'x' }", '{}'])('loses some: %s', (members) => {
    const after = `expect(load()).toMatchObject(${members})`
    expect(rules({ before: object, after, mode: 'history' }).weakenings).toEqual(['assertion-weakened'])
    expect(rules({ before: snapshot, after, mode: 'history' }).weakenings).toEqual(['assertion-weakened'])
  })
})

describe('two answers of yes or no', () => {
  test('that are equal say as much as that one is yes', () => {
    const before = 'assert.equal(isNaN(f()), isNaN(g()))'
    expect(rules({ before, after: 'assert(isNaN(f()))', mode: 'history' }).weakenings).toEqual([])
    expect(rules({ before, after: 'assert(true)', mode: 'run' }).weakenings).toHaveLength(1)
  })
})

describe('a text that keeps its words', () => {
  const [before, after] = [
    "expect(say()).toContain('no such file.')",
    "expect(say()).toContain('no such file')",
  ]

  test('is the same text in a history, and another value for a run', () => {
    expect(rules({ before, after, mode: 'history' })).toEqual({ weakenings: [], notes: ['value-changed'] })
    expect(rules({ before, after, mode: 'run' }).weakenings).toEqual(['value-loosened'])
  })

  test('is not one that lost a word', () => {
    const shorter = "expect(say()).toContain('no such')"
    expect(rules({ before, after: shorter, mode: 'history' }).weakenings).toEqual(['value-loosened'])
  })
})

describe('assertions of a branch', () => {
  const branches = (one: string, other: string) => `if (isOld) { ${one} } else { ${other} }`
  const STRONG = "expect(f()).toBe('new')"

  test('go with the condition where the other branch holds always now', () => {
    const change = { before: branches("expect(g()).toBe('old')", STRONG), after: STRONG }
    expect(rules({ ...change, mode: 'history' })).toEqual({ weakenings: [], notes: ['assertion-replaced'] })
    expect(rules({ ...change, mode: 'run' }).weakenings).toEqual(['assertion-replaced'])
  })

  test('are no loss where they hold always now', () => {
    const change = { before: branches(STRONG, STRONG), after: STRONG }
    expect(rules({ ...change, mode: 'run' }).weakenings).toEqual([])
  })

  test.each<Bodies>([
    [
      'asserts less',
      branches("expect(g()).toBe('old')", 'expect(f()).toBeTruthy()'),
      'expect(f()).toBeTruthy()',
    ],
    ['is gone too', branches("expect(g()).toBe('old')", STRONG), branches('', STRONG)],
  ])('are missed where the other branch %s', (_, before, after) => {
    expect(rules({ before, after, mode: 'history' }).weakenings).toEqual(['assertion-removed'])
  })
})

describe('a whole that is compared in parts', () => {
  test('with its number says as much in a history', () => {
    const before = 'expect(load()).toStrictEqual({})'
    const after = 'expect(load()).toMatchObject({})\nexpect(Object.keys(load()).length).toBe(0)'
    expect(rules({ before, after, mode: 'history' }).weakenings).toEqual([])
    expect(rules({ before, after, mode: 'run' }).weakenings).toEqual(['assertion-weakened'])
  })

  test('says less with anything else', () => {
    const before = 'expect(load()).toStrictEqual({})'
    const after = 'expect(load()).toMatchObject({})\nexpect(Object.keys(load())).toBeTruthy()'
    expect(rules({ before, after, mode: 'history' }).weakenings).toEqual(['assertion-weakened'])
  })
})
