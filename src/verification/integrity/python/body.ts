/** What a Python test's body asserts, and how it calls itself off. */
import { childOfKind, everyNode, type SyntaxNode } from '../../syntax/node.ts'
import { callOf, dottedName, lastName, plainText } from '../../syntax/python.ts'
import type { Assertion, Skip } from '../test-file.ts'
import { strictest, under } from '../typescript/conditions.ts'
import { assertionsOf } from './assertion.ts'
import { itemsOf, truthOfConstant } from './constant.ts'
import { countOf, pythonCondition, reasonOf } from './marks.ts'

/** Functions that a test may call: `check` of the file, `self.check` of its class. */
export type Helpers = ReadonlyMap<string, SyntaxNode>

export interface BodyFacts {
  readonly assertions: readonly Assertion[]
  readonly skip: Skip | null
  /** How often the body runs with other values in `subTest`. */
  readonly cases: number | null
}

interface State {
  readonly isSwallowed: boolean
  readonly when: string | null
  /** Helpers that are being read, so that recursion ends. */
  readonly stack: readonly string[]
}

interface Found {
  readonly helpers: Helpers
  readonly assertions: Assertion[]
  readonly skips: Skip[]
  cases: number | null
}

const MAX_DEPTH = 4
/** A test that asserts more often says nothing more by it. */
const MAX_ASSERTIONS = 1000
const LEAVES = ['return_statement', 'raise_statement', 'continue_statement', 'break_statement']
const CALLS_OFF = /^(?:pytest|self|unittest)\.(?:skip|skipTest|xfail)$/
const CATCH_FAILURES = ['AssertionError', 'Exception', 'BaseException']
const NOT_RUN_HERE = ['class_definition', 'decorated_definition', 'lambda']

/** `block` is the body of a test, a fixture-like method or a module. */
export function readBody(block: SyntaxNode, helpers: Helpers): BodyFacts {
  const local = new Map([...helpers, ...functionsIn(block)])
  const found: Found = { helpers: local, assertions: [], skips: [], cases: 1 }
  visit(block, { isSwallowed: false, when: null, stack: [] }, found)
  return { assertions: found.assertions, skip: strictest(found.skips), cases: found.cases }
}

/** Functions that stand directly in a block, by name. */
export function functionsIn(block: SyntaxNode): Map<string, SyntaxNode> {
  const functions = block.children
    .map((child) => (child.kind === 'decorated_definition' ? child.children.at(-1) : child))
    .filter((child) => child?.kind === 'function_definition')
  return new Map(functions.flatMap((one) => (one === undefined ? [] : [[nameOf(one), one] as const])))
}

export function nameOf(definition: SyntaxNode): string {
  return childOfKind(definition, 'identifier')?.text ?? ''
}

function visit(node: SyntaxNode, state: State, found: Found): void {
  if (found.assertions.length >= MAX_ASSERTIONS || NOT_RUN_HERE.includes(node.kind)) return
  switch (node.kind) {
    case 'function_definition':
      return
    case 'block':
      for (const statement of node.children) {
        visit(statement, state, found)
        if (leaves(statement)) return
      }
      return
    case 'if_statement':
      visitIf(node, state, found)
      return
    case 'while_statement':
      if (node.children[1] !== undefined && truthOfConstant(node.children[1]) === false) return
      break
    case 'for_statement':
      if (isEmptyLoop(node)) return
      countSubTests(node, found)
      break
    case 'try_statement':
    case 'with_statement':
      visitGuarded(node, state, found)
      return
    case 'raise_statement':
      readRaise(node, state, found)
      break
    case 'assert_statement':
    case 'call':
      visitClaim(node, state, found)
      return
    default:
  }
  for (const child of node.children) visit(child, state, found)
}

function leaves(statement: SyntaxNode): boolean {
  const call = callOf(statement.children[0])
  return LEAVES.includes(statement.kind) || (call !== null && CALLS_OFF.test(call.name ?? ''))
}

function visitIf(node: SyntaxNode, state: State, found: Found): void {
  const [, condition] = node.children
  const block = childOfKind(node, 'block')
  if (condition === undefined || block === undefined) return
  visit(condition, state, found)
  const rest = node.children.filter(({ kind }) => kind === 'elif_clause' || kind === 'else_clause')
  visitUnder(block, pythonCondition(condition), state, found)
  for (const clause of rest) visitUnder(clause, pythonCondition(condition, true), state, found)
}

function visitUnder(
  node: SyntaxNode,
  condition: ReturnType<typeof pythonCondition>,
  state: State,
  found: Found,
): void {
  if (condition === 'never') return
  const when = [state.when, condition.when].filter((part) => part !== null).join('&&')
  const inner = { ...state, when: when === '' ? null : when }
  if (node.kind === 'elif_clause') visitIf(node, inner, found)
  else visit(node, inner, found)
}

