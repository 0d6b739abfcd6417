import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { pythonEnvironmentAdapter } from './environment.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

const reads = (text: string) =>
  factsOf(pythonEnvironmentAdapter, 'environmentRead', file(text)).map(({ name, hasDefault }) => [
    name,
    hasDefault,
  ])

test('all ways of asking are found, with or without a default', () => {
  const text = `
import os
os.environ["A"]
os.environ.get("B", "x")
os.getenv("C")
os.getenv("D") or "x"
os.environ.get("E", None)
if "F" in os.environ: ...
`
  expect(reads(text).toSorted(([one], [other]) => String(one).localeCompare(String(other)))).toEqual([
    ['A', false],
    ['B', true],
    ['C', false],
    ['D', true],
    ['E', false],
    ['F', true],
  ])
})

test('giving a variable is not asking for it', () => {
  expect(reads('os.environ["A"] = "x"\ndel os.environ["B"]\n')).toEqual([])
})

test('the callers of a function that hands its parameter on are the reads', () => {
  const text = 'def need(name):\n    return os.environ[name]\nneed("A")\nneed("B")\n'
  expect(reads(text)).toEqual([
    ['A', false],
    ['B', false],
  ])
})

test('a name that is known at run time only is unresolved', () => {
  expect(
    unresolvedOf(pythonEnvironmentAdapter, 'environmentRead', file('os.getenv(f"KEY_{name}")')),
  ).toHaveLength(1)
  expect(
    unresolvedOf(pythonEnvironmentAdapter, 'environmentRead', file('def f(n):\n    return os.getenv(n)\n')),
  ).toHaveLength(1)
})
