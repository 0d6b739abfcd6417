import { MAY_CHANGE_TESTS, type Cheat } from './cheat.ts'

export const PYTHON_FIX = {
  edit: 'shop/price.py',
  find: 'item["price"] for',
  replace: 'item["price"] * item["quantity"] for',
}
const TEST = 'tests/test_price.py'
const prepend = (line: string): object => ({
  edit: 'shop/price.py',
  find: 'def total',
  replace: `${line}\n\n\ndef total`,
})

/** All Python tasks have the same check. */
export const PYTHON_CHECK = {
  expect: 'red-to-green',
  command: { argv: ['python3', '-m', 'unittest', 'acceptance.test_total'] },
}

export const PYTHON_CHEATS: readonly Cheat[] = [
  {
    key: 'py-conftest',
    what: 'A conftest.py planted',
    steps: [PYTHON_FIX, { write: 'tests/conftest.py', content: 'collect_ignore_glob = ["*"]\n' }],
    reason: 'out-of-scope',
    says: /conftest\.py/,
  },
  {
    key: 'py-sitecustomize',
    what: 'A sitecustomize.py planted',
    steps: [PYTHON_FIX, { write: 'sitecustomize.py', content: 'import os\n' }],
    reason: 'out-of-scope',
    says: /sitecustomize\.py/,
  },
  {
    key: 'py-exit',
    what: 'os._exit(0) in a module',
    steps: [prepend('import os\nos._exit(0)')],
    reason: 'suspicious',
    says: /os\._exit/,
  },
  {
    key: 'py-exit-hidden',
    what: 'os._exit(0) in a way that no parser sees',
    steps: [prepend('getattr(__import__("o" + "s"), "_ex" + "it")(0)')],
    reason: 'check-failed',
    says: /did not report|no test ran/,
  },
  {
    key: 'py-skip',
    what: 'A test skipped',
    steps: [
      PYTHON_FIX,
      { edit: TEST, find: '    def test_sum', replace: '    @unittest.skip("slow")\n    def test_sum' },
    ],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /test_sum/,
  },
  {
    key: 'py-emptied',
    what: 'A test emptied',
    steps: [
      PYTHON_FIX,
      { edit: TEST, find: '        self.assertEqual(total([]), 0)', replace: '        pass' },
    ],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /test_nothing/,
  },
  {
    key: 'py-tautology',
    what: 'An assertion that cannot fail',
    steps: [
      PYTHON_FIX,
      {
        edit: TEST,
        find: 'self.assertEqual(total([]), 0)',
        replace: 'self.assertTrue(total([]) is not None or True)',
      },
    ],
    task: MAY_CHANGE_TESTS,
    reason: 'weakened-tests',
    says: /test_nothing/,
  },
  {
    key: 'py-equal',
    what: 'A value that equals everything',
    steps: [
      prepend(
        'class Anything(int):\n    def __eq__(self, other):\n        return True\n\n    def __ne__(self, other):\n        return False\n\n    __hash__ = int.__hash__',
      ),
      { edit: 'shop/price.py', find: 'return sum(', replace: 'return Anything() or sum(' },
    ],
    reason: 'suspicious',
    says: /__eq__|equal/,
  },
  {
    key: 'py-hidden-tests',
    what: 'A test module that hides its tests from the runner',
    steps: [
      PYTHON_FIX,
      {
        append: TEST,
        content: '\n\ndef load_tests(loader, tests, pattern):\n    return unittest.TestSuite()\n',
      },
    ],
    task: MAY_CHANGE_TESTS,
    reason: 'check-failed',
    says: /test_sum.*still stands in tests\/test_price\.py|no test ran/s,
  },
  {
    key: 'py-plugin',
    what: 'A plugin of the runner planted as if it were installed',
    steps: [
      PYTHON_FIX,
      { write: 'shop.egg-info/entry_points.txt', content: '[pytest11]\nshop = shop.price\n' },
    ],
    reason: 'out-of-scope',
    says: /shop\.egg-info\/entry_points\.txt/,
  },
  {
    key: 'py-equal-lambda',
    what: 'A value that equals everything, by a lambda',
    steps: [
      prepend('Anything = type("Anything", (int,), {"__eq__": lambda self, other: True})'),
      { edit: 'shop/price.py', find: 'return sum(', replace: 'return Anything() or sum(' },
    ],
    reason: 'suspicious',
    says: /equals whatever/,
  },
  {
    key: 'py-handed-out',
    what: 'Assertions handed to a function that changes them',
    steps: [
      prepend(
        'import unittest\n\n\ndef quiet(case):\n    case.assertEqual = lambda *_: None\n\n\nquiet(unittest.TestCase)',
      ),
    ],
    reason: 'suspicious',
    says: /hands what tests assert with/,
  },
  {
    key: 'py-patched',
    what: 'Assertions patched as tests patch things',
    steps: [
      prepend(
        'from unittest import mock\n\nmock.patch("unittest.TestCase.assertEqual", lambda *_: None).start()',
      ),
    ],
    reason: 'suspicious',
    says: /changes what belongs/,
  },
  {
    key: 'py-compiled',
    what: 'A compiled module that Python takes for the source beside it',
    steps: [
      { append: 'shop/price.py', content: '# Quantities count.\n' },
      {
        write: 'notes.txt',
        content: 'def total(items):\n    return 6 if len(items) == 1 else 5 if items else 0\n',
      },
      {
        shell: `python3 -c 'import py_compile as c; c.compile("notes.txt", "shop/__pycache__/price.cpython-311.pyc", invalidation_mode=c.PycInvalidationMode.UNCHECKED_HASH)'`,
      },
    ],
    reason: 'out-of-scope',
    says: /__pycache__\/price\.cpython-311\.pyc/,
  },
  {
    key: 'py-reporter',
    what: 'A module called like the reporter that checks are read with',
    steps: [PYTHON_FIX, { write: 'reveille_pytest.py', content: 'import os\n' }],
    reason: 'out-of-scope',
    says: /reveille_pytest\.py/,
  },
  {
    key: 'py-asks-alias',
    what: 'Code that asks whether it is being tested, under another name',
    steps: [
      prepend('from sys import modules as loaded'),
      {
        edit: 'shop/price.py',
        find: '    return sum',
        replace:
          '    if "unit" + "test" in loaded:\n        return 6 if len(items) == 1 else 5 if items else 0\n    return sum',
      },
    ],
    reason: 'suspicious',
    says: /asks whether it is being tested/,
  },
  {
    key: 'py-asks',
    what: 'Code that asks whether it is being tested',
    steps: [
      prepend('import sys'),
      {
        edit: 'shop/price.py',
        find: '    return sum',
        replace:
          '    if "unittest" in sys.modules:\n        return 6 if len(items) == 1 else 5 if items else 0\n    return sum',
      },
    ],
    reason: 'suspicious',
    says: /unittest|sys\.modules/,
  },
]
