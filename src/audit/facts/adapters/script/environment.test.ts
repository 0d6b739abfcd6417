import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { addressAdapter } from './address.ts'
import { baseAddressAdapter } from './base-address.ts'
import { environmentAdapter } from './environment.ts'

test('variables are read in every way that scripts have, and some have a default', () => {
  const text = `
const a = process.env.A
const b = process.env['B'] || 'b'
const c = import.meta.env.VITE_C ?? 1
const { D, E = 'e' } = process.env
const d = process.env.D!
process.env.WRITTEN = 'x'
`
  const found = factsOf(environmentAdapter, 'environmentRead', { path: 'a.ts', text })
  expect(found.map(({ name, hasDefault }) => [name, hasDefault])).toEqual([
    ['A', false],
    ['B', true],
    ['VITE_C', true],
    ['D', false],
    ['D', false],
    ['E', true],
  ])
})

test('a variable that is looked up by another is unresolved', () => {
  const { unresolved, facts } = extractFacts(
    [environmentAdapter],
    'a.ts',
    'export const f = (k) => process.env[k]',
  )
  expect(facts).toEqual([])
  expect(unresolved).toHaveLength(1)
})

test.for([
  ['a.ts', "'use client'\nprocess.env.X", true],
  ['components/A.tsx', 'export const A = () => <p>{process.env.X}</p>', true],
  ['components/A.tsx', 'export async function A() { return <p>{process.env.X}</p> }', false],
  ['lib/a.ts', 'process.env.X', false],
] as const)('%s with %s goes to browsers: %s', ([path, text, isClient]) => {
  expect(factsOf(environmentAdapter, 'environmentRead', { path, text })).toMatchObject([{ isClient }])
})

test('addresses stand in strings, not in comments or namespaces', () => {
  const text = `
// 'http://localhost:1'
const a = 'http://localhost:8000/api'
const svg = 'http://www.w3.org/2000/svg'
`
  expect(factsOf(addressAdapter, 'address', { path: 'a.ts', text }).map(({ url }) => url)).toEqual([
    'http://localhost:8000/api',
  ])
})

test('the beginning of requests has a name, a variable and what stands in for it', () => {
  const text = `
export function apiBase() { return process.env.API_BASE ?? 'http://localhost:8000/api' }
const live = \`\${process.env.LIVE_ORIGIN}/live\`
const TOKEN = process.env.API_TOKEN
`
  const found = factsOf(baseAddressAdapter, 'baseAddress', { path: 'a.ts', text })
  expect(found.map(({ name, variable, value, suffix }) => [name, variable, value, suffix])).toEqual([
    ['live', 'LIVE_ORIGIN', null, '/live'],
    ['apiBase', 'API_BASE', 'http://localhost:8000/api', ''],
  ])
})
