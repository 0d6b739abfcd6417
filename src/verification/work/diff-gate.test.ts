import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeDiff, leadsOutside, type Diff } from './diff-gate.ts'

const change = (path: string, mode = '100644') => ({ path, status: 'modified' as const, mode })

function diff(parts: Partial<Diff>): Diff {
  return {
    kind: 'change',
    scope: { write: ['src/**'] },
    setup: null,
    changes: [],
    refused: [],
    links: new Map(),
    ...parts,
  }
}

describe('judgeDiff', () => {
  test('work inside the scope passes', () => {
    expect(judgeDiff(diff({ changes: [change('src/a.ts'), change('src/deep/.b')] }))).toEqual({ kind: 'ok' })
  })

  test('a single path outside the scope refuses the whole work and is named', () => {
    expect(judgeDiff(diff({ changes: [change('src/a.ts'), change('docs/b.md')] }))).toEqual({
      kind: 'refused',
      reason: 'out-of-scope',
      detail: 'It changes paths outside its scope: "docs/b.md".',
      paths: ['docs/b.md'],
    })
  })

  test('deleting outside the scope is a change like any other', () => {
    const deleted = { path: 'readme.md', status: 'deleted' as const, mode: '000000' }
    expect(judgeDiff(diff({ changes: [deleted] }))).toMatchObject({ reason: 'out-of-scope' })
  })

  test('many paths are counted, not listed', () => {
    const changes = Array.from({ length: 8 }, (_, index) => change(`docs/${index}`))
    expect(judgeDiff(diff({ changes }))).toMatchObject({ detail: expect.stringContaining('and 3 more') })
  })

  test('a change task that changed nothing is no-change', () => {
    expect(judgeDiff(diff({}))).toMatchObject({ reason: 'no-change' })
  })

  test.each(['verify', 'explore', 'operate'] as const)('a task of kind %s may change nothing', (kind) => {
    expect(judgeDiff(diff({ kind }))).toEqual({ kind: 'ok' })
    expect(judgeDiff(diff({ kind, changes: [change('src/a.ts')] }))).toMatchObject({ reason: 'out-of-scope' })
  })

  test('paths that cannot be work are refused, even beside good work', () => {
    expect(judgeDiff(diff({ changes: [change('src/a')], refused: ['src/fifo'] }))).toMatchObject({
      paths: ['src/fifo'],
    })
    expect(judgeDiff(diff({ changes: [change('src/module', '160000')] }))).toMatchObject({
      paths: ['src/module'],
    })
  })

  test("reveille's own files need a scope that names them", () => {
    const changes = [change('.reveille/config.yaml')]
    expect(judgeDiff(diff({ changes, scope: { write: ['**'] } }))).toMatchObject({ reason: 'out-of-scope' })
    expect(judgeDiff(diff({ changes, scope: { write: ['.reveille/**'] } }))).toEqual({ kind: 'ok' })
  })

  test('a lock file needs a scope that names it literally', () => {
    const changes = [change('src/lock.json'), change('src/a.ts')]
    const judge = (...write: string[]) =>
      judgeDiff(diff({ changes, scope: { write }, setup: { locks: ['**/lock.json'] } }))
    expect(judge('src/**')).toMatchObject({
      reason: 'out-of-scope',
      detail: expect.stringMatching(/name the lock file literally.*in the scope: "src\/lock\.json"/),
      paths: ['src/lock.json'],
    })
    expect(judge('src')).toMatchObject({ paths: ['src/lock.json'] })
    expect(judge('src/**', './src/lock.json')).toEqual({ kind: 'ok' })
  })

  test.each([
    ['../other/x', 'ok'],
    ['deep/x', 'ok'],
    ['../../etc/passwd', 'refused'],
    ['/etc/passwd', 'refused'],
    ['..', 'ok'],
    ['../..', 'refused'],
  ])('a new symlink src/link to %s is %s', (target, kind) => {
    const links = new Map([['src/link', target]])
    expect(judgeDiff(diff({ changes: [change('src/link', '120000')], links })).kind).toBe(kind)
  })

  test('a symlink whose target is not known is refused', () => {
    expect(judgeDiff(diff({ changes: [change('src/link', '120000')] }))).toMatchObject({
      paths: ['src/link'],
    })
  })

  test('what passes changes nothing outside the scope', () => {
    const path = fc.array(fc.constantFrom('src', 'docs', 'a', '.reveille', '.x'), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 4 }), (paths) => {
        const changes = paths.map((parts) => change(parts.join('/')))
        const inside = changes.every((one) => one.path === 'src' || one.path.startsWith('src/'))
        expect(judgeDiff(diff({ changes })).kind).toBe(inside ? 'ok' : 'refused')
      }),
    )
  })
})

describe('leadsOutside', () => {
  test.each([
    ['a/link', 'deep/../../../x'],
    ['a/link', 'b/..'],
    ['link', '.git/config'],
    ['a/b/link', '../../.GIT/hooks'],
    ['link', ''],
    ['link', '..'],
  ])('%s -> %s is outside', (path, target) => {
    expect(leadsOutside(path, target)).toBe(true)
  })

  test('no target of names alone leads outside', () => {
    const names = fc.array(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(names, names, (path, target) => !leadsOutside(path.join('/'), `./${target.join('//')}/`)),
    )
  })
})
