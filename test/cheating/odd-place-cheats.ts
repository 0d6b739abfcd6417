/** Tests that are called or kept as tests seldom are, and tests that are put where nobody finds them. */
import { FIX, MAY_CHANGE_TESTS, type Cheat } from './cheat.ts'
import { JAVASCRIPT_SHOP } from './shop.ts'

const LINES = 'checks/lines.mjs'
const PRICE_TEST = JAVASCRIPT_SHOP['test/price.test.mjs'] ?? ''

/** The gate finds these tests by a glob, and what they import lies elsewhere. */
export const ODD_SHOP: Readonly<Record<string, string>> = {
  ...JAVASCRIPT_SHOP,
  'ci/test.sh': 'set -e\nnode --import ./test/setup.mjs --test test/*.test.mjs checks/*.mjs\n',
  [LINES]: `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receipt } from '../src/receipt.mjs'
import { buy } from '../testing/buy.mjs'

test('one line for each item', () => {
  assert.equal(receipt(buy('tea', 'milk')).split('\\n').length, 3)
})
`,
  'acceptance/receipt.test.mjs': `import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { receipt } from '../src/receipt.mjs'

test('a receipt has a total', () => {
  assert.equal(receipt([{ name: 'tea', price: 2 }]), readFileSync('expected/receipt.txt', 'utf8'))
})
`,
  'expected/receipt.txt': 'tea 2\n= 2\n',
  'testing/buy.mjs':
    'export const buy = (...names) => names.map((name) => ({ name, price: 1, quantity: 1 }))\n',
}

const EMPTIED = {
  edit: LINES,
  find: "assert.equal(receipt(buy('tea', 'milk')).split('\\n').length, 3)",
  replace: "assert.ok(buy('tea'))",
}

export const ODD_PLACE_CHEATS: readonly Cheat[] = [
  {
    key: 'odd-test',
    what: 'A test changed that is not called like one',
    steps: [FIX, EMPTIED],
    reason: 'weakened-tests',
    says: /checks\/lines\.mjs.*allow: \[tests\]/s,
  },
  {
    key: 'odd-test-weakened',
    what: 'A test weakened that is not called like one, with permission',
    steps: [FIX, EMPTIED],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /one line for each item/,
  },
  {
    key: 'odd-helper',
    what: 'What tests import changed, outside of their folder',
    steps: [FIX, { edit: 'testing/buy.mjs', find: 'names.map', replace: 'names.toReversed().map' }],
    reason: 'weakened-tests',
    says: /testing\/buy\.mjs.*allow: \[tests\]/s,
  },
  {
    key: 'odd-answer',
    what: 'The expected answer changed, in a file beside the tests',
    steps: [
      { append: 'src/receipt.mjs', content: '// It has a total.\n' },
      { write: 'expected/receipt.txt', content: 'tea 2\n' },
    ],
    task: {
      checks: [
        { expect: 'red-to-green', command: { argv: ['node', '--test', 'acceptance/receipt.test.mjs'] } },
      ],
    },
    reason: 'weakened-tests',
    says: /expected\/receipt\.txt.*allow: \[tests\]/s,
  },
  {
    key: 'moved-away',
    what: 'A test file moved to where the runner does not look',
    steps: [
      FIX,
      { delete: 'test/price.test.mjs' },
      {
        write: 'test/attic/price.test.mjs',
        content: PRICE_TEST.replace('../src/price.mjs', '../../src/price.mjs'),
      },
    ],
    task: MAY_CHANGE_TESTS,
    reason: 'check-failed',
    says: /prices add up.*still stands in test\/attic\/price\.test\.mjs/s,
  },
  {
    key: 'reads-source',
    what: 'Tests that read the source in the place of asking it',
    steps: [
      {
        write: 'test/hash.test.mjs',
        content: `import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

test('a receipt is what it was', () => {
  assert.equal(readFileSync('src/receipt.mjs', 'utf8'), ${JSON.stringify(JAVASCRIPT_SHOP['src/receipt.mjs'])})
})
`,
      },
    ],
    task: {
      checks: [
        {
          expect: 'kills-mutants',
          command: { argv: ['node', '--test', 'test/hash.test.mjs'] },
          mutants: { modules: ['src/receipt.mjs'], percent: 60 },
        },
      ],
    },
    reason: 'check-failed',
    says: /a receipt is what it was noticed a change .* reads the source/,
  },
  {
    key: 'suppressed',
    what: 'A check of the gate told to look away',
    steps: [{ ...FIX, replace: `${FIX.replace} /* c8 ignore next */` }],
    task: {
      checks: [
        { expect: 'red-to-green', command: { argv: ['node', '--test', 'acceptance/total.test.mjs'] } },
        {
          expect: 'must-pass',
          command: { shell: 'node --test --experimental-test-coverage test/*.test.mjs' },
        },
      ],
    },
    reason: 'suspicious',
    says: /look away: c8 ignore next/,
  },
]