function isEmptyLoop(node: SyntaxNode): boolean {
  const over = node.children[node.children.findIndex(({ kind }) => kind === 'in') + 1]
  return over !== undefined && ['list', 'tuple'].includes(over.kind) && itemsOf(over).length === 0
}

function countSubTests(node: SyntaxNode, found: Found): void {
  const isSubTest = everyNode(node).some((part) => lastName(callOf(part)?.name ?? null) === 'subTest')
  if (!isSubTest) return
  const over = node.children[node.children.findIndex(({ kind }) => kind === 'in') + 1]
  const count = countOf(over)
  found.cases = count === null || found.cases === null ? null : found.cases * count
}

/** A handler that neither raises nor asserts lets every failure pass. */
function visitGuarded(node: SyntaxNode, state: State, found: Found): void {
  const isSwallowed =
    state.isSwallowed || (node.kind === 'try_statement' ? node.children.some(swallows) : suppresses(node))
  for (const child of node.children)
    visit(child, child.kind === 'block' ? { ...state, isSwallowed } : state, found)
}

function swallows(clause: SyntaxNode): boolean {
  const block = childOfKind(clause, 'block')
  if (!/^except_(?:group_)?clause$/.test(clause.kind) || block === undefined) return false
  const caught = clause.children.slice(1, clause.children.indexOf(block)).flatMap(everyNode)
  const names = caught.filter(({ kind }) => kind === 'identifier').map(({ text }) => text)
  const catches = names.length === 0 || names.some((name) => CATCH_FAILURES.includes(name))
  return catches && !everyNode(block).some(isHeard)
}

function isHeard(node: SyntaxNode): boolean {
  return node.kind === 'raise_statement' || assertionsOf(node).length > 0
}

function suppresses(node: SyntaxNode): boolean {
  return everyNode(childOfKind(node, 'with_clause') ?? node).some((part) => {
    const call = callOf(part)
    return (
      lastName(call?.name ?? null) === 'suppress' &&
      (call?.args ?? []).some(({ text }) => CATCH_FAILURES.includes(text))
    )
  })
}

function visitClaim(node: SyntaxNode, state: State, found: Found): void {
  const name = callOf(node)?.name ?? ''
  const helper = found.helpers.get(name.replace(/^cls\./, 'self.'))
  if (helper !== undefined) visitHelper({ node, name, helper }, state, found)
  else {
    const assertions = assertionsOf(node)
    found.assertions.push(...assertions.map((one) => inState(one, state)))
    readCallOff(node, state, found)
  }
  for (const child of node.children)
    if (child.kind !== 'attribute' || helper === undefined) visit(child, state, found)
}

function inState(assertion: Assertion, { isSwallowed, when }: State): Assertion {
  return { ...assertion, when, ...(isSwallowed ? { strength: 'tautology' } : {}) }
}

interface HelperCall {
  readonly node: SyntaxNode
  readonly name: string
  readonly helper: SyntaxNode
}

function visitHelper({ node, name, helper }: HelperCall, state: State, found: Found): void {
  const block = childOfKind(helper, 'block')
  if (block === undefined || state.stack.includes(name) || state.stack.length >= MAX_DEPTH) return
  const inside: Found = { ...found, assertions: [], skips: [] }
  visit(block, { ...state, stack: [...state.stack, name] }, inside)
  found.skips.push(...inside.skips)
  const raises =
    inside.assertions.length === 0 && everyNode(block).some(({ kind }) => kind === 'raise_statement')
  if (raises) found.assertions.push(...assertionsOf(node).map((one) => inState(one, state)))
  const call = plainText(node)
  for (const one of inside.assertions)
    found.assertions.push({
      ...one,
      text: `${call}: ${one.text}`,
      subject: `${call}: ${one.subject}`,
      helper: lastName(name),
      line: node.line,
    })
}

/** `pytest.skip("why")`, `self.skipTest("why")`, `pytest.xfail()`, `pytest.importorskip("numpy")`. */
function readCallOff(node: SyntaxNode, state: State, found: Found): void {
  const call = callOf(node)
  if (call === null) return
  if (lastName(call.name) === 'importorskip') {
    found.skips.push(under({ kind: 'skip', when: plainText(node), reason: null }, state.when))
    return
  }
  if (!CALLS_OFF.test(call.name ?? '')) return
  const kind = lastName(call.name) === 'xfail' ? 'expected-failure' : 'skip'
  found.skips.push(under({ kind, when: null, reason: reasonOf(call, 0) }, state.when))
}

/** `raise unittest.SkipTest("why")`. */
function readRaise(node: SyntaxNode, state: State, found: Found): void {
  const [, raised] = node.children
  const call = callOf(raised)
  if (!/^Skip(?:Test)?$/.test(lastName(call?.name ?? dottedName(raised)))) return
  const reason = call === null ? null : reasonOf(call, 0)
  found.skips.push(under({ kind: 'skip', when: null, reason }, state.when))
}
