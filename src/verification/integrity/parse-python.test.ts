import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePythonTests } from './parse-python.ts'
import type { TestCase, TestFile } from './test-file.ts'

function read(text: string): TestFile {
  const file = parsePythonTests('test_x.py', text)
  if (file === null) throw new Error('cannot be read')
  return file
}

function only(text: string): TestCase {
  const { cases } = read(text)
  expect(cases).toHaveLength(1)
  return cases[0] ?? expect.fail()
}

/** The claims of a test function with that body. */
function claims(...lines: readonly string[]) {
  return only(`def test_a(self):\n${lines.map((line) => `    ${line}\n`).join('')}`).assertions
}

describe('assert statements', () => {
  test.each([
    ['assert total(x) == 3', 'equality', 'total(x)', ['3']],
    ['assert 3 == total(x)', 'equality', 'total(x)', ['3']],
    ["assert name in ['a', 'b']", 'membership', 'name', ['"a"', '"b"']],
    ['assert len(rows) == 2', 'length', 'len(rows)', ['2']],
    ['assert type(x) is int', 'type', 'type(x)', []],
    ['assert isinstance(x, int)', 'type', 'isinstance(x,int)', []],
    ['assert x > 3', 'bound', 'x', ['3']],
    ['assert 3 < x', 'bound', 'x', ['3']],
    ['assert 1 < x < 3', 'bound', '1<x<3', ['1', '3']],
    ['assert x != 3', 'bound', 'x', ['3']],
    ['assert x is not None', 'truthiness', 'x', ['None']],
    ['assert x is None', 'equality', 'x', ['None']],
    ['assert not x', 'truthiness', 'x', []],
    ['assert not x == 3', 'bound', 'x', ['3']],
    ['assert x == 3 or y', 'truthiness', 'x==3 or y', ['3']],
    ['assert x, "why"', 'truthiness', 'x', []],
    ['assert name.startswith("a")', 'membership', 'name.startswith("a")', ['"a"']],
  ])('%s', (line, strength, subject, literals) => {
    expect(claims(line)).toMatchObject([
      { strength, subject, literals, tolerance: null, exception: null, line: 2 },
    ])
  })

  test('what must all hold is claimed one by one', () => {
    expect(claims('assert a == 1 and b')).toMatchObject([
      { strength: 'equality', subject: 'a' },
      { strength: 'truthiness', subject: 'b' },
    ])
  })

  test.each([
    'assert True',
    'assert 1',
    'assert "x"',
    'assert not False',
    'assert 1 == 1',
    'assert x == x',
    'assert (x.y) is x.y',
    'assert len(x) >= 0',
    'assert 0 <= len(x)',
    'assert len(x) > -1',
    'assert isinstance(x, object)',
    'assert isinstance(x, (int, object))',
    'assert (a == 1, "why")',
    'assert [x]',
    'assert x == 3 or True',
    'assert x or 1',
    'assert result == mock.ANY',
    'assert lambda: x',
    'self.assertTrue(True)',
    'self.assertFalse(False)',
    'self.assertEqual(1, 1)',
    'self.assertEqual(x, x)',
    'self.assertIsNotNone(1)',
    'self.assertIsInstance(x, object)',
    'self.assertGreaterEqual(len(x), 0)',
  ])('%s cannot fail', (line) => {
    expect(claims(line).map(({ strength }) => strength)).toEqual(['tautology'])
  })

  test.each([
    'assert random() == random()',
    'assert next(x) != next(x)',
    'assert ()',
    'self.assertFalse(True)',
    'assert x and y',
  ])('%s can', (line) => {
    expect(claims(line).map(({ strength }) => strength)).not.toContain('tautology')
  })
})

describe('tolerance', () => {
  test.each([
    ['assert x == pytest.approx(3)', 1e-6],
    ['assert x == pytest.approx(3, abs=0.1)', 0.1],
    ['assert x == approx(3, rel=1e-3)', 1e-3],
    ['assert approx(3, 0.5) == x', 0.5],
    ['assert x == approx(3, abs=EPSILON)', Infinity],
    ['assert abs(x - 3) < 0.25', 0.25],
    ['assert math.isclose(x, 3, abs_tol=0.5)', 0.5],
    ['self.assertAlmostEqual(x, 3)', 10 ** -7 / 2],
    ['self.assertAlmostEqual(x, 3, places=2)', 0.005],
    ['self.assertAlmostEqual(x, 3, 1)', 0.05],
    ['self.assertAlmostEqual(x, 3, delta=2)', 2],
    ['np.testing.assert_allclose(x, [3], rtol=0.1)', 0.1],
    ['assert x == 3', null],
  ])('%s', (line, tolerance) => {
    expect(claims(line)).toMatchObject([{ strength: 'equality', tolerance }])
  })
})

