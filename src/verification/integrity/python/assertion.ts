/** Assertions out of one Python statement or call: `assert`, unittest, pytest, mock, numpy. */
import { childOfKind, type SyntaxNode } from '../../syntax/node.ts'
import { callOf, lastName, plainText, type PythonCall } from '../../syntax/python.ts'
import type { Assertion, Strength } from '../test-file.ts'
import { constantOf, truthOfConstant } from './constant.ts'
import { claimsOf, compared, FAILURE, literalsOf, numberIn, type Claim } from './truth.ts'

type Found = Claim & Partial<Pick<Assertion, 'exception' | 'helper'>>

/** Operator that a unittest method stands for. */
const COMPARISONS: Readonly<Record<string, string>> = {
  ...operators(
    '==',
    'assertEqual assertEquals assertListEqual assertDictEqual assertTupleEqual assertSetEqual',
  ),
  ...operators('==', 'assertSequenceEqual assertMultiLineEqual assertCountEqual assertItemsEqual'),
  ...operators(
    '==',
    'assert_equal assert_array_equal assert_frame_equal assert_series_equal assert_index_equal',
  ),
  ...operators('!=', 'assertNotEqual assertNotEquals assertNotAlmostEqual'),
  ...{ assertIs: 'is', assertIsNot: 'is not', assertIn: 'in', assertNotIn: 'not in' },
  ...{ assertGreater: '>', assertGreaterEqual: '>=', assertLess: '<', assertLessEqual: '<=' },
}

function operators(operator: string, names: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, operator]))
}

/** Methods that look at their first argument, or at the object they belong to. */
const STRENGTHS_OF: Readonly<Record<string, Strength>> = {
  assertIsNone: 'equality',
  assertIsNotNone: 'truthiness',
  assertRegex: 'membership',
  assertRegexpMatches: 'membership',
  assertNotRegex: 'membership',
  assertDictContainsSubset: 'membership',
  assertIsInstance: 'type',
  assertNotIsInstance: 'type',
  assertIsSubclass: 'type',
  assertHasAttr: 'type',
  assertLogs: 'membership',
  assertNoLogs: 'membership',
  assert_called_once_with: 'equality',
  assert_called_with: 'equality',
  assert_called_once: 'equality',
  assert_not_called: 'equality',
  assert_awaited_once_with: 'equality',
  assert_awaited_with: 'equality',
  assert_awaited_once: 'equality',
  assert_not_awaited: 'equality',
  assert_any_call: 'membership',
  assert_has_calls: 'membership',
  assert_called: 'type',
  assert_awaited: 'type',
}
/** Those that ask something of the object before the dot. */
const ABOUT_OBJECT = /^assert_(?:not_)?(?:any|called|awaited|has)/
const RAISES =
  /^(?:assertRaises(?:Regexp?)?|assertWarns(?:Regex)?|raises|warns|assert_raises(?:_regex)?|deprecated_call)$/
const ALMOST = /^assert(?:AlmostEquals?|_almost_equal|_array_almost_equal|_allclose|_approx_equal)$/
const OPAQUE = /^_*(?:assert|expect|verify|check|should|validate|ensure)(?:[A-Z_]|$)/
const TRUE_BY_NAME = ['assertTrue', 'assert_', 'failUnless', 'assert_true']
const FALSE_BY_NAME = ['assertFalse', 'failIf', 'assert_false']

export function assertionsOf(node: SyntaxNode): readonly Assertion[] {
  const found = node.kind === 'assert_statement' ? ofStatement(node) : ofCall(node)
  const text = plainText(node)
  return found.map((one) => ({ exception: null, helper: null, when: null, ...one, text, line: node.line }))
}

function ofStatement(node: SyntaxNode): readonly Found[] {
  const asserted = node.children[1]
  return asserted === undefined ? [] : claimsOf(asserted)
}

function ofCall(node: SyntaxNode): readonly Found[] {
  const call = callOf(node)
  if (call === null || call.name === null) return []
  const name = lastName(call.name)
  if (name === 'fail' && /^(?:self|pytest)\./.test(call.name)) return [FAILURE]
  if (RAISES.test(name)) return ofException(node, call, name)
  return ofTruth(call, name) ?? ofMethod(node, call, name) ?? ofOpaque(node, call, name)
}

