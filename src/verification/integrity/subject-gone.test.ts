import { describe, expect, test } from 'vitest'
import type { FileChange } from '../file-change.ts'
import { compareTests } from './compare.ts'
import type { Mode } from './rules.ts'

const KEPT = 'def load(text):\n    return parse(text)\n'
const WARNS = `def load(text, strict):
    if strict is not None:
        warnings.warn(DeprecationWarning("strict does nothing"), stacklevel=2)
        counted = increased(counted)
    return parse(text)
`
const TESTS = `from shop.cart import load

def test_old_way_is_told():
    with pytest.deprecated_call():
        load("", **OLD)

def test_load():
    assert load("1") == 1
`
const FEWER: FileChange = {
  path: 'tests/test_cart.py',
  before: TESTS,
  after: TESTS.replace(/def test_old[^]*?\n\n/, ''),
}

function weakenings(mode: Mode, ...changes: readonly FileChange[]): readonly string[] {
  const { judgement } = compareTests([FEWER, ...changes], { mode, exempt: [] })
  return judgement.objections.map(({ rule }) => rule)
}

describe('a range that takes code away and brings hardly any', () => {
  const removal: FileChange = { path: 'shop/cart.py', before: WARNS, after: KEPT }

  test('explains in a history that tests go with it, and not to a run', () => {
    expect(weakenings('history', removal)).toEqual([])
    expect(weakenings('run', removal)).toEqual(['test-deleted'])
  })

  test('is one however much is written about it', () => {
    const story = 'The argument called strict did nothing for years and nobody will miss what it said. '
    const changelog = { path: 'CHANGELOG.md', before: '', after: story.repeat(20) }
    expect(weakenings('history', removal, changelog)).toEqual([])
  })

  test('is one however much is remarked in it', () => {
    const documented = `"""${'Reads what a cart was written as and tells nobody. '.repeat(9)}"""\n# of old\n${KEPT}`
    expect(weakenings('history', { ...removal, after: documented })).toEqual([])
  })

  test('is one whatever its texts look like', () => {
    const any = 'ANY = "*/*"\n'
    expect(weakenings('history', { ...removal, before: any + WARNS, after: any + KEPT })).toEqual([])
  })

  test('is none where as much comes in', () => {
    const rewritten = KEPT.replace('parse(text)', 'first(second(third(fourth(fifth(text, sixth, seventh)))))')
    expect(weakenings('history', { ...removal, after: rewritten })).toEqual(['test-deleted'])
  })

  test('is none where only a line goes', () => {
    const line = { path: 'shop/cart.py', before: `${KEPT}loaded = load\n`, after: KEPT }
    expect(weakenings('history', line)).toEqual(['test-deleted'])
  })
})

test('what cannot be read is not gone', () => {
  const unread = { before: null, after: 'holds a NUL byte' }
  const source = { path: 'shop/cart.py', before: `${WARNS}OLD = {}\n`, after: null }
  expect(weakenings('history', source)).toEqual([])
  expect(weakenings('history', { ...source, unread })).toEqual(['test-deleted'])
  const { judgement } = compareTests([{ ...FEWER, after: null, unread }], { mode: 'run', exempt: [] })
  expect(judgement.objections.map(({ rule }) => rule)).toEqual(['unparsable'])
})

test('an assertion about a warning goes with the warning', () => {
  const told =
    'def test_load():\n    with pytest.deprecated_call():\n        x = load("")\n    assert x == 1\n'
  const path = 'tests/test_cart.py'
  const silent = 'def test_load():\n    x = load("")\n    assert x == 1\n'
  const source = (warning: string): FileChange => ({
    path: 'shop/cart.py',
    before: `def load(text):\n    warnings.warn(${warning}("old"))\n    return parse(text)\n`,
    after: 'def load(text):\n    return first(second(third(text, fourth, fifth)))\n',
  })
  const judge = (warning: string) =>
    compareTests([{ path, before: told, after: silent }, source(warning)], {
      mode: 'history',
      exempt: [],
    }).judgement.objections.map(({ rule }) => rule)
  expect(judge('DeprecationWarning')).toEqual([])
  expect(judge('UserWarning')).toEqual(['assertion-removed'])
})
