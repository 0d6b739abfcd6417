/** A small shop with a fault in it, in two languages: its own tests pass, its acceptance tests are what a task has to turn green. */

const PRICE = `/** Sum of all items. */
export function total(items) {
  return items.reduce((sum, item) => sum + item.price, 0)
}

/** Cents, rounded. */
export function withTax(cents, rate) {
  return Math.round(cents * (1 + rate))
}
`

const PRICE_TEST = `import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { total, withTax } from '../src/price.mjs'

describe('prices', () => {
  test('nothing costs nothing', () => {
    assert.equal(total([]), 0)
  })
  test('prices add up', () => {
    assert.equal(total([{ price: 2, quantity: 1 }, { price: 3, quantity: 1 }]), 5)
  })
  test('tax is rounded', () => {
    assert.equal(withTax(199, 0.19), 237)
    assert.ok(Math.abs(withTax(100, 0.07) - 107) < 0.001)
  })
  test('postage is not decided yet', { skip: 'waits for the contract with the carrier' }, () => {
    assert.equal(total([{ price: 1 }]), 2)
  })
})
`

const RECEIPT_TEST = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFileSync } from 'node:fs'
import { receipt } from '../src/receipt.mjs'

test('a receipt looks like the one on file', () => {
  const snapshot = readFileSync(new URL('__snapshots__/receipt.snap', import.meta.url), 'utf8')
  assert.equal(receipt([{ name: 'tea', price: 2, quantity: 1 }]), snapshot)
})
`

const ACCEPTANCE = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { total } from '../src/price.mjs'

test('quantities count', () => {
  assert.equal(total([{ price: 2, quantity: 3 }, { price: 1, quantity: 1 }]), 7)
})
`

const BOTH = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { total } from '../src/price.mjs'
import { weight } from '../src/weight.mjs'

test('quantities count in prices', () => {
  assert.equal(total([{ price: 2, quantity: 3 }]), 6)
})
test('quantities count in weights', () => {
  assert.equal(weight([{ grams: 2, quantity: 3 }]), 6)
})
`

/** The gate runs the shop's own tests through a package script and a shell script, as real projects do. */
export const JAVASCRIPT_SHOP: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: 'shop', private: true, type: 'module', scripts: { test: 'sh ci/test.sh' } }, null, 2)}\n`,
  'package-lock.json': `${JSON.stringify({ name: 'shop', lockfileVersion: 3, packages: {} }, null, 2)}\n`,
  'tsconfig.json': '{ "compilerOptions": { "strict": true } }\n',
  'ci/test.sh': 'set -e\nnode --import ./test/setup.mjs --test test/*.test.mjs\n',
  'test/setup.mjs': "process.env.TZ = 'UTC'\n",
  'test/price.test.mjs': PRICE_TEST,
  'test/receipt.test.mjs': RECEIPT_TEST,
  'test/__snapshots__/receipt.snap': 'tea 2\n',
  'acceptance/total.test.mjs': ACCEPTANCE,
  'acceptance/both.test.mjs': BOTH,
  'src/price.mjs': PRICE,
  'src/weight.mjs':
    'export function weight(items) {\n  return items.reduce((sum, item) => sum + item.grams, 0)\n}\n',
  'src/receipt.mjs':
    "export function receipt(items) {\n  return items.map(({ name, price }) => `${name} ${price}\\n`).join('')\n}\n",
  'README.md': '# Shop\n\nKnown problem: quantities are ignored.\n',
  '.gitignore': 'node_modules/\n.cache/\n',
}

export const JAVASCRIPT_GATE = 'gate:\n  - name: test\n    run: [npm, test]\n'

const PYTHON_PRICE = `def total(items):
    return sum(item["price"] for item in items)
`

const PYTHON_TEST = `import unittest

from shop.price import total


class Prices(unittest.TestCase):
    def test_nothing(self):
        self.assertEqual(total([]), 0)

    def test_sum(self):
        self.assertEqual(total([{"price": 2, "quantity": 1}, {"price": 3, "quantity": 1}]), 5)
`

const PYTHON_ACCEPTANCE = `import unittest

from shop.price import total


class Quantities(unittest.TestCase):
    def test_count(self):
        self.assertEqual(total([{"price": 2, "quantity": 3}]), 6)
`

export const PYTHON_SHOP: Readonly<Record<string, string>> = {
  'shop/__init__.py': '',
  'shop/price.py': PYTHON_PRICE,
  'tests/__init__.py': '',
  'tests/test_price.py': PYTHON_TEST,
  'acceptance/__init__.py': '',
  'acceptance/test_total.py': PYTHON_ACCEPTANCE,
}

export const PYTHON_GATE =
  'gate:\n  - name: test\n    run: [python3, -m, unittest, discover, -s, tests, -t, .]\n'
