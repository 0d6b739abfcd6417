/** Strings that a file puts together: what of them is certain, and what is filled in at run time. */
import type { ArrayExpression, Expression, Node, TemplateLiteral } from 'oxc-parser'
import { chainOf, isFunction } from '../../../../verification/integrity/typescript/syntax.ts'
import { fieldOf } from './objects.ts'
import type { Outline, Scope } from './outline.ts'

/** A piece of text, or the expression that stands where nobody knows the text. */
export type Part = string | Expression
export type Parts = readonly Part[]

const MOST_ALTERNATIVES = 8
const MOST_STEPS = 12

interface Folding {
  readonly outline: Outline
  readonly scope: Scope
  readonly steps: number
}

/** All the ways a string can come out: more than one where a condition decides. */
export function alternativesOf(outline: Outline, scope: Scope, node: Node): readonly Parts[] {
  return fold({ outline, scope, steps: 0 }, node).map(joined)
}

/** The text of an expression that no run can change; null where there is none such. */
export function textOf(outline: Outline, scope: Scope, node: Node | null | undefined): string | null {
  if (node === null || node === undefined) return null
  const [only, ...others] = alternativesOf(outline, scope, node)
  if (only === undefined || others.length > 0) return null
  if (only.length === 0) return ''
  return only.length === 1 && typeof only[0] === 'string' ? only[0] : null
}

/** The same with `{}` for what is filled in at run time; null where nothing of it is certain. */
export function patternOf(outline: Outline, scope: Scope, node: Node | null | undefined): string | null {
  if (node === null || node === undefined) return null
  const [first] = alternativesOf(outline, scope, node)
  if (first === undefined || !first.some((part) => typeof part === 'string')) return null
  return first.map((part) => (typeof part === 'string' ? part : '{}')).join('')
}

function fold(given: Folding, node: Node): readonly Parts[] {
  // What has no other reading is unknown; only expressions come here.
  const unknown = [[node as Expression]]
  if (given.steps > MOST_STEPS) return unknown
  const at = { ...given, steps: given.steps + 1 }
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number'
        ? [[String(node.value)]]
        : unknown
    case 'TemplateLiteral':
      return ofTemplate(at, node)
    case 'BinaryExpression':
      return node.operator === '+' ? product(fold(at, node.left), fold(at, node.right)) : unknown
    case 'ConditionalExpression':
      return [...fold(at, node.consequent), ...fold(at, node.alternate)].slice(0, MOST_ALTERNATIVES)
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return fold(at, node.expression)
    case 'Identifier':
      return ofName(at, node.name) ?? unknown
    case 'MemberExpression':
      return ofMember(at, node) ?? unknown
    case 'CallExpression':
      return ofCall(at, node) ?? unknown
    default:
      return unknown
  }
}

function ofTemplate(at: Folding, { quasis, expressions }: TemplateLiteral): readonly Parts[] {
  let found: readonly Parts[] = [[]]
  for (const [index, { value }] of quasis.entries()) {
    found = product(found, [[value.cooked ?? value.raw]])
    const expression = expressions[index]
    if (expression !== undefined) found = product(found, fold(at, expression))
  }
  return found
}

/** A variable counts while it is what it was made with; what is added to it later is unknown. */
function ofName(at: Folding, name: string): readonly Parts[] | null {
  const { outline } = at
  if (outline.reassigned.has(name)) return null
  const found = valueOf(at.scope, name)
  if (found === null) return null
  const value = fold({ ...at, scope: found.scope }, found.value)
  // Only what is put together here is worth following: an unknown value is better known by its name.
  const isText = value.some((parts) => parts.length !== 1 || typeof parts[0] === 'string')
  if (!isText && found.value.type !== 'Identifier') return null
  return outline.lengthened.has(name) ? product(value, [[found.value]]) : value
}

function ofMember(at: Folding, node: Extract<Node, { type: 'MemberExpression' }>): readonly Parts[] | null {
  if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier' || node.computed) return null
  const found = valueOf(at.scope, node.object.name)
  if (found === null) return null
  const value = fieldOf(plain(found.value), node.property.name)
  if (value === undefined) return null
  const folded = fold({ ...at, scope: found.scope }, value)
  return folded.some((parts) => parts.some((part) => typeof part === 'string')) ? folded : null
}

function ofCall(at: Folding, node: Extract<Node, { type: 'CallExpression' }>): readonly Parts[] | null {
  const { callee } = node
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null
  const object = plain(callee.object)
  if (callee.property.name === 'join' && object.type === 'ArrayExpression')
    return ofJoin(at, object, node.arguments[0])
  return ['toString', 'concat'].includes(callee.property.name) && node.arguments.length === 0
    ? fold(at, object)
    : null
}

function ofJoin(at: Folding, { elements }: ArrayExpression, by: Node | undefined): readonly Parts[] | null {
  const separator = by === undefined ? ',' : by.type === 'Literal' ? by.value : null
  if (typeof separator !== 'string') return null
  let found: readonly Parts[] = [[]]
  for (const [index, element] of elements.entries()) {
    if (element === null || element.type === 'SpreadElement') return null
    if (index > 0) found = product(found, [[separator]])
    found = product(found, fold(at, element))
  }
  return found
}

/** What a name was made with, seen from a scope; null for parameters and for what is not made here. */
export function valueOf(
  from: Scope,
  name: string,
): { readonly value: Expression; readonly scope: Scope } | null {
  for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {
    const value = scope.values.get(name)
    if (value !== undefined) return isFunction(value) ? null : { value, scope }
    if (scope.parameters.has(name) || scope.opaque.has(name)) return null
  }
  return null
}

/** Without what types add around an expression. */
export function plain(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'ChainExpression':
    case 'AwaitExpression':
      return plain(node.type === 'AwaitExpression' ? node.argument : node.expression)
    case 'CallExpression': {
      // Object.freeze({..}) is what it freezes.
      const { root, links } = chainOf(node)
      const isFreeze = root.type === 'Identifier' && root.name === 'Object' && links[0]?.name === 'freeze'
      const [first] = node.arguments
      return isFreeze && first !== undefined ? plain(first) : node
    }
    default:
      return node
  }
}

function product(left: readonly Parts[], right: readonly Parts[]): readonly Parts[] {
  return left.flatMap((one) => right.map((other) => [...one, ...other])).slice(0, MOST_ALTERNATIVES)
}

function joined(parts: Parts): Parts {
  const found: Part[] = []
  for (const part of parts) {
    const last = found.at(-1)
    if (part === '') continue
    if (typeof part === 'string' && typeof last === 'string') found[found.length - 1] = last + part
    else found.push(part)
  }
  return found
}
