import { describe, expect, test } from 'vitest'
import { suppressionsOf } from './suppressions.ts'

const added = (path: string, after: string, line: readonly string[], before = 'old\n') =>
  suppressionsOf([{ path, before, after: `${before}${after}` }], [line])

describe('a remark that a tool of the gate obeys', () => {
  test.each([
    ['src/a.ts', '// @ts-ignore', ['tsc', '--noEmit']],
    ['src/a.tsx', '{/* @ts-expect-error */}', ['vue-tsc']],
    ['src/a.js', '/* eslint-disable */', ['eslint', '.']],
    ['src/a.js', 'go() // eslint-disable-line -- it is needed', ['oxlint']],
    ['src/a.js', '// oxlint-disable-next-line', ['oxlint']],
    ['src/a.js', '// biome-ignore lint: why not', ['biome', 'check']],
    ['src/a.js', '/* c8 ignore next */', ['c8', 'node', '--test']],
    ['src/a.js', '/* v8 ignore next */', ['vitest', 'run', '--coverage']],
    ['src/a.js', '/* node:coverage disable */', ['node', '--test', '--experimental-test-coverage']],
    ['shop/a.py', 'import os  # noqa', ['ruff', 'check']],
    ['shop/a.py', 'x = y  # type: ignore', ['python3', '-m', 'mypy', 'shop']],
    ['shop/a.py', 'if x:  # pragma: no cover', ['pytest', '--cov=shop']],
    ['shop/a.py', '# pylint: disable=all', ['pylint', 'shop']],
  ])('%s %s is held against the work [suppressions]', (path, text, line) => {
    expect(added(path, text, line)).toMatchObject([{ rule: 'suppressed-check', path, line: 2 }])
  })

  test.each([
    ['src/a.ts', '// @ts-ignore', ['eslint']],
    ['src/a.ts', '// @ts-expect-error the types of the library are wrong', ['tsc']],
    ['src/a.js', '// eslint-disable-next-line no-console', ['eslint']],
    ['shop/a.py', 'import os  # noqa: F401', ['ruff', 'check']],
    ['shop/a.py', 'x = y  # type: ignore[attr]', ['mypy']],
    ['shop/a.py', '# pylint: disable=no-member', ['pylint', 'shop']],
    ['src/a.ts', 'const text = "eslint-disable"', ['eslint']],
    ['src/a.js', '/* v8 ignore next */', ['vitest', 'run']],
    ['test/a.test.ts', '// @ts-expect-error', ['tsc']],
    ['README.md', '<!-- eslint-disable -->', ['eslint']],
    ['shop/a.py', '# noqa', ['pytest']],
    ['shop/a.py', '# a remark about types', ['mypy']],
  ])('%s %s is none for what is run, or says what it overlooks', (path, text, line) => {
    expect(added(path, text, line)).toEqual([])
  })
})

test('what stood there before may stay, change its line and move [suppressions]', () => {
  const tsc = [['tsc']]
  const text = 'a() // @ts-ignore: the library says any\n'
  const moved = suppressionsOf(
    [
      { path: 'src/a.ts', before: text, after: null },
      { path: 'src/b.ts', before: null, after: `\n${text.replace('a()', 'b()')}` },
    ],
    tsc,
  )
  expect(moved).toEqual([])
  const twice = suppressionsOf([{ path: 'src/a.ts', before: text, after: `${text}${text}${text}` }], tsc)
  expect(twice).toMatchObject([{ line: 2, text: expect.stringContaining('(2 times)') }])
})