describe('unittest, mock and exceptions', () => {
  test.each([
    ['self.assertEqual(total(x), 3)', 'equality', 'total(x)'],
    ['self.assertEqual(3, total(x))', 'equality', 'total(x)'],
    ['self.assertEqual(first=total(x), second=3)', 'equality', 'total(x)'],
    ['self.assertEqual(len(x), 3)', 'length', 'len(x)'],
    ['self.assertNotEqual(x, 3)', 'bound', 'x'],
    ['self.assertIn("a", x)', 'membership', '"a"'],
    ['self.assertLess(x, 3)', 'bound', 'x'],
    ['self.assertTrue(x)', 'truthiness', 'x'],
    ['self.assertTrue(x == 3)', 'equality', 'x'],
    ['self.assertFalse(x == 3)', 'bound', 'x'],
    ['self.assertIsInstance(x, int)', 'type', 'x'],
    ['self.assertIsNone(x)', 'equality', 'x'],
    ['self.assertRegex(x, "a+")', 'membership', 'x'],
    ['send.assert_called_once_with(1)', 'equality', 'send'],
    ['send.assert_called()', 'type', 'send'],
    ['self.fail("no")', 'equality', 'fail'],
    ['pytest.fail("no")', 'equality', 'fail'],
  ])('%s', (line, strength, subject) => {
    expect(claims(line)).toMatchObject([{ strength, subject, helper: null }])
  })

  test.each([
    ['with pytest.raises(ValueError, match="bad"):', 'membership', 'ValueError', ['"bad"']],
    ['with pytest.raises(ValueError) as info:', 'membership', 'ValueError', []],
    ['with pytest.raises(Exception):', 'type', 'Exception', []],
    ['with pytest.raises((KeyError, ValueError)):', 'membership', '(KeyError,ValueError)', []],
    ['with self.assertRaises(ValueError), x:', 'membership', 'ValueError', []],
    ['with self.assertRaisesRegex(ValueError, "bad"):', 'membership', 'ValueError', ['"bad"']],
    ['async with pytest.raises(ValueError):', 'membership', 'ValueError', []],
  ])('%s', (line, strength, exception, literals) => {
    expect(claims(line, '    run( 1 )')).toMatchObject([
      { strength, exception, literals, subject: expect.stringContaining('run(1)') },
    ])
  })

  test('assertRaises with a function to call', () => {
    expect(claims('self.assertRaises(ValueError, run, 1)')).toMatchObject([
      { exception: 'ValueError', subject: 'raises run,1' },
    ])
  })
})

describe('what runs', () => {
  test.each([
    ['after a return', ['return', 'assert x == 1']],
    ['after calling it off', ['pytest.skip()', 'assert x == 1']],
    ['under a false condition', ['if False:', '    assert x == 1']],
    ['in a loop over nothing', ['for x in []:', '    assert x == 1']],
    ['in a function that nothing calls', ['def inner():', '    assert x == 1']],
  ])('an assertion %s is none', (_, lines) => {
    expect(claims(...lines)).toEqual([])
  })

  test.each([
    ['try:', '    assert x == 1', 'except Exception:', '    pass'],
    ['try:', '    assert x == 1', 'except:', '    print("no")'],
    ['try:', '    assert x == 1', 'except (KeyError, AssertionError) as e:', '    pass'],
    ['with contextlib.suppress(AssertionError):', '    assert x == 1'],
  ])('an assertion whose failure is swallowed says nothing: %s', (...lines) => {
    expect(claims(...lines)).toMatchObject([{ strength: 'tautology', subject: 'x' }])
  })

  test.each([
    ['try:', '    assert x == 1', 'except KeyError:', '    pass'],
    ['try:', '    assert x == 1', 'except Exception as e:', '    raise ValueError from e'],
    ['try:', '    assert x == 1', 'finally:', '    close()'],
    ['with open(p) as f:', '    assert x == 1'],
  ])('and one whose failure gets through counts: %s', (...lines) => {
    expect(claims(...lines)).toMatchObject([{ strength: 'equality' }])
  })
})

