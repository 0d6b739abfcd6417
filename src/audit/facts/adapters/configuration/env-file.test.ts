import { expect, it } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { envFileAdapter } from './env-file.ts'

it.each([
  ['.env', 'run'],
  ['web/.env.production', 'run'],
  ['.env.example', 'example'],
  ['.env.local.sample', 'example'],
  ['env.example', 'example'],
])('takes %s for a file of variables: %s', (path, when) => {
  expect(factsOf(envFileAdapter, 'environmentWrite', { path, text: 'A=1' })).toMatchObject([
    { name: 'A', when },
  ])
})

it.each(['env.ts', '.env.d.ts', 'src/env.mjs', '.envrc', 'environment.md'])('leaves %s alone', (path) => {
  expect(envFileAdapter.reads(path)).toBe(false)
})

it('keeps both places of a key that is written twice, and no remark', () => {
  const text = '# A=0\nA=1 # one\nexport B="x # y"\nC=\nA=\'$2\'\nD="${B}-${E:-1}"\n'
  const facts = factsOf(envFileAdapter, 'environmentWrite', { path: '.env', text })
  expect(facts.map(({ name, value, line }) => [name, value, line])).toEqual([
    ['A', '1', 2],
    ['B', 'x # y', 3],
    ['C', null, 4],
    ['A', '$2', 5],
    ['D', '${B}-${E:-1}', 6],
  ])
  const reads = factsOf(envFileAdapter, 'environmentRead', { path: '.env', text })
  expect(reads.map(({ name, hasDefault }) => [name, hasDefault])).toEqual([
    ['B', false],
    ['E', true],
  ])
})

it('marks a line that is none', () => {
  expect(extractFacts([envFileAdapter], '.env', 'A=1\nwhat is this\nB="x\ny"\n').unresolved).toMatchObject([
    { relation: 'environmentWrite', place: { line: 2 } },
  ])
})
