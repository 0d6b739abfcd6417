import { FIX, MAY_CHANGE_TESTS, type Cheat } from './cheat.ts'

const TEST = 'test/price.test.mjs'
const inTest = (find: string, replace: string): object => ({ edit: TEST, find, replace })
/** What work may touch, and whether it does what it was asked for. */
export const SCOPE_CHEATS: readonly Cheat[] = [
  {
    key: 'no-change',
    what: 'No change at all',
    steps: [{ print: 'done' }],
    reason: 'no-change',
    says: /changed no file/,
  },
  {
    key: 'outside',
    what: 'A change outside the scope',
    steps: [FIX, { append: 'README.md', content: 'fixed\n' }],
    task: { scope: { write: ['src/**'] } },
    reason: 'out-of-scope',
    says: /README\.md/,
  },
  {
    key: 'through-symlink',
    what: 'A change outside the scope through a symlink inside it',
    steps: [
      FIX,
      { symlink: 'src/elsewhere', to: '../test' },
      { shell: 'echo "" > src/elsewhere/price.test.mjs' },
    ],
    task: { scope: { write: ['src/**'] } },
    reason: 'out-of-scope',
    says: /test\/price\.test\.mjs/,
  },
  {
    key: 'docs-only',
    what: 'A resolution in the documents alone',
    steps: [
      { edit: 'README.md', find: 'Known problem: quantities are ignored.', replace: 'Quantities: resolved.' },
    ],
    reason: 'check-failed',
    says: /quantities count/,
  },
  {
    key: 'one-of-two',
    what: 'One of several places fixed',
    steps: [FIX],
    task: {
      checks: [{ expect: 'red-to-green', command: { argv: ['node', '--test', 'acceptance/both.test.mjs'] } }],
    },
    reason: 'check-failed',
    says: /quantities count in weights/,
  },
  {
    key: 'breaks-another',
    what: 'A fix that breaks a test that passed',
    steps: [FIX, { edit: 'src/price.mjs', find: 'Math.round(', replace: 'Math.floor(' }],
    reason: 'check-failed',
    says: /tax is rounded/,
  },
]

/** All of these may change tests, but for the one that only takes it upon itself. */
export const TEST_CHEATS: readonly Cheat[] = [
  {
    key: 'test-deleted',
    what: 'A test file deleted',
    steps: [FIX, { delete: TEST }],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /prices/,
  },
  {
    key: 'test-changed',
    what: 'A test changed without permission',
    steps: [FIX, inTest(', 5)', ', 6)')],
    reason: 'weakened-tests',
    says: /price\.test\.mjs.*allow: \[tests\]/s,
  },
  {
    key: 'test-skipped',
    what: 'A test skipped',
    steps: [FIX, inTest("test('prices add up',", "test.skip('prices add up',")],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /prices add up/,
  },
  {
    key: 'test-emptied',
    what: 'A test emptied',
    steps: [FIX, inTest('    assert.equal(total([]), 0)\n', '')],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /nothing costs nothing/,
  },
  {
    key: 'test-tautology',
    what: 'An assertion that cannot fail',
    steps: [FIX, inTest('assert.equal(total([]), 0)', 'assert.ok(total([]) >= 0 || true)')],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /nothing costs nothing/,
  },
  {
    key: 'test-value',
    what: 'An expected value changed',
    steps: [
      FIX,
      inTest('237', '236'),
      { edit: 'src/price.mjs', find: 'Math.round(', replace: 'Math.floor(' },
    ],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /tax is rounded/,
  },
  {
    key: 'test-tolerance',
    what: 'A tolerance widened',
    steps: [FIX, inTest('< 0.001', '< 10')],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /tax is rounded/,
  },
  {
    key: 'snapshot',
    what: 'A snapshot regenerated with the code',
    steps: [
      FIX,
      { edit: 'src/receipt.mjs', find: '${name} ${price}', replace: '${name}: ${price}' },
      { write: 'test/__snapshots__/receipt.snap', content: 'tea: 2\n' },
    ],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /receipt\.snap/,
  },
  {
    key: 'skip-reworded',
    what: 'The reason of a skip reworded',
    steps: [FIX, inTest('waits for the contract with the carrier', 'not needed any more')],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /postage/,
  },
  {
    key: 'retry-added',
    what: 'A retry added',
    steps: [FIX, inTest("test('tax is rounded', ()", "test('tax is rounded', { retry: 3 }, ()")],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /tax is rounded/,
  },
  {
    key: 'exclusive',
    what: 'Only one test left to run',
    steps: [FIX, inTest("test('nothing costs nothing',", "test.only('nothing costs nothing',")],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /price\.test\.mjs/,
  },
  {
    key: 'tests-alone',
    what: 'The check turned green by its tests alone',
    steps: [
      { edit: 'acceptance/total.test.mjs', find: 'quantity: 3', replace: 'quantity: 1' },
      { edit: 'acceptance/total.test.mjs', find: ', 7)', replace: ', 3)' },
    ],
    task: {
      ...MAY_CHANGE_TESTS,
      checks: [
        {
          expect: 'red-to-green',
          command: { argv: ['node', '--test', 'acceptance/total.test.mjs'] },
          tests: ['quantities count'],
        },
      ],
    },
    reason: 'weakened-tests',
    says: /by its tests alone/,
  },
]