describe('helpers', () => {
  test('assertions of a function count where it is called', () => {
    const [first] = read('def check(x):\n    assert x == 1\n\ndef test_a():\n    check( 2 )\n').cases
    expect(first?.assertions).toMatchObject([
      { helper: 'check', subject: 'check(2): x', strength: 'equality', line: 5 },
    ])
  })

  test('so do those of methods, inherited ones and set-up', () => {
    const { cases } = read(`
class Base(unittest.TestCase):
    def setUp(self):
        self.assertTrue(ready)
    def check(self, x):
        self.assertEqual(x, 1)

class CartTest(Base):
    def test_a(self):
        self.check(2)
`)
    expect(cases.map(({ id }) => id)).toEqual(['CartTest > test_a'])
    expect(cases[0]?.assertions.map(({ helper }) => helper)).toEqual(['check', 'setUp'])
  })

  test('a helper from elsewhere counts once when it is named like an assertion', () => {
    expect(claims('assert_valid(x)', 'self.verify_rows(1)', 'load(x)')).toMatchObject([
      { helper: 'assert_valid', strength: 'equality' },
      { helper: 'verify_rows', strength: 'equality' },
    ])
  })

  test('helpers that call each other end', () => {
    const { cases } = read('def a():\n    b()\ndef b():\n    a()\n    assert x\ndef test_a():\n    a()\n')
    expect(cases[0]?.assertions).toHaveLength(1)
  })
})

describe('skips, retries and cases', () => {
  test.each([
    ['@pytest.mark.skip(reason="slow")', { kind: 'skip', when: null, reason: 'slow' }],
    ['@pytest.mark.skip', { kind: 'skip', when: null, reason: null }],
    [
      '@pytest.mark.skipif(sys.platform == "win32", reason="r")',
      { kind: 'skip', when: 'sys.platform=="win32"', reason: 'r' },
    ],
    ['@pytest.mark.skipif(True, reason="r")', { kind: 'skip', when: null, reason: 'r' }],
    ['@pytest.mark.skipif(False, reason="r")', null],
    ['@pytest.mark.xfail', { kind: 'expected-failure', when: null, reason: null }],
    ['@pytest.mark.xfail(OLD, reason="r")', { kind: 'expected-failure', when: 'OLD', reason: 'r' }],
    ['@unittest.skip("r")', { kind: 'skip', when: null, reason: 'r' }],
    ['@unittest.skipUnless(HAS, "r")', { kind: 'skip', when: '!(HAS)', reason: 'r' }],
    ['@unittest.skipIf(1, "r")', { kind: 'skip', when: null, reason: 'r' }],
    ['@unittest.expectedFailure', { kind: 'expected-failure', when: null, reason: null }],
    ['@given(x=1)', null],
  ])('%s', (decorator, skip) => {
    expect(only(`${decorator}\ndef test_a():\n    assert x\n`).skip).toEqual(skip)
  })

  test.each([
    ['pytest.skip("r")', { kind: 'skip', when: null, reason: 'r' }],
    ['self.skipTest("r")', { kind: 'skip', when: null, reason: 'r' }],
    ['raise unittest.SkipTest("r")', { kind: 'skip', when: null, reason: 'r' }],
    ['if OLD: pytest.skip("r")', { kind: 'skip', when: 'OLD', reason: 'r' }],
    ['pytest.xfail("r")', { kind: 'expected-failure', when: null, reason: 'r' }],
    ['pytest.importorskip("numpy")', { kind: 'skip', when: 'pytest.importorskip("numpy")', reason: null }],
  ])('%s in the body', (line, skip) => {
    expect(only(`def test_a(self):\n    ${line}\n`).skip).toEqual(skip)
  })

  test('marks of a module and a class hold for their tests', () => {
    const inModule = 'pytestmark = [pytest.mark.flaky(reruns=3), pytest.mark.skip]\ndef test_a(): pass\n'
    expect(only(inModule)).toMatchObject({ retries: 3, skip: { when: null } })
    const inClass =
      '@pytest.mark.skip\nclass TestA:\n    pytestmark = pytest.mark.flaky\n    def test_a(self): pass\n'
    expect(only(inClass)).toMatchObject({ id: 'TestA > test_a', retries: 1, skip: { when: null } })
    const atTop = 'pytest.skip("r", allow_module_level=True)\ndef test_a(): pass\n'
    expect(only(atTop).skip).toEqual({ kind: 'skip', when: null, reason: 'r' })
  })

  test.each([
    ['@flaky(max_runs=4)', 3],
    ['@pytest.mark.flaky(reruns=2)', 2],
    ['@retry', 1],
    ['@other', 0],
  ])('%s', (decorator, retries) => {
    expect(only(`${decorator}\ndef test_a(): pass\n`).retries).toBe(retries)
  })

  test.each([
    ['@pytest.mark.parametrize("a,b", [(1, 2), (3, 4)])', 2],
    ['@pytest.mark.parametrize("a", [1, 2])\n@pytest.mark.parametrize("b", [1, 2, 3])', 6],
    ['@pytest.mark.parametrize("a", [1, pytest.param(2, marks=pytest.mark.skip)])', 1],
    ['@pytest.mark.parametrize("a", VALUES)', null],
    ['@pytest.mark.parametrize("a", [*VALUES])', null],
    ['@parameterized.expand([(1,), (2,)])', 2],
    ['@pytest.fixture', 1],
  ])('%s', (decorators, cases) => {
    expect(only(`${decorators}\ndef test_a(a): pass\n`).cases).toBe(cases)
  })

  test('subTest in a loop over a written list has as many cases', () => {
    const loop = (over: string) =>
      `def test_a(self):\n    for x in ${over}:\n        with self.subTest(x):\n            pass\n`
    expect(only(loop('[1, 2, 3]')).cases).toBe(3)
    expect(only(loop('rows')).cases).toBeNull()
  })
})

