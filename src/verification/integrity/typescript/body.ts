/** What a test's body asserts, and how it calls itself off. */
import type { Node } from 'oxc-parser'
import type { Assertion, Skip } from '../test-file.ts'
import { assertionOf, partsToSearch, type Names } from './assertion.ts'
import { conditionOf, skipWhen, strictest, under } from './conditions.ts'
import {
  chainOf,
  childrenOf,
  constantOf,
  everyNode,
  isFunction,
  nameOf,
  type FunctionNode,
  type Source,
} from './syntax.ts'

export interface BodyReader {
  readonly source: Source
  readonly names: Names
  /** Functions of the file by name. */
  readonly helpers: ReadonlyMap<string, FunctionNode>
  /** Whether the expression declares a test of its own, whose assertions are not this one's. */
  isTest(node: Node): boolean
}

export interface BodyFacts {
  readonly assertions: readonly Assertion[]
  readonly skip: Skip | null
  readonly retries: number
}

interface State {
  readonly isSwallowed: boolean
  /** Condition under which this part runs; null for always. */
  readonly when: string | null
  /** Helpers that are being read, so that recursion ends. */
  readonly stack: readonly string[]
}

const START: State = { isSwallowed: false, when: null, stack: [] }
const MAX_DEPTH = 4
/** A test that asserts more often says nothing more by it. */
const MAX_ASSERTIONS = 1_000

export function readBody(reader: BodyReader, body: Node): BodyFacts {
  const found: Found = { assertions: [], skips: [], retries: 0 }
  visit(reader, isFunction(body) ? (body.body ?? body) : body, START, found)
  return { assertions: found.assertions, skip: strictest(found.skips), retries: found.retries }
}

interface Found {
  readonly assertions: Assertion[]
  readonly skips: Skip[]
  retries: number
}

function visit(reader: BodyReader, node: Node, state: State, found: Found): void {
  if (found.assertions.length >= MAX_ASSERTIONS) return
  switch (node.type) {
    case 'BlockStatement':
      for (const statement of node.body) {
        visit(reader, statement, state, found)
        if (alwaysLeaves(statement)) return
      }
      return
    case 'IfStatement':
      visitIf(reader, node, state, found)
      return
    case 'TryStatement':
      visit(reader, node.block, { ...state, isSwallowed: state.isSwallowed || swallows(reader, node) }, found)
      for (const part of [node.handler, node.finalizer]) if (part) visit(reader, part, state, found)
      return
    case 'LogicalExpression':
      if (node.operator === '&&' && constantOf(node.left)?.value === false) return
      break
    case 'CallExpression':
    case 'MemberExpression':
      visitChain(reader, node, state, found)
      return
    default:
  }
  for (const child of childrenOf(node)) visit(reader, child, state, found)
}

function alwaysLeaves(statement: Node): boolean {
  if (statement.type === 'ReturnStatement' || statement.type === 'ThrowStatement') return true
  if (statement.type === 'BlockStatement') return statement.body.some(alwaysLeaves)
  return (
    statement.type === 'IfStatement' &&
    constantOf(statement.test)?.value === true &&
    alwaysLeaves(statement.consequent)
  )
}

type If = Extract<Node, { type: 'IfStatement' }>

function visitIf(reader: BodyReader, node: If, state: State, found: Found): void {
  visit(reader, node.test, state, found)
  const branches = [
    { branch: node.consequent, condition: conditionOf(reader.source, node.test) },
    { branch: node.alternate, condition: conditionOf(reader.source, node.test, true) },
  ]
  for (const { branch, condition } of branches) {
    if (branch === null || condition === 'never') continue
    const when = [state.when, condition.when].filter((part) => part !== null).join('&&')
    visit(reader, branch, { ...state, when: when === '' ? null : when }, found)
  }
}

/** A handler that neither throws nor asserts nor tells anybody lets every failure pass. */
function swallows(reader: BodyReader, node: Extract<Node, { type: 'TryStatement' }>): boolean {
  if (node.handler === null) return false
  return !everyNode(node.handler.body).some(
    (part) =>
      part.type === 'ThrowStatement' ||
      assertionOf(reader.source, part, reader.names) !== null ||
      (part.type === 'CallExpression' && /^(?:done|reject|fail|next)$/.test(nameOf(part.callee) ?? '')),
  )
}

function visitChain(reader: BodyReader, node: Node, state: State, found: Found): void {
  if (reader.isTest(node)) return
  const assertion = assertionOf(reader.source, node, reader.names)
  const local = nameOf(node.type === 'CallExpression' ? node.callee : null)
  const helper = local === null ? undefined : reader.helpers.get(local)
  if (helper !== undefined && local !== null) visitHelper(reader, { node, local, helper }, state, found)
  else if (assertion !== null) found.assertions.push(inState(assertion, state))
  else readCallOff(reader, node, state, found)
  for (const part of partsToSearch(node)) visit(reader, part, state, found)
}

function inState(assertion: Assertion, { isSwallowed, when }: State): Assertion {
  return { ...assertion, when, ...(isSwallowed ? { strength: 'tautology' } : {}) }
}

interface HelperCall {
  readonly node: Node
  readonly local: string
  readonly helper: FunctionNode
}

function visitHelper(
  reader: BodyReader,
  { node, local, helper }: HelperCall,
  state: State,
  found: Found,
): void {
  if (state.stack.includes(local) || state.stack.length >= MAX_DEPTH || helper.body === null) return
  const inside: Found = { assertions: [], skips: [], retries: 0 }
  visit(reader, helper.body, { ...state, stack: [...state.stack, local] }, inside)
  const call = reader.source.textOf(node)
  const line = reader.source.lineOf(node)
  found.skips.push(...inside.skips)
  const throws =
    inside.assertions.length === 0 && everyNode(helper.body).some(({ type }) => type === 'ThrowStatement')
  const own = throws ? assertionOf(reader.source, node, reader.names) : null
  if (own !== null) found.assertions.push(inState(own, state))
  for (const assertion of inside.assertions) {
    const { text, subject } = assertion
    found.assertions.push({
      ...assertion,
      text: `${call}: ${text}`,
      subject: `${call}: ${subject}`,
      helper: local,
      line,
    })
  }
}

/** `this.skip()`, `t.skip('why')`, `t.todo()`, `test.skip(condition, 'why')`, `this.retries(2)`, `pending()`. */
function readCallOff(reader: BodyReader, node: Node, state: State, found: Found): void {
  const { root, links } = chainOf(node)
  const last = links.at(-1)
  if (last?.args === null || last === undefined) return
  const name = last.name ?? nameOf(root)
  const first = last.args[0]
  if (name === 'retries' && first !== undefined) {
    const times = constantOf(first)?.value
    if (typeof times === 'number') found.retries = Math.max(found.retries, times)
  }
  const isOwn =
    root.type === 'ThisExpression' || /^(?:t|ctx|context|test|it|tc|pending|skip)$/.test(nameOf(root) ?? '')
  if (!isOwn || links.length > 1 || !/^(?:skip|todo|fixme|pending)$/.test(name ?? '')) return
  const isCondition = first !== undefined && typeof constantOf(first)?.value !== 'string'
  const reason =
    last.args.map((arg) => constantOf(arg)?.value).find((value) => typeof value === 'string') ?? null
  const condition = isCondition ? conditionOf(reader.source, first) : { when: null }
  const skip = skipWhen(condition, name === 'todo' ? 'todo' : 'skip', reason)
  if (skip !== null) found.skips.push(under(skip, state.when))
}
