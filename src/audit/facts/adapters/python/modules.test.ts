import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { pythonModulesAdapter } from './modules.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

test('imports keep their dots, their names and whether they run', () => {
  const text = `
from ..shop import orders as o, carts
from . import live
import a.b as q, z
from x import *
if TYPE_CHECKING:
    from y import Y
`
  const found = factsOf(pythonModulesAdapter, 'import', file(text))
  expect(found.map(({ specifier, names, kind }) => [specifier, names, kind])).toEqual([
    ['..shop', ['orders', 'carts'], 'static'],
    ['.', ['live'], 'static'],
    ['a.b', [], 'static'],
    ['z', [], 'static'],
    ['x', ['*'], 'static'],
    ['y', ['Y'], 'type'],
  ])
})

test('modules that are loaded by name are dynamic imports, one for each round of a loop', () => {
  const text = `
for feed in ["ical", "csv"]:
    importlib.import_module(f"app.feeds.{feed}")
`
  const found = factsOf(pythonModulesAdapter, 'import', file(text))
  expect(found.map(({ specifier, confidence }) => [specifier, confidence])).toEqual([
    ['app.feeds.ical', 0.9],
    ['app.feeds.csv', 0.9],
  ])
})

test('a name that is known at run time only is unresolved', () => {
  expect(unresolvedOf(pythonModulesAdapter, 'import', file('import_module(f"app.{kind}")'))).toHaveLength(1)
})

test('what __all__ lists is offered, and nothing else', () => {
  const text = '__all__ = ["a", "b"]\ndef a(): ...\ndef hidden(): ...\n'
  const found = factsOf(pythonModulesAdapter, 'export', file(text))
  expect(found.map(({ name, kind }) => [name, kind])).toEqual([
    ['a', 'function'],
    ['b', 'again'],
  ])
})

test('without __all__, all names at the top are offered but those with an underscore', () => {
  const text = 'LIMIT = 3\nclass A:\n    x = 1\n    def method(self): ...\ndef _own(): ...\n'
  expect(factsOf(pythonModulesAdapter, 'export', file(text)).map(({ name }) => name)).toEqual(['A', 'LIMIT'])
})

test('tests are known by their paths', () => {
  const isTest = (path: string) => factsOf(pythonModulesAdapter, 'module', { path, text: 'x = 1' })[0]?.isTest
  expect(['tests/a.py', 'app/test_a.py', 'app/contest.py', 'app/latest.py'].map(isTest)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