describe('which functions are tests', () => {
  test('functions and classes that pytest and unittest collect, with the branch that they stand in', () => {
    const { cases } = read(`
class TestCart:
    class TestInner:
        def test_c(self): pass
    def test_a(self): pass
    def helper(self): pass
class Cart:
    def test_no(self): pass
class TestWithArguments:
    def __init__(self): pass
    def test_no(self): pass
class Off(TestCase):
    __test__ = False
    def test_no(self): pass
if sys.platform == "linux":
    async def test_b(): pass
else:
    def test_d(): pass
`)
    expect(cases.map(({ id, skip }) => [id, skip?.when ?? null])).toEqual([
      ['TestCart > TestInner > test_c', null],
      ['TestCart > test_a', null],
      ['test_b', '!(sys.platform=="linux")'],
      ['test_d', 'sys.platform=="linux"'],
    ])
  })

  test('of two functions of one name only the later one runs', () => {
    expect(only('def test_a():\n    assert x == 1\ndef test_a():\n    pass\n').assertions).toEqual([])
  })

  test('imports are named as written', () => {
    const { imports } = read(
      'import a.b\nimport c as d\nfrom shop.cart import total as sum, Cart\nfrom ..x import *\n',
    )
    expect(imports).toEqual([
      { module: 'a.b', name: null, local: 'a' },
      { module: 'c', name: null, local: 'd' },
      { module: 'shop.cart', name: 'total', local: 'sum' },
      { module: 'shop.cart', name: 'Cart', local: 'Cart' },
      { module: '..x', name: null, local: '*' },
    ])
  })

  test('what is no Python is not read', () => {
    expect(parsePythonTests('a.py', 'def (')).toBeNull()
    expect(parsePythonTests('a.ts', 'x = 1')).toBeNull()
  })
})

const COMPACT = `@pytest.mark.parametrize('a,b',[(1,2),(3,4)])
@pytest.mark.skipif(sys.platform=='win32',reason='r')
def test_a(a,b):
    assert (f(a,'x')==[1,2])
    with pytest.raises(ValueError,match='bad'):
        f(b)
    x=1; self.assertAlmostEqual(x,b,places=2)
`
const SPACIOUS = `# a comment
@pytest.mark.parametrize(
    "a,b",
    [
        (1, 2),  # the first
        (3, 4),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="r")
def test_a(a, b):

        assert f(a, "x") == [
            1,
            2,
        ]

        with pytest.raises(
            ValueError, match="bad"
        ):
            f(b)  # fails
        x = 1
        self.assertAlmostEqual(x, b, places=2,)
`

describe('any text', () => {
  test('layout and comments change nothing but lines [python-tests-layout]', () => {
    const plain = (text: string) =>
      JSON.stringify(read(text), (key, value: unknown) => (key === 'line' ? 0 : value))
    expect(plain(SPACIOUS)).toBe(plain(COMPACT))
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 7, maxLength: 7 }), (gaps) => {
        const lines = COMPACT.split('\n').map(
          (line, index) => line + '\n    # note\n'.repeat(gaps[index] ?? 0),
        )
        expect(plain(lines.join('\n'))).toBe(plain(COMPACT))
      }),
      { numRuns: 50 },
    )
  })

  test('nothing makes it throw', () => {
    const words = [
      'def test_a():\n',
      '    ',
      'assert ',
      'x',
      ' == ',
      '(',
      ')',
      '[',
      '\n',
      'if ',
      ':',
      'self.assertEqual',
      '"',
      '@',
      ',',
      'class T(',
      'with ',
      'for x in ',
      '\u0000',
      '\uD800',
      'é😀',
      'lambda ',
      '*',
      'pytest.raises',
    ]
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom(...words)).map((all) => all.join('')),
        ),
        (text) => {
          expect(() => parsePythonTests('a.py', text)).not.toThrow()
        },
      ),
    )
    expect(parsePythonTests('a.py', `x = ${'('.repeat(5000)}1${')'.repeat(5000)}`)).toBeNull()
  })
})
