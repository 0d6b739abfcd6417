import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namesLiterally, scopeMatcher, scopesOverlap, strictFolders } from './scope.ts'

const scope = (...write: string[]) => ({ write, strict: false })
const matches = (glob: string, path: string) => scopeMatcher(scope(glob))(path)

describe('scopeMatcher', () => {
  test.each([
    ['src', 'src/deep/file.ts'],
    ['src/', 'src/file.ts'],
    ['./src', 'src/file.ts'],
    ['src', 'src'],
    ['src/**', 'src/.hidden/file'],
    ['**', '.env'],
    ['.', 'any/file'],
    ['./', 'any/file'],
    ['src/*.ts', 'src/a.ts'],
    ['src/{a,b}/*.ts', 'src/b/x.ts'],
    ['src/**/x.ts', 'src/x.ts'],
    ['app/[id]/**', 'app/[id]/page.tsx'],
    ['app/(shop)/**', 'app/(shop)/page.tsx'],
    ['!src', '!src'],
    ['a?c', 'abc'],
    ['src/**', 'src/line\nbreak/x'],
    ['.reveille/tasks/**', '.reveille/tasks/a.yaml'],
    ['.reveille', '.reveille/config.yaml'],
  ])('%s holds %s', (glob, path) => {
    expect(matches(glob, path)).toBe(true)
  })

  test.each([
    ['src', 'src2/file.ts'],
    ['src/*.ts', 'src/deep/a.ts'],
    ['!src', 'other'],
    ['', 'file'],
    ['/', 'file'],
    ['/src', 'src/file'],
    ['../src', 'src/file'],
    ['app/[id]/**', 'app/i/page.tsx'],
    ['app/(a|b)/**', 'app/a/page.tsx'],
    ['@(a|b)', 'a'],
    ['**', '.reveille/config.yaml'],
    ['.*/**', '.reveille/config.yaml'],
    ['{.reveille,src}/**', '.reveille/config.yaml'],
    ['**', '.Reveille/config.yaml'],
  ])('%s does not hold %s', (glob, path) => {
    expect(matches(glob, path)).toBe(false)
  })

  test('an empty scope holds nothing', () => {
    fc.assert(fc.property(paths(), (path) => !scopeMatcher(scope())(path)))
  })

  test('a plain folder holds exactly what is beneath it', () => {
    fc.assert(
      fc.property(paths(), paths(), (folder, path) => {
        expect(matches(folder, path)).toBe(path === folder || path.startsWith(`${folder}/`))
      }),
    )
  })
})

describe('scopesOverlap', () => {
  test.each([
    ['src', 'docs'],
    ['src/a', 'src/ab'],
    ['src/*.ts', 'src/readme.md'],
    ['src/a/**', 'src/b/**'],
    ['pair/left*', 'pair/right*'],
    ['src/*.ts', 'src/*.md'],
  ])('%s and %s are apart', (one, other) => {
    expect(scopesOverlap(scope(one), scope(other))).toBe(false)
  })

  test.each([
    ['src', 'src/a/b.ts'],
    ['**/*.ts', 'src'],
    ['src/*', 'src/x'],
    ['{src,docs}/**', 'docs/a'],
    ['SRC/a', 'src/A'],
    ['*.md', 'readme.md'],
    ['src/a*', 'src/ab*'],
    ['src/*b', 'src/a*'],
  ])('%s and %s overlap', (one, other) => {
    expect(scopesOverlap(scope(one), scope(other))).toBe(true)
  })

  test('an empty scope overlaps with nothing', () => {
    expect(scopesOverlap(scope(), scope('**'))).toBe(false)
    expect(scopesOverlap(scope(''), scope('**'))).toBe(false)
  })

  test('it is symmetric', () => {
    fc.assert(
      fc.property(globs(), globs(), (one, other) => {
        expect(scopesOverlap(scope(one), scope(other))).toBe(scopesOverlap(scope(other), scope(one)))
      }),
    )
  })

  test('scopes that share a path overlap', () => {
    let shared = 0
    fc.assert(
      fc.property(
        globs(),
        globs(),
        fc.array(paths(), { minLength: 20, maxLength: 20 }),
        (one, other, some) => {
          if (!some.some((path) => matches(one, path) && matches(other, path))) return
          shared += 1
          expect(scopesOverlap(scope(one), scope(other))).toBe(true)
        },
      ),
      { numRuns: 800 },
    )
    expect(shared).toBeGreaterThan(20)
  })

  test('a scope that holds a path overlaps with the scope of that path', () => {
    fc.assert(
      fc.property(globs(), paths(), (glob, path) => {
        if (matches(glob, path)) expect(scopesOverlap(scope(glob), scope(path))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('strictFolders', () => {
  const files = ['package.json', 'src/a.ts', 'src/deep/b.ts', 'docs/index.md', 'src2/c.ts']

  test.each([
    [['src/**'], ['src']],
    [['src/a.ts'], ['src']],
    [
      ['src/deep/*.ts', 'docs'],
      ['docs', 'src/deep'],
    ],
    [
      ['src', 'src/deep', 'src2'],
      ['src', 'src2'],
    ],
    [['src/new/folder/**'], ['src']],
    [['package.json'], ['']],
    [['package.json', 'src'], ['']],
    [['{src,docs}/**'], ['']],
    [['../outside/**'], ['']],
    [[], []],
    [[''], []],
  ])('%j becomes %j', (write, folders) => {
    expect(strictFolders(scope(...write), files)).toEqual(folders)
  })

  test('every existing file of the scope is in one of the folders', () => {
    fc.assert(
      fc.property(globs(), fc.array(paths(), { maxLength: 30 }), (glob, tree) => {
        const folders = strictFolders(scope(glob), tree)
        for (const file of tree.filter((path) => matches(glob, path))) {
          expect(
            folders.some((folder) => folder === '' || file.startsWith(`${folder}/`) || file === folder),
          ).toBe(true)
        }
      }),
    )
  })
})

/** Few letters, so that random globs and paths meet. */
function paths(): fc.Arbitrary<string> {
  return fc
    .array(fc.stringMatching(/^\.?[ab]{1,2}$/), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'))
}

function globs(): fc.Arbitrary<string> {
  const segment = fc.constantFrom(
    'a',
    'b',
    'ab',
    '.a',
    '*',
    '**',
    'a*',
    '*b',
    '?',
    '?b',
    '{a,b}',
    '{a,b/a}',
    '.*',
    '**a',
  )
  return fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
}

test.each([
  ['package.json', true],
  ['./package.json', true],
  ['app/[id]/package.json', false],
  ['*.json', false],
  ['{package.json}', false],
  ['.', false],
  ['package', false],
  ['', false],
])('%j names package.json literally: %s', (glob, isNamed) => {
  expect(namesLiterally(scope(glob), 'package.json')).toBe(isNamed)
})

test('a folder or a glob above a file does not name it literally, brackets are no glob', () => {
  expect(namesLiterally(scope('app', 'app/**', 'app/*/x'), 'app/[id]/x')).toBe(false)
  expect(namesLiterally(scope('app/[id]/x'), 'app/[id]/x')).toBe(true)
})
