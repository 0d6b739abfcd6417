import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideEnvironmentTree } from './environment-tree.ts'

const setup = { locks: ['lock.txt', 'packages/*/lock.txt'] }

test.each([
  ['no set-up', { setup: null, scope: { write: ['**'] }, changed: ['lock.txt'] }, { kind: 'target' }],
  ['no lock file changed', { setup, scope: { write: ['**'] }, changed: ['setup.sh'] }, { kind: 'target' }],
  [
    'a lock file below what the scope names',
    { setup, scope: { write: ['packages'] }, changed: ['packages/a/lock.txt'] },
    { kind: 'refused', locks: ['packages/a/lock.txt'] },
  ],
  [
    'one of two lock files named',
    { setup, scope: { write: ['lock.txt', '**'] }, changed: ['lock.txt', 'packages/a/lock.txt'] },
    { kind: 'refused', locks: ['packages/a/lock.txt'] },
  ],
  [
    'a lock file named',
    { setup, scope: { write: ['lock.txt', '**'] }, changed: ['lock.txt', 'setup.sh'] },
    { kind: 'target-with-locks', locks: ['lock.txt'] },
  ],
  ["the user's own work", { setup, scope: null, changed: ['lock.txt', 'setup.sh'] }, { kind: 'work' }],
] as const)('the files of an environment: %s', (_, facts, decision) => {
  expect(decideEnvironmentTree(facts)).toEqual(decision)
})

test('nothing of a change but lock files that its scope names gets into an environment', () => {
  const path = fc.constantFrom('lock.txt', 'setup.sh', 'packages/a/lock.txt', 'packages/a/x', 'package.json')
  const glob = fc.oneof(path, fc.constantFrom('**', '*', 'packages', 'packages/**', 'lock.{txt}'))
  fc.assert(
    fc.property(fc.uniqueArray(path), fc.array(glob), (changed, write) => {
      const decision = decideEnvironmentTree({ setup, scope: { write }, changed })
      const taken = decision.kind === 'target-with-locks' ? decision.locks : []
      expect(taken.every((lock) => lock.endsWith('lock.txt'))).toBe(true)
      for (const lock of taken) expect([...write]).toContain(lock)
      expect(decision.kind).not.toBe('work')
    }),
  )
})
