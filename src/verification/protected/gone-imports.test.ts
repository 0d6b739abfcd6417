import { expect, test } from 'vitest'
import { goneImports, usesGone } from './gone-imports.ts'

const treeOf = (files: Readonly<Record<string, string>>) => ({
  paths: Object.keys(files).toSorted(),
  read: async (path: string) => files[path] ?? null,
})

const SCRIPT_TEST = `import { test } from 'node:test'
import { total, withTax as taxed } from '../src/price.mjs'

test('sum', () => {
  total([])
})
test('tax', () => {
  taxed(1)
})
`
const SOURCE = 'export function total() {}\nexport const withTax = (cents) => cents\n'

async function gone(
  path: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
) {
  return goneImports(path, { was: treeOf(before), is: treeOf(after) })
}

test('a name that is gone is imported as nothing, and only the tests that use it are spared', async () => {
  const path = 'test/a.test.mjs'
  const before = { [path]: SCRIPT_TEST, 'src/price.mjs': SOURCE }
  const found = await gone(path, before, { 'src/price.mjs': SOURCE.replace('withTax', 'taxOf') })
  expect(found?.names).toEqual(['taxed'])
  expect(found?.text).toContain(
    "import * as reveilleModule0 from '../src/price.mjs'; const { total, withTax: taxed } = reveilleModule0;",
  )
  expect(found?.text.split('\n')).toHaveLength(SCRIPT_TEST.split('\n').length)
  if (found === null) return
  expect(usesGone(found, `${path} > tax`)).toBe(true)
  expect(usesGone(found, `${path} > sum`)).toBe(false)
  expect(usesGone(found, `${path} > unknown`)).toBe(false)
})

test('a module that is gone gives nothing', async () => {
  const path = 'test/a.test.mjs'
  const found = await gone(path, { [path]: SCRIPT_TEST, 'src/price.mjs': SOURCE }, {})
  expect(found?.text).toContain('const { total, withTax: taxed } = {};')
})

test.each([
  ['nothing went', SOURCE],
  ['it is handed on', "export * from './other.mjs'\n"],
  ['it is listed', 'export function total() {}\nconst withTax = 1\nexport { withTax }\n'],
])('the file stays as it is where %s', async (_why, after) => {
  const path = 'test/a.test.mjs'
  const before = { [path]: SCRIPT_TEST, 'src/price.mjs': SOURCE }
  expect(await gone(path, before, { 'src/price.mjs': after })).toBeNull()
})

test('members that are gone from a module imported as a whole are known, and its file stays as it is', async () => {
  const path = 'test/a.test.mjs'
  const text =
    "import * as price from '../src/price.mjs'\nconst { withTax } = price\n\ntest('sum', () => {\n  price.total([])\n})\ntest('tax', () => {\n  withTax(1)\n})\n"
  const before = { [path]: text, 'src/price.mjs': SOURCE }
  const found = await gone(path, before, { 'src/price.mjs': SOURCE.replace('withTax', 'taxOf') })
  expect(found).toEqual({ path, text, names: ['withTax'] })
  if (found === null) return
  expect(usesGone(found, `${path} > tax`)).toBe(true)
  expect(usesGone(found, `${path} > sum`)).toBe(false)
})

test('Python modules are imported as a whole by their own name or from their package', async () => {
  const path = 'tests/test_a.py'
  const source = 'def total(items):\n    pass\n\n\ndef with_tax(cents):\n    pass\n'
  for (const imported of ['from shop import price', 'import shop.price']) {
    const text = `${imported}\n\n\ndef test_sum():\n    price.total([])\n\n\ndef test_tax():\n    price.with_tax(1)\n`
    const after = { 'shop/price.py': source.replace('with_tax', 'taxed') }
    const found = await gone(path, { [path]: text, 'shop/price.py': source }, after)
    expect(found).toEqual({ path, text, names: ['with_tax'] })
  }
})

test('a Python package may lie in a folder of sources', async () => {
  const path = 'tests/unit/test_a.py'
  const text = 'from shop.price import with_tax\n\n\ndef test_tax():\n    with_tax(1)\n'
  const before = { [path]: text, 'src/shop/price.py': 'def with_tax(cents):\n    pass\n' }
  const found = await gone(path, before, { 'src/shop/price.py': 'def taxed(cents):\n    pass\n' })
  expect(found?.text).toMatch(/^with_tax = None$/m)
})

test('Python names are taken out of their import', async () => {
  const path = 'tests/test_a.py'
  const text =
    'from shop.price import (\n    total,\n    with_tax,\n)\n\n\ndef test_sum():\n    total([])\n\n\ndef test_tax():\n    with_tax(1)\n'
  const source = 'def total(items):\n    pass\n\n\ndef with_tax(cents):\n    pass\n'
  const found = await gone(
    path,
    { [path]: text, 'shop/price.py': source },
    { 'shop/price.py': source.replace('with_tax', 'taxed') },
  )
  expect(found?.text).toContain('from shop.price import total; with_tax = None\n')
  if (found === null) return
  expect(usesGone(found, `${path} > test_tax[1]`)).toBe(true)
  expect(usesGone(found, `${path} > test_sum`)).toBe(false)
})
