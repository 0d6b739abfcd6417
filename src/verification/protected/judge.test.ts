import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeProtected, type ProtectedFacts } from './judge.ts'
import { pathKind } from './kinds.ts'

const GATE = ['ci/check.sh', 'Makefile']
const protection: ProtectedFacts['protection'] = {
  kindOf: (path) => pathKind(path) ?? (GATE.includes(path) ? 'gate' : null),
  inSource: ['src/cart.ts', 'shop/price.py'],
}

type Status = ProtectedFacts['changes'][number]['status']

function judge(path: string, status: Status, more: Partial<ProtectedFacts> = {}) {
  const facts = { files: [], protection, scope: { write: ['**'] }, allow: [], ...more }
  return judgeProtected({ ...facts, changes: [{ path, status }] })
}

function judgePackage(before: unknown, after: unknown, more: Partial<ProtectedFacts> = {}) {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  const files = [{ path: 'package.json', before: text(before), after: text(after) }]
  return judge('package.json', 'modified', { ...more, files })
}

describe('tests', () => {
  test.each(['modified', 'deleted', 'type-changed'] as const)(
    'a test that is %s needs a permission',
    (status) => {
      const refused = judge('test/a.test.ts', status)
      expect(refused.reason).toBe('weakened-tests')
      expect(refused.judgement.objections).toMatchObject([
        { rule: 'existing-test', path: 'test/a.test.ts', subject: 'test/a.test.ts', line: null },
      ])
      expect(refused.judgement.detail).toContain('`allow: [tests]`')
      expect(judge('test/a.test.ts', status, { allow: ['configuration'] }).reason).toBe('weakened-tests')
      expect(judge('test/a.test.ts', status, { allow: ['tests'] })).toMatchObject({
        reason: null,
        judgement: { detail: expect.stringContaining('1 test file,') },
      })
    },
  )

  test.each(['test/b.test.ts', 'src/__snapshots__/b.snap', 'tests/fixtures/b.json'])(
    '%s may be added',
    (path) => {
      expect(judge(path, 'added')).toMatchObject({
        reason: null,
        judgement: { objections: [], detail: expect.stringContaining('1 test file,') },
      })
    },
  )
})

describe('configuration', () => {
  test.each([
    'conftest.py',
    'tests/conftest.py',
    'sitecustomize.py',
    'vitest.config.ts',
    '.npmrc',
    '.gitattributes',
  ])('%s may not even be added without a permission', (path) => {
    for (const status of ['added', 'modified', 'deleted'] as const) {
      expect(judge(path, status)).toMatchObject({
        reason: 'out-of-scope',
        judgement: { detail: expect.stringContaining('`allow: [configuration]`') },
      })
      expect(judge(path, status, { allow: ['tests'] }).reason).toBe('out-of-scope')
      expect(judge(path, status, { allow: ['configuration'] })).toMatchObject({
        reason: null,
        judgement: { detail: expect.stringContaining('1 other file ') },
      })
    }
  })

  test.each(['ci/check.sh', 'Makefile', 'package-lock.json', 'sub/requirements.txt'])(
    '%s must be named literally in the scope',
    (path) => {
      expect(judge(path, 'modified', { allow: ['tests', 'configuration'] })).toMatchObject({
        reason: 'out-of-scope',
        judgement: { detail: expect.stringContaining('`scope.write`') },
      })
      expect(judge(path, 'modified', { scope: { write: [`./${path}`] } })).toMatchObject({
        reason: null,
        judgement: { detail: expect.stringContaining('1 other file ') },
      })
    },
  )
})

describe('package.json', () => {
  const base = { name: 'a', version: '1.0.0', scripts: { test: 'vitest run' }, dependencies: { a: '1' } }

  test('what it tells people may change, in any order and layout', () => {
    const told = { description: 'x', version: '1.0.1', keywords: ['k'], private: true, files: ['dist'] }
    const { name, scripts, dependencies } = base
    expect(
      judgePackage(base, JSON.stringify({ dependencies, scripts, ...told, name }, null, 4)).reason,
    ).toBeNull()
  })

  test.each([
    ['scripts', { ...base, scripts: { test: 'true' } }],
    ['jest', { ...base, jest: { bail: true } }],
    ['type', { ...base, type: 'module' }],
    ['name', { ...base, name: 'b' }],
    ['dependencies', { ...base, dependencies: {} }],
    [
      '__proto__',
      '{"name":"a","version":"1.0.0","scripts":{"test":"vitest run"},"dependencies":{"a":"1"},"__proto__":1}',
    ],
  ])('%s decides, and is named', (key, after) => {
    const refused = judgePackage(base, after)
    expect(refused.reason).toBe('out-of-scope')
    expect(refused.judgement.objections).toMatchObject([{ path: 'package.json', subject: key }])
    expect(refused.judgement.detail).toContain(JSON.stringify(key))
    expect(judgePackage(base, after, { allow: ['configuration'] }).reason).toBeNull()
  })

  test.each(['', '{', '[]', '"x"'])('%j instead of it could be anything', (after) => {
    expect(judgePackage(base, after).reason).toBe('out-of-scope')
    expect(judgePackage(after, base).reason).toBe('out-of-scope')
  })

  test('one whose text is not known, that is deleted, or that is added with scripts is refused', () => {
    expect(judge('package.json', 'modified').reason).toBe('out-of-scope')
    const deleted = [{ path: 'package.json', before: '{}', after: null }]
    expect(judge('package.json', 'deleted', { files: deleted }).reason).toBe('out-of-scope')
    const added = (after: string) => [{ path: 'a/package.json', before: null, after }]
    expect(judge('a/package.json', 'added', { files: added('{"scripts":{}}') }).reason).toBe('out-of-scope')
    expect(judge('a/package.json', 'added', { files: added('{"private":true}') }).reason).toBeNull()
  })

  test('dependencies may change where the scope names both package.json and the lock file; scripts may not', () => {
    const after = { ...base, dependencies: { b: '2' }, devDependencies: { c: '3' } }
    const scope = { write: ['package.json', 'package-lock.json'] }
    expect(judgePackage(base, after, { scope })).toMatchObject({
      reason: null,
      judgement: { detail: expect.stringContaining('1 other file ') },
    })
    expect(judgePackage(base, after, { scope: { write: ['package.json', '*-lock.json'] } }).reason).toBe(
      'out-of-scope',
    )
    expect(judgePackage(base, after, { scope: { write: ['**', 'package-lock.json'] } }).reason).toBe(
      'out-of-scope',
    )
    expect(judgePackage(base, { ...after, scripts: {} }, { scope }).judgement.objections).toMatchObject([
      { subject: 'scripts' },
    ])
  })
})

