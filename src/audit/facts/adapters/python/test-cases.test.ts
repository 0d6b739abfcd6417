import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { pythonTestsAdapter } from './test-cases.ts'

const file = (text: string) => ({ path: 'tests/test_orders.py', text })

const cases = (text: string) =>
  factsOf(pythonTestsAdapter, 'testCase', file(text)).map(({ name, assertions, skip }) => [
    name,
    assertions,
    skip,
  ])

test('assertions of both frameworks count, also those that helpers hold', () => {
  const text = `
import pytest
def check(x):
    assert x
    assert x > 1
def test_a():
    assert 1
    with pytest.raises(KeyError):
        go()
def test_b():
    check(2)
    assert_lawful(3)
class ATest(TestCase):
    def test_c(self):
        self.assertEqual(1, 1)
    def test_empty(self): ...
    def helper(self): ...
`
  expect(cases(text)).toEqual([
    ['test_a', 2, null],
    ['test_b', 3, null],
    ['ATest.test_c', 1, null],
    ['ATest.test_empty', 0, null],
  ])
})

test('skips have their reason, and their condition where they have one', () => {
  const text = `
@pytest.mark.skip(reason="shop#1")
def test_a(): ...
@pytest.mark.skipif(sys.platform == "win32", reason="paths")
def test_b(): ...
@unittest.skip
def test_c(): ...
def test_d():
    """Says what."""
    pytest.skip("later")
@skip("all")
class TestE:
    def test_e(self): ...
@pytest.mark.parametrize("x", [1])
def test_f(x): ...
`
  expect(cases(text).map(([name, , skip]) => [name, skip])).toEqual([
    ['test_a', 'shop#1'],
    ['test_b', 'skipif sys.platform == "win32": paths'],
    ['test_c', 'skip'],
    ['test_d', 'later'],
    ['TestE.test_e', 'all'],
    ['test_f', null],
  ])
})

test('a skip that a condition guards inside the body is not one of the whole test', () => {
  expect(cases('def test_a():\n    if not ready():\n        pytest.skip("x")\n    assert 1\n')).toEqual([
    ['test_a', 1, null],
  ])
})
