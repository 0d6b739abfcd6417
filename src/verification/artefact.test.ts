import { describe, expect, test } from 'vitest'
import { judgeArtefact, schemaProblem } from './artefact.ts'

const FINDINGS = { kind: 'findings' } as const
const judge = (value: unknown) => judgeArtefact(FINDINGS, JSON.stringify(value))
const finding = { title: 'Slow', detail: 'It reads twice.', where: ['src/a.ts'] }

describe('findings', () => {
  test('are a list of titles, details and places, counted', () => {
    const findings = [finding, { ...finding, priority: 'P1' }]
    expect(judge(findings)).toEqual({ kind: 'valid', value: findings, findings: 2 })
  })

  test('may be none', () => {
    expect(judge([])).toMatchObject({ kind: 'valid', findings: 0 })
  })

  test.each([
    ['an object', { findings: [finding] }, 'the whole: must be array'],
    ['without a place', [{ title: 'a', detail: 'b' }], "/0: must have required property 'where'"],
    ['with a place that is no text', [{ ...finding, where: [1] }], '/0/where/0: must be string'],
    ['with something else', [{ ...finding, line: 4 }], '/0: must NOT have additional properties ("line")'],
    ['of a priority that is none', [{ ...finding, priority: 'high' }], '/0/priority: must be equal to'],
    ['without a title', [{ ...finding, title: '' }], '/0/title: must NOT have fewer than 1 characters'],
  ])('%s are told by place and reason', (_, value, problem) => {
    const verdict = judge(value)
    expect(verdict.kind === 'invalid' ? verdict.problems : []).toEqual([expect.stringContaining(problem)])
  })

  test('with many problems tell ten of them and how many more there are', () => {
    const verdict = judge(Array.from({ length: 15 }, () => 1))
    expect(verdict.kind === 'invalid' ? verdict.problems : []).toHaveLength(11)
    expect(verdict).toMatchObject({ problems: expect.arrayContaining(['and 5 more']) })
  })
})

test('what is no JSON is told', () => {
  expect(judgeArtefact(FINDINGS, '[{')).toMatchObject({
    kind: 'invalid',
    problems: [expect.stringContaining('no JSON')],
  })
})

test('what is nested without end is no artefact, whatever the schema says', () => {
  const text = '['.repeat(200_000) + ']'.repeat(200_000)
  expect(judgeArtefact({ kind: 'schema', schema: {} }, text)).toMatchObject({ kind: 'invalid' })
})

describe('a schema of its author', () => {
  const owners = { type: 'object', required: ['owner'], properties: { owner: { type: 'string' } } }

  test.each([
    undefined,
    'http://json-schema.org/draft-07/schema#',
    'https://json-schema.org/draft/2019-09/schema',
    'https://json-schema.org/draft/2020-12/schema',
  ])('of dialect %s judges', (dialect) => {
    const schema = dialect === undefined ? owners : { $schema: dialect, ...owners }
    const artefact = { kind: 'schema', schema } as const
    expect(schemaProblem(schema)).toBeNull()
    expect(judgeArtefact(artefact, '{"owner":"ann"}')).toMatchObject({ kind: 'valid', findings: null })
    expect(judgeArtefact(artefact, '{"owner":1}')).toEqual({
      kind: 'invalid',
      problems: ['/owner: must be string'],
    })
  })

  test('may hold words and formats that are not known', () => {
    expect(schemaProblem({ type: 'string', format: 'colour', 'x-note': 1 })).toBeNull()
  })

  test.each([
    ['breaks the rules of schemas', { type: 'nothing' }],
    ['leads elsewhere', { $ref: 'https://example.org/schema.json' }],
    ['is of an unknown dialect', { $schema: 'http://json-schema.org/draft-04/schema#' }],
    ['would answer later', { $async: true, type: 'string' }],
  ])('that %s is refused in a sentence', (_, schema) => {
    expect(schemaProblem(schema)).toMatch(/\w/)
  })
})
