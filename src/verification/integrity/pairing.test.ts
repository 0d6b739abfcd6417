import { describe, expect, test } from 'vitest'
import { judgeSurveys } from './compare.ts'
import { parseTests } from './parse-tests.ts'
import { pairTests } from './pairing.ts'
import { surveyChange } from './survey.ts'
import { located } from './test-findings.ts'

const BODY = 'expect(await send(["a", "b"])).toBe("ab")'
const suite = (name: string, body = BODY) =>
  `describe('${name}', () => { test('joins', async () => { ${body} }) })`
const testsOf = (path: string, text: string) => located(path, parseTests(path, text))

describe('a deleted test', () => {
  const deleted = surveyChange({ path: 'test/old.test.ts', before: suite('sends'), after: null })
  const rules = (path: string, text: string) =>
    judgeSurveys([deleted], {
      mode: 'history',
      exempt: [],
      standing: testsOf(path, text),
    }).judgement.objections.map(({ rule }) => rule)

  test('leaves no gap where its copy stands in a file that did not change', () => {
    expect(rules('test/new.test.ts', suite('sends again'))).toEqual([])
  })

  test('leaves one where the other test only resembles it', () => {
    expect(rules('test/new.test.ts', suite('sends', BODY.replace('send', 'sand')))).toEqual(['test-deleted'])
    expect(rules('test/new.test.ts', suite('sends').replace('joins', 'glues'))).toEqual(['test-deleted'])
    expect(rules('test/new.test.ts', suite('sends').replace('test(', 'test.skip('))).toEqual(['test-deleted'])
  })
})

test('a test that comes into a suite keeps its name', () => {
  const before = testsOf('a.test.ts', `test('joins', async () => { ${BODY} })`)
  const after = testsOf('a.test.ts', suite('sends', 'expect(other.thing.entirely).toEqual(false)'))
  expect(pairTests(before, after)).toMatchObject({ gone: [], added: [] })
})

describe('of several tests', () => {
  const judge = (before: string, after: string) =>
    judgeSurveys(
      [
        surveyChange({ path: 'test/a.test.js', before, after: null }),
        surveyChange({ path: 'test/a.test.ts', before: null, after }),
      ],
      { mode: 'history', exempt: [] },
    )
  const joins = `test('joins', async () => { ${BODY} })`
  const splits = "test('splits', () => { expect(split('ab')).toEqual(['a', 'b']) })"

  test('one that was written twice may go once', () => {
    expect(judge(`${joins}\n${joins}`, joins).judgement.objections).toEqual([])
    const other = joins.replace('send', 'sand')
    expect(judge(`${joins}\n${other}`, joins).judgement.objections).toHaveLength(1)
  })

  test('one that goes while another is rewritten is a note, also where their file has another name', () => {
    const { judgement, notes } = judge(`${joins}\n${splits}`, joins.replace('"ab"', '"a-b"'))
    expect(judgement.objections).toEqual([])
    expect(notes.map(({ rule }) => rule)).toContain('test-deleted')
    expect(judge(`${joins}\n${splits}`, joins).judgement.objections).toHaveLength(1)
  })

  test('one that goes where a new one is about the same texts is a note', () => {
    const accepts = (name: string) =>
      `test('takes ${name}', () => { expect(read('${name}')).toBe('read ${name}') })\n`
    const refuses = `test('refuses some', () => {
      const closed = new Set([1, 2, 3].map((one) => one * 2).filter(Boolean))
      for (const other of closed) assert.throws(() => open(other, 'utf-8', { fallback: 'read utf-8' }), RangeError)
    })`
    const surveys = [
      surveyChange({
        path: 'test/a.test.ts',
        before: accepts('utf-8') + accepts('ucs-2') + accepts('hex'),
        after: accepts('hex'),
      }),
      surveyChange({ path: 'test/b.test.ts', before: null, after: refuses }),
    ]
    const { judgement, notes } = judgeSurveys(surveys, { mode: 'history', exempt: [] })
    expect(notes.map(({ subject }) => subject)).toEqual(['takes utf-8'])
    expect(judgement.objections.map(({ subject }) => subject)).toEqual(['takes ucs-2'])
  })
})
