import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { extractFacts } from '../../extract.ts'
import { moduleAdapter } from './module.ts'

const imports = (text: string, path = 'src/a.ts') =>
  factsOf(moduleAdapter, 'import', { path, text }).map(({ specifier, kind, names }) => [
    specifier,
    kind,
    names,
  ])

test('every way to ask for another module is an import', () => {
  const text = `
import a, { b as c } from './a'
import * as all from './all'
import './effect'
import type { T } from './types'
import { type U } from './other-types'
export { d } from './d'
export * from './everything'
const page = () => import('./page')
const old = require('./old')
vi.mock('./mocked')
`
  expect(imports(text)).toEqual([
    ['./a', 'static', ['default', 'b']],
    ['./all', 'static', ['*']],
    ['./effect', 'static', []],
    ['./types', 'type', ['T']],
    ['./other-types', 'type', ['U']],
    ['./d', 'static', ['d']],
    ['./everything', 'static', ['*']],
    ['./old', 'require', ['*']],
    ['./mocked', 'mock', []],
    ['./page', 'dynamic', ['*']],
  ])
})

test('an import that nobody can name is unresolved', () => {
  const { unresolved } = extractFacts([moduleAdapter], 'a.ts', 'export const load = (x: string) => import(x)')
  expect(unresolved.map(({ relation, text }) => [relation, text])).toEqual([['import', 'import(x)']])
})

test('a folder of modules is a pattern, and less certain', () => {
  const [one] = factsOf(moduleAdapter, 'import', {
    path: 'a.ts',
    text: 'export const load = (x: string) => import(`./pages/${x}.js`)',
  })
  expect(one).toMatchObject({ specifier: './pages/{}.js', confidence: 0.5 })
})

test('what is exported has a name and a kind', () => {
  const text = `
export function f() {}
export class C {}
export const value = 1, g = () => 2
export type T = string
export default class {}
export { value as other }
export * as space from './x'
`
  expect(
    factsOf(moduleAdapter, 'export', { path: 'a.ts', text }).map(({ name, kind }) => [name, kind]),
  ).toEqual([
    ['f', 'function'],
    ['C', 'class'],
    ['value', 'value'],
    ['g', 'function'],
    ['T', 'type'],
    ['default', 'class'],
    ['other', 'value'],
    ['space', 'again'],
  ])
})

test.for([
  ['src/a.test.ts', 'x()', true],
  ['test/helper.ts', 'x()', true],
  ['src/contest.ts', 'x()', false],
  ['src/a.ts', "import { test } from 'vitest'", true],
  ['src/latest.ts', "import { a } from './test'", false],
] as const)('%s is a test by its path or its imports: %s', ([path, text, isTest]) => {
  expect(factsOf(moduleAdapter, 'module', { path, text })).toMatchObject([{ isTest }])
})
