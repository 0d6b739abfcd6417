import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cycleThrough } from './needs.ts'

type Graph = ReadonlyMap<string, readonly string[]>

const needsOf =
  (graph: Graph) =>
  (key: string): readonly string[] =>
    graph.get(key) ?? []

test('a need that leads back is named with the shortest way', () => {
  const graph: Graph = new Map([
    ['b', ['c', 'd']],
    ['c', ['e']],
    ['d', ['a']],
    ['e', ['d']],
  ])
  expect(cycleThrough('a', 'b', needsOf(graph))).toEqual(['a', 'b', 'd', 'a'])
})

test('a task that needs itself is the shortest cycle', () => {
  expect(cycleThrough('a', 'a', () => [])).toEqual(['a', 'a'])
})

test('many ways through a graph without a cycle are each looked at once', () => {
  const looked: string[] = []
  const graph: Graph = new Map(
    Array.from({ length: 40 }, (_, index) => [`${index}`, [`${index + 1}`, `${index + 2}`]]),
  )
  const counted = (key: string): readonly string[] => {
    looked.push(key)
    return needsOf(graph)(key)
  }
  expect(cycleThrough('start', '0', counted)).toBeNull()
  expect(looked).toHaveLength(new Set(looked).size)
})

test('a graph that only takes needs without a cycle can always be sorted', () => {
  const key = fc.nat({ max: 7 }).map(String)
  fc.assert(
    fc.property(fc.array(fc.tuple(key, key), { maxLength: 40 }), (edges) => {
      const graph = new Map<string, string[]>()
      for (const [task, need] of edges) {
        const cycle = cycleThrough(task, need, needsOf(graph))
        if (cycle === null) graph.set(task, [...(graph.get(task) ?? []), need])
        else expect(isCycle(cycle, task, need, graph)).toBe(true)
      }
      expect(isSortable(graph)).toBe(true)
    }),
  )
})

/** Its first step is the refused need; every other one is a need that exists. */
function isCycle(cycle: readonly string[], task: string, need: string, graph: Graph): boolean {
  const steps = cycle.slice(1).map((to, index) => ({ from: cycle[index] ?? '', to }))
  const [first, ...rest] = steps
  return (
    first?.from === task &&
    first.to === need &&
    cycle.at(-1) === task &&
    rest.every(({ from, to }) => needsOf(graph)(from).includes(to))
  )
}

/** Takes away, again and again, what needs nothing that is left. */
function isSortable(graph: Graph): boolean {
  let left = [...graph]
  for (;;) {
    const keys = new Set(left.map(([key]) => key))
    const waiting = left.filter(([, needs]) => needs.some((need) => keys.has(need)))
    if (waiting.length === 0) return true
    if (waiting.length === left.length) return false
    left = waiting
  }
}