test('weakened tests are the reason beside anything else, and a long list is counted', () => {
  const paths = ['.npmrc', 'a.test.ts', 'b.test.ts', 'c.test.ts', 'd.test.ts']
  const changes = paths.map((path) => ({ path, status: 'modified' as const }))
  const verdict = judgeProtected({ changes, files: [], protection, scope: { write: ['**'] }, allow: [] })
  expect(verdict.reason).toBe('weakened-tests')
  expect(verdict.judgement.objections).toHaveLength(5)
  expect(new Set(verdict.judgement.objections.map(({ fingerprint }) => fingerprint)).size).toBe(5)
  expect(verdict.judgement.detail).toMatch(/So it does with 2 more\.$/)
})

test('a fingerprint does not depend on how the change was made', () => {
  const [one] = judge('a.test.ts', 'modified').judgement.objections
  const [other] = judge('a.test.ts', 'deleted').judgement.objections
  expect(one?.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  expect(other?.fingerprint).toBe(one?.fingerprint)
})

const segment = fc.constantFrom('src', 'a', 'contest', 'deep', 'notes', 'x.y')
const file = fc.constantFrom(
  'index.ts',
  'main.py',
  'readme.md',
  'lib.rs',
  'x.go',
  'data.json',
  'testing.md',
  'spec.ts',
)
const sourcePath = fc
  .tuple(fc.array(segment, { maxLength: 3 }), file)
  .map(([folders, name]) => [...folders, name].join('/'))
const status = fc.constantFrom('added', 'modified', 'deleted', 'type-changed') satisfies fc.Arbitrary<Status>

test('work on ordinary sources and new tests is never refused [protected-honest]', () => {
  const newTest = sourcePath.map((path) => ({ path: `test/${path}`, status: 'added' as const }))
  const change = fc.oneof(fc.record({ path: sourcePath, status }), newTest)
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const verdict = judgeProtected({ changes, files: [], protection, scope: { write: ['**'] }, allow: [] })
      expect(verdict.reason).toBeNull()
      expect(verdict.judgement.objections).toEqual([])
    }),
  )
})

test('one touch of a test that was there is refused, whatever it is hidden among [protected-kept]', () => {
  const change = fc.record({ path: sourcePath, status })
  const touch = fc.record({
    path: sourcePath.map((path) => `tests/${path}`),
    status: fc.constantFrom('modified', 'deleted'),
  })
  fc.assert(
    fc.property(fc.array(change), touch, fc.array(change), (before, touched, after) => {
      const changes = [...before, touched, ...after]
      const verdict = judgeProtected({ changes, files: [], protection, scope: { write: ['**'] }, allow: [] })
      expect(verdict.reason).toBe('weakened-tests')
      expect(verdict.judgement.objections.map(({ path }) => path)).toEqual([touched.path])
    }),
  )
})

describe('tests inside source', () => {
  const cart =
    "export const sum = 1\nif (import.meta.vitest) {\n  test('a', () => {\n    expect(sum).toBe(1)\n  })\n}\n"
  const price = 'def total():\n    \"\"\"Sum.\n\n    >>> total()\n    3\n    \"\"\"\n    return 3\n'
  const rust =
    'pub fn one() -> i32 { 1 }\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn is_one() { assert_eq!(super::one(), 1); }\n}\n'
  const change = (path: string, before: string, after: string, more: Partial<ProtectedFacts> = {}) =>
    judge(path, 'modified', { files: [{ path, before, after }], ...more })

  test.each([
    ['src/cart.ts', cart, cart.replace('toBe(1)', 'toBe(2)')],
    ['shop/price.py', price, price.replace('    3\n', '    4\n')],
    ['src/one.rs', rust, rust.replace('(), 1)', '(), 2)')],
    ['src/one.rs', rust, 'pub fn one() -> i32 { 1 }\n'],
  ])('of %s may not change without a permission [protected-found]', (path, before, after) => {
    expect(change(path, before, after)).toMatchObject({
      reason: 'weakened-tests',
      judgement: { detail: expect.stringContaining('`allow: [tests]`') },
    })
    expect(change(path, before, after, { allow: ['tests'] }).reason).toBeNull()
  })

  test.each([
    ['src/cart.ts', cart, cart.replace('sum = 1', 'sum = 2')],
    ['src/cart.ts', cart, cart.replace('  test(', "  test('b', () => {})\n  test(")],
    ['shop/price.py', price, price.replace('return 3', 'return 1 + 2')],
    ['src/one.rs', rust, rust.replace('{ 1 }', '{ 2 - 1 }')],
    ['src/other.ts', cart, ''],
  ])('of %s do not keep its code from changing', (path, before, after) => {
    expect(change(path, before, after).reason).toBeNull()
  })
})
