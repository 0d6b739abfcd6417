/** What the readers of test files need of a syntax tree, and nothing about tests. */
import type { Argument, ArrowFunctionExpression, Expression, Function, Node, Program } from 'oxc-parser'
import { linesOf } from '../../syntax/node.ts'
import { keysOf, parseScriptProgram } from '../../syntax/script-program.ts'
import { normalText, withDoubleQuotes } from '../normal-text.ts'

export interface Source {
  readonly program: Program
  /** Normalised text of a node. */
  textOf(node: Node): string
  /** Counted from 1. */
  lineOf(node: Node): number
}

/** Null when the text is not TypeScript or JavaScript, by its name or by its grammar. */
export function parseSource(path: string, source: string): Source | null {
  const parsed = parseScriptProgram(path, source)
  if (parsed === null) return null
  const { program, text } = parsed
  const lineOf = linesOf(text)
  return {
    program,
    textOf: ({ start, end }) => normalText(text.slice(start, end)),
    lineOf: ({ start }) => lineOf(start),
  }
}

export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = []
  for (const key of keysOf(node.type)) {
    // The parser's own table says that the values below these keys are nodes, lists of them, or null.
    const value = node[key as keyof Node] as unknown as Node | readonly (Node | null)[] | null | undefined
    for (const child of isList(value) ? value : [value])
      if (child !== null && child !== undefined) children.push(child)
  }
  return children
}

function isList<Item, Other>(value: readonly Item[] | Other): value is readonly Item[] {
  return Array.isArray(value)
}

export function everyNode(node: Node): Node[] {
  const found: Node[] = []
  const waiting: Node[] = [node]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next)
    for (const child of childrenOf(next).toReversed()) waiting.push(child)
  }
  return found
}

export interface Link {
  /** Null for a call of what stands before, or for a computed property. */
  readonly name: string | null
  readonly args: readonly Argument[] | null
}

/** `expect(a).not.toBe(1)` is the root `expect` with the links `(a)`, `not`, `toBe(1)`. */
export interface Chain {
  readonly root: Expression
  readonly links: readonly Link[]
}

export function chainOf(expression: Node): Chain {
  const links: Link[] = []
  let node: Node = expression
  for (;;) {
    switch (node.type) {
      case 'CallExpression': {
        const { callee } = node
        const args = node.arguments
        if (callee.type === 'MemberExpression') {
          links.unshift({ name: propertyName(callee), args })
          node = callee.object
        } else {
          links.unshift({ name: null, args })
          node = callee
        }
        break
      }
      case 'TaggedTemplateExpression': {
        const { tag, quasi } = node
        if (tag.type === 'MemberExpression') {
          links.unshift({ name: propertyName(tag), args: [quasi] })
          node = tag.object
        } else {
          links.unshift({ name: null, args: [quasi] })
          node = tag
        }
        break
      }
      case 'MemberExpression':
        links.unshift({ name: propertyName(node), args: null })
        node = node.object
        break
      case 'ChainExpression':
      case 'TSNonNullExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'ParenthesizedExpression':
      case 'TSInstantiationExpression':
        node = node.expression
        break
      default:
        // Only expressions stand to the left of a call or a property.
        return { root: node as Expression, links }
    }
  }
}

function propertyName(node: Extract<Node, { type: 'MemberExpression' }>): string | null {
  if (!node.computed && 'name' in node.property) return node.property.name
  return node.property.type === 'Literal' ? String(node.property.value) : null
}

export function nameOf(node: Node | null | undefined): string | null {
  return node?.type === 'Identifier' ? node.name : null
}

export type FunctionNode = ArrowFunctionExpression | Function

export function isFunction(node: Node): node is FunctionNode {
  return ['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration'].includes(node.type)
}

export type Constant = string | number | boolean | null | undefined

/** The value of an expression that no run can change; null when there is none such. */
export function constantOf(node: Node): { readonly value: Constant } | null {
  switch (node.type) {
    case 'Literal':
      if ('regex' in node || typeof node.value === 'bigint') return null
      return typeof node.value === 'object' ? { value: null } : { value: node.value }
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? { value: node.quasis[0]?.value.cooked ?? '' } : null
    case 'Identifier':
      return node.name === 'undefined' ? { value: undefined } : null
    case 'UnaryExpression':
      return ofUnary(node.operator, constantOf(node.argument))
    case 'BinaryExpression':
      return ofBinary(node.operator, constantOf(node.left), constantOf(node.right))
    case 'LogicalExpression':
      return ofLogical(node.operator, constantOf(node.left), constantOf(node.right))
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return constantOf(node.expression)
    default:
      return null
  }
}

type Known = { readonly value: Constant } | null

function ofUnary(operator: string, operand: Known): Known {
  if (operand === null) return null
  if (operator === '!') return { value: operand.value === undefined ? true : !operand.value }
  if (operator === '-' && typeof operand.value === 'number') return { value: -operand.value }
  return null
}

function ofBinary(operator: string, left: Known, right: Known): Known {
  if (left === null || right === null) return null
  if (operator === '===' || operator === '==') return { value: left.value === right.value }
  if (operator === '!==' || operator === '!=') return { value: left.value !== right.value }
  return null
}

/** `x || true` is true and `x && false` is false, whatever x is; for a test that is all that counts. */
function ofLogical(operator: string, left: Known, right: Known): Known {
  for (const side of [left, right]) {
    if (side === null) continue
    if (operator === '||' && Boolean(side.value)) return side
    if (operator === '&&' && !side.value) return side
  }
  return left !== null && right !== null && operator !== '??' ? right : null
}

/** Literals below a node, in one form. */
export function literalsOf(source: Source, nodes: readonly Node[]): string[] {
  return nodes.flatMap(everyNode).flatMap((node) => {
    if (node.type === 'TemplateLiteral') return [source.textOf(node)]
    if (node.type !== 'Literal') return []
    return [
      typeof node.value === 'string' && node.raw !== null ? withDoubleQuotes(node.raw) : source.textOf(node),
    ]
  })
}