function ofTruth({ args }: PythonCall, name: string): readonly Found[] | null {
  const [first] = args
  if (first === undefined) return null
  if (TRUE_BY_NAME.includes(name)) return claimsOf(first)
  if (!FALSE_BY_NAME.includes(name)) return null
  if (truthOfConstant(first) === true) return [FAILURE]
  const isDecided = truthOfConstant(first) === false
  return (isDecided ? [compared(first, first, '==')] : claimsOf(first)).map((claim) => ({
    ...claim,
    strength: claim.strength === 'equality' || claim.strength === 'length' ? 'bound' : claim.strength,
  }))
}

function ofMethod(node: SyntaxNode, call: PythonCall, name: string): readonly Found[] | null {
  const [first, second] = [call.args[0] ?? call.named.get('first'), call.args[1] ?? call.named.get('second')]
  const operator = COMPARISONS[name]
  if (first !== undefined && second !== undefined) {
    if (operator !== undefined) return [compared(first, second, operator)]
    if (ALMOST.test(name)) return [{ ...compared(first, second, '=='), tolerance: toleranceOf(call, name) }]
  }
  const strength = STRENGTHS_OF[name]
  if (strength === undefined) return null
  const object = node.children[0]?.children[0]
  const subject = ABOUT_OBJECT.test(name) ? object : (first ?? object)
  const isAboutObject = subject === object
  if (subject === undefined) return null
  const isDecided = !isAboutObject && constantOf(subject) !== null && call.args.length < 2
  const isAnything = name === 'assertIsInstance' && second?.text === 'object'
  return [
    {
      strength: isDecided || isAnything ? 'tautology' : strength,
      tolerance: null,
      subject: plainText(subject),
      literals: literalsOf(isAboutObject ? call.args : call.args.slice(1)),
    },
  ]
}

/** unittest compares to seven places; numpy to a relative 1e-7. */
function toleranceOf({ args, named }: PythonCall, name: string): number {
  const isByPlaces = !name.includes('allclose')
  const delta = named.get('delta') ?? args[4] ?? named.get('atol')
  const relative = named.get('rtol') ?? (isByPlaces ? undefined : args[2])
  const distances = [delta, relative].filter((value) => value !== undefined).map(numberIn)
  if (distances.length > 0) return Math.max(...distances)
  if (!isByPlaces) return 1e-7
  const places = named.get('places') ?? named.get('decimal') ?? args[2]
  const isMissing = places === undefined || constantOf(places)?.value === null
  return 10 ** -(isMissing ? 7 : numberIn(places)) / 2
}

const GENERAL_EXCEPTIONS = ['Exception', 'BaseException', 'Warning']

function ofException(node: SyntaxNode, call: PythonCall, name: string): readonly Found[] {
  const type = call.args[0] ?? call.named.get('expected_exception')
  const exception =
    type === undefined ? (name === 'deprecated_call' ? 'DeprecationWarning' : 'Exception') : plainText(type)
  const patterns = [
    call.named.get('match'),
    call.named.get('expected_regex'),
    /Regex/.test(name) ? call.args[1] : undefined,
  ]
  const said = patterns.filter((pattern) => pattern !== undefined)
  const saysMore = said.some(
    (pattern) => !['', '.*', '.'].includes(String(constantOf(pattern)?.value ?? ' ')),
  )
  const isGeneral = GENERAL_EXCEPTIONS.includes(exception)
  return [
    {
      strength: saysMore || !isGeneral ? 'membership' : 'type',
      tolerance: null,
      subject: `raises ${whatRaises(node, call)}`,
      literals: literalsOf(said),
      exception,
    },
  ]
}

/** The block of `with pytest.raises(E):`, or what stands behind the type in `assertRaises(E, f, x)`. */
function whatRaises(node: SyntaxNode, { args }: PythonCall): string {
  const isPart = ['as_pattern', 'with_item', 'with_clause', 'parenthesized_expression']
  let outer = node.parent
  while (outer !== null && isPart.includes(outer.kind)) outer = outer.parent
  const block = outer?.kind === 'with_statement' ? childOfKind(outer, 'block') : undefined
  return block === undefined ? args.slice(1).map(plainText).join(',') : plainText(block)
}

/** A function from elsewhere that is named like an assertion. */
function ofOpaque(node: SyntaxNode, { name, args, named }: PythonCall, last: string): readonly Found[] {
  const isMethod = name !== last && !/^(?:self|cls|\w+)\.\w+$/.test(name ?? '')
  if (isMethod || !OPAQUE.test(last) || args.length + named.size === 0) return []
  const literals = literalsOf([...args, ...named.values()])
  return [{ strength: 'equality', tolerance: null, subject: plainText(node), literals, helper: last }]
}
