import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Landing } from '../domain/landing.ts'
import { PRIORITIES } from '../domain/task.ts'
import type { WorkProof } from '../verification/work/prove-work.ts'
import { decideLanding, orderQueue, type QueueEntry } from './queue.ts'
import { recordedTip } from './target.ts'

function entry(id: string, parts: Partial<Landing> & { priority?: QueueEntry['priority'] }): QueueEntry {
  const { priority = 'P1', ...rest } = parts
  const landing: Landing = {
    id,
    nightId: 'night',
    runId: 'run',
    state: 'waiting',
    candidate: 'c',
    from: null,
    to: null,
    tree: null,
    gate: null,
    detail: null,
    queuedAt: 0,
    landedAt: null,
    ...rest,
  }
  return { landing, priority }
}

const ids = (entries: readonly QueueEntry[]) => entries.map(({ landing }) => landing.id)

describe('orderQueue', () => {
  test("priority comes before age, and the user's branch before all", () => {
    const queue = [
      entry('old', { priority: 'P2', queuedAt: 1 }),
      entry('urgent', { priority: 'P0', queuedAt: 9 }),
      entry('older', { priority: 'P2', queuedAt: 0 }),
      entry('branch', { priority: null, runId: null, queuedAt: 10 }),
    ]
    expect(ids(orderQueue(queue))).toEqual(['branch', 'urgent', 'older', 'old'])
  })

  test('only what waits is in it', () => {
    expect(orderQueue([entry('a', { state: 'intended' }), entry('b', { state: 'landed' })])).toEqual([])
  })

  test('the order does not depend on how the rows came', () => {
    const row = fc.record({ queuedAt: fc.nat(3), priority: fc.constantFrom(null, ...PRIORITIES) })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (rows, dice) => {
        const queue = rows.map((parts, index) => entry(`id${index}`, parts))
        const shuffled = queue
          .map((one) => ({ one, at: dice.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
        expect(orderQueue(shuffled.map(({ one }) => one))).toEqual(orderQueue(queue))
      }),
    )
  })
})

describe('decideLanding', () => {
  const clean = { kind: 'clean', tree: 'tree' } as const
  const evidence = (tree: string, green: boolean) =>
    // Only these two fields decide.
    ({ tree, green }) as unknown as Extract<WorkProof, { kind: 'green' }>['evidence'][number]
  const green = (...trees: string[]): WorkProof => ({
    kind: 'green',
    evidence: trees.map((tree) => evidence(tree, true)),
    flaky: [],
    judgements: [],
  })

  test('a conflict is told with its paths, whatever was proved', () => {
    expect(decideLanding({ merge: { kind: 'conflict', paths: ['a'] }, proof: green('tree') })).toEqual({
      kind: 'conflict',
      paths: ['a'],
    })
  })

  test('what was not asked is verified first', () => {
    expect(decideLanding({ merge: clean, proof: null }).kind).toBe('verify-first')
  })

  test('proof of exactly the merged tree lands', () => {
    expect(decideLanding({ merge: clean, proof: green('tree', 'tree') }).kind).toBe('land-now')
  })

  test.each<[string, WorkProof]>([
    ['another tree', green('other')],
    ['a tree besides the merged one', green('tree', 'other')],
    ['nothing at all', green()],
    ['a red check in it', { kind: 'green', evidence: [evidence('tree', false)], flaky: [], judgements: [] }],
  ])('proof of %s does not land', (_what, proof) => {
    expect(decideLanding({ merge: clean, proof }).kind).toBe('verify-first')
  })

  test('work that is green by what it did to the tests is refused, in words', () => {
    const judgement = { judge: 'transplant' as const, objections: [], detail: 'green on the old code' }
    expect(decideLanding({ merge: clean, proof: { kind: 'refused', judgement } })).toEqual({
      kind: 'refuse',
      detail: 'green on the old code',
    })
  })

  test('red work is ejected and a red base blames nobody', () => {
    expect(decideLanding({ merge: clean, proof: { kind: 'red', red: [] } }).kind).toBe('eject')
    expect(decideLanding({ merge: clean, proof: { kind: 'base-red', red: [] } }).kind).toBe('base-red')
  })
})

describe('recordedTip', () => {
  test('without landings it is where the night began', () => {
    expect(recordedTip({ base: 'base' }, [])).toBe('base')
  })

  test('it is the end of the chain, in whatever order its links come', () => {
    const chain = [1, 2, 3, 4, 5].map((number) => ({ from: `c${number - 1}`, to: `c${number}` }))
    fc.assert(
      fc.property(
        fc.shuffledSubarray(chain, { minLength: 5 }),
        (links) => recordedTip({ base: 'c0' }, links) === 'c5',
      ),
    )
  })
})
