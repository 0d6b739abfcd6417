import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scopesOverlap } from '../spec/scope.ts'
import { chooseNext, type Candidate } from './choose.ts'

describe('choosing what starts', () => {
  test('takes tasks in the order given until the slots are used', () => {
    const choice = chooseNext({
      todo: [task('a'), task('b'), task('c')],
      busy: [],
      unmetNeeds: new Map(),
      slots: 2,
    })
    expect(keys(choice.start)).toEqual(['a', 'b'])
    expect(choice.held.get('c')).toEqual({ kind: 'no-slot' })
  })

  test('a task waits for what it needs, and says for what', () => {
    const todo = [task('late')]
    const choice = chooseNext({ todo, busy: [], unmetNeeds: new Map([['late', ['other']]]), slots: 1 })
    expect(choice.held.get('late')).toEqual({ kind: 'waits-for', needs: ['other'] })
  })

  test('a task without an agent is held, but checks and operations need none', () => {
    const kinds = ['change', 'verify', 'explore', 'operate'] as const
    const todo = kinds.map((kind) => task(kind, { agent: null, kind }))
    const choice = chooseNext({ todo, busy: [], unmetNeeds: new Map(), slots: 4 })
    expect(keys(choice.start)).toEqual(['verify', 'operate'])
    expect(choice.held.get('change')).toEqual({ kind: 'no-agent' })
    expect(choice.held.get('explore')).toEqual({ kind: 'no-agent' })
  })

  test('a task that changes nothing takes no scope and waits for none', () => {
    const busy = [task('busy', { write: ['src/**'] })]
    const todo = [task('look', { write: ['src/**'], kind: 'explore' }), task('mend', { write: ['src/a/**'] })]
    const choice = chooseNext({ todo, busy, unmetNeeds: new Map(), slots: 2 })
    expect(keys(choice.start)).toEqual(['look'])
    expect(chooseNext({ todo, busy: todo.slice(0, 1), unmetNeeds: new Map(), slots: 2 }).held).toEqual(
      new Map(),
    )
  })

  test('two changes whose scopes overlap never run together', () => {
    const busy = [task('first', { write: ['src/**'] })]
    const choice = chooseNext({
      todo: [task('second', { write: ['src/a.ts'] })],
      busy,
      unmetNeeds: new Map(),
      slots: 1,
    })
    expect(choice.held.get('second')).toEqual({ kind: 'scope-taken', by: 'first' })
  })

  test('what comes later does not overtake a task that waits for its scope', () => {
    const busy = [task('busy', { write: ['src/a/**'] })]
    const todo = [task('wide', { write: ['src/**'] }), task('narrow', { write: ['src/b/**'] })]
    const choice = chooseNext({ todo, busy, unmetNeeds: new Map(), slots: 2 })
    expect(choice.start).toEqual([])
    expect(choice.held.get('narrow')).toEqual({ kind: 'scope-taken', by: 'wide' })
  })

  test('for any tasks: slots hold, scopes are disjoint, needs are done, and every task is started or held', () => {
    const folder = fc.constantFrom('a', 'b', 'a/x', 'c')
    const anyTask = fc.record({ folder, waits: fc.boolean() })
    fc.assert(
      fc.property(fc.array(anyTask, { maxLength: 12 }), fc.nat(4), fc.nat(3), (drafts, slots, busyCount) => {
        const all = drafts.map((draft, index) => task(`k${index}`, { write: [`${draft.folder}/**`] }))
        const [busy, todo] = [all.slice(0, busyCount), all.slice(busyCount)]
        const waiting = all.filter((_, index) => drafts[index]?.waits)
        const unmetNeeds = new Map(waiting.map((one) => [one.key, ['base']]))
        const { start, held } = chooseNext({ todo, busy, unmetNeeds, slots })
        expect(start.length).toBeLessThanOrEqual(slots)
        expect(start.length + held.size).toBe(todo.length)
        expect(start.some((one) => unmetNeeds.has(one.key))).toBe(false)
        for (const one of start) {
          for (const other of [...busy, ...start]) {
            if (one !== other) expect(scopesOverlap(one.scope, other.scope)).toBe(false)
          }
        }
      }),
    )
  })
})

interface Overrides {
  readonly write?: readonly string[]
  readonly kind?: Candidate['kind']
  readonly agent?: null
}

function task(key: string, overrides: Overrides = {}): Candidate {
  return {
    id: `id-${key}`,
    key,
    kind: overrides.kind ?? 'change',
    scope: { write: overrides.write ?? [`${key}/**`], strict: false },
    agent: overrides.agent === null ? null : { kind: 'program', command: { argv: ['true'] } },
  }
}

function keys(tasks: readonly Candidate[]): readonly string[] {
  return tasks.map((one) => one.key)
}
