/** How much it says that an expression is true: `a === 1` as much as an equality, `a.length >= 0` nothing. */
import type { Node } from 'oxc-parser'
import { STRENGTHS, type Strength } from '../test-file.ts'
import { chainOf, constantOf, everyNode, nameOf, type Source } from './syntax.ts'

export interface Truth {
  readonly strength: Strength
  readonly tolerance: number | null
}

const MEMBERSHIP_CALLS = [
  'includes',
  'has',
  'test',
  'match',
  'startsWith',
  'endsWith',
  'some',
  'every',
  'exec',
]
const YES_OR_NO = ['includes', 'test', 'startsWith', 'endsWith', 'some', 'every']
const EQUALITY_CALLS = ['isDeepStrictEqual', 'isEqual', 'equals', 'deepEqual', 'is']
const TYPE_CALLS = ['isArray', 'isInteger', 'isFinite', 'isBuffer', 'isSafeInteger']

export function truthOf(source: Source, node: Node): Truth {
  if (constantOf(node) !== null) return exactly('tautology')
  switch (node.type) {
    case 'UnaryExpression':
      return node.operator === '!' ? truthOf(source, node.argument) : exactly('truthiness')
    case 'AwaitExpression':
      return truthOf(source, node.argument)
    case 'LogicalExpression':
      return ofLogical(source, node)
    case 'BinaryExpression':
      return ofBinary(source, node)
    case 'CallExpression':
      return exactly(ofCall(chainOf(node).links.at(-1)?.name ?? null))
    default:
      return exactly('truthiness')
  }
}

function exactly(strength: Strength): Truth {
  return { strength, tolerance: null }
}

/** Of several things that must all be true the strongest counts, of alternatives the weakest. */
function ofLogical(source: Source, node: Extract<Node, { type: 'LogicalExpression' }>): Truth {
  const sides = [truthOf(source, node.left), truthOf(source, node.right)].toSorted(
    (one, other) => STRENGTHS.indexOf(one.strength) - STRENGTHS.indexOf(other.strength),
  )
  return (node.operator === '&&' ? sides[0] : sides[1]) ?? exactly('truthiness')
}

function ofBinary(source: Source, node: Extract<Node, { type: 'BinaryExpression' }>): Truth {
  const { left, right, operator } = node
  const isComparison = /^[!=<>]/.test(operator)
  if (isComparison && isSame(source, left, right)) return exactly('tautology')
  const aboutLength = isLength(left) || isLength(right)
  switch (operator) {
    case '===':
    case '==':
      return exactly(isTypeof(left) || isTypeof(right) ? 'type' : aboutLength ? 'length' : 'equality')
    case '!==':
    case '!=':
      return exactly(isNothing(left) || isNothing(right) ? 'truthiness' : 'bound')
    case 'instanceof':
      return exactly('type')
    case 'in':
      return exactly('membership')
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ofOrder(node, aboutLength)
    default:
      return exactly('truthiness')
  }
}

function ofOrder(node: Extract<Node, { type: 'BinaryExpression' }>, aboutLength: boolean): Truth {
  const bound = constantOf(node.right)?.value
  if (aboutLength && holdsForEveryLength(node.operator, bound)) return exactly('tautology')
  const isDistance = ['<', '<='].includes(node.operator) && isAbsolute(node.left)
  return isDistance && typeof bound === 'number'
    ? { strength: 'equality', tolerance: bound }
    : exactly('bound')
}

export function holdsForEveryLength(operator: string, bound: unknown): boolean {
  return (operator === '>=' && bound === 0) || (operator === '>' && bound === -1)
}

function ofCall(name: string | null): Strength {
  if (name === null) return 'truthiness'
  if (MEMBERSHIP_CALLS.includes(name)) return 'membership'
  if (EQUALITY_CALLS.includes(name)) return 'equality'
  return TYPE_CALLS.includes(name) ? 'type' : 'truthiness'
}

export function isLength(node: Node): boolean {
  const last = chainOf(node).links.at(-1)
  return ['length', 'size', 'byteLength'].includes(last?.name ?? '') && last?.args === null
}

/** `Math.abs(a - b)`: how far apart two numbers are. */
export function isAbsolute(node: Node): boolean {
  const { root, links } = chainOf(node)
  return root.type === 'Identifier' && root.name === 'Math' && links[0]?.name === 'abs'
}

/** Whether both sides are the same text, with nothing in it that may differ from one evaluation to the next. */
export function isSame(source: Source, left: Node, right: Node): boolean {
  if (source.textOf(left) !== source.textOf(right)) return false
  return everyNode(left).every(
    ({ type }) => !['CallExpression', 'NewExpression', 'AwaitExpression', 'UpdateExpression'].includes(type),
  )
}

/** `isNaN(a)`, `list.has(b)`: that two such are equal says no more than that one is true. */
export function isYesOrNo(node: Node): boolean {
  const { root, links } = chainOf(node)
  const last = links.at(-1)
  if (last === undefined || last.args === null) return false
  const name = last.name ?? nameOf(root) ?? ''
  return /^(?:is|has)(?:[A-Z]|$)/.test(name) || YES_OR_NO.includes(name)
}

export function isTypeof(node: Node): boolean {
  return node.type === 'UnaryExpression' && node.operator === 'typeof'
}

function isNothing(node: Node): boolean {
  const constant = constantOf(node)
  return constant !== null && (constant.value === null || constant.value === undefined)
}
