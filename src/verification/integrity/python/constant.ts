import { callOf, lastName, stringValue, unwrapped } from '../../syntax/python.ts'
import type { SyntaxNode } from '../../syntax/node.ts'

export type Constant = string | number | boolean | null

/** The value of an expression that no run can change; null when there is none such. */
export function constantOf(node: SyntaxNode): { readonly value: Constant } | null {
  const inner = unwrapped(node)
  switch (inner.kind) {
    case 'true':
      return { value: true }
    case 'false':
      return { value: false }
    case 'none':
      return { value: null }
    case 'integer':
    case 'float':
      return numberOf(inner.text)
    case 'string':
    case 'concatenated_string': {
      const value = stringValue(inner)
      return value === null ? null : { value }
    }
    case 'unary_operator':
      return negativeOf(inner)
    case 'not_operator': {
      const operand = inner.children.at(-1)
      const known = operand === undefined ? null : truthOfConstant(operand)
      return known === null ? null : { value: !known }
    }
    default:
      return null
  }
}

/** Whether an expression is true or false in every run; null when runs may differ. */
export function truthOfConstant(node: SyntaxNode): boolean | null {
  const inner = unwrapped(node)
  const constant = constantOf(inner)
  if (constant !== null) return Boolean(constant.value)
  const [left, operator, right] = inner.children
  switch (inner.kind) {
    case 'tuple':
    case 'list':
    case 'set':
    case 'dictionary':
      return itemsOf(inner).every(({ kind }) => !kind.includes('splat')) ? itemsOf(inner).length > 0 : null
    case 'lambda':
      return true
    case 'boolean_operator':
      return left === undefined || right === undefined || operator === undefined
        ? null
        : ofSides(operator.kind === 'or', [truthOfConstant(left), truthOfConstant(right)])
    case 'call':
      return isInstanceOfAnything(inner) ? true : null
    default:
      return null
  }
}

/** Elements of a list, tuple, set, dictionary or argument list. */
export function itemsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter(({ kind }) => !['(', ')', '[', ']', '{', '}', ','].includes(kind))
}

/** `x or True` is true and `x and False` is false, whatever x is. */
function ofSides(isAlternative: boolean, sides: readonly (boolean | null)[]): boolean | null {
  if (sides.includes(isAlternative)) return isAlternative
  return sides.includes(null) ? null : !isAlternative
}

function isInstanceOfAnything(node: SyntaxNode): boolean {
  const call = callOf(node)
  const type = call?.args[1]
  if (lastName(call?.name ?? null) !== 'isinstance' || type === undefined) return false
  return (
    type.text === 'object' || (type.kind === 'tuple' && itemsOf(type).some(({ text }) => text === 'object'))
  )
}

function negativeOf(node: SyntaxNode): { readonly value: Constant } | null {
  const [operator, operand] = node.children
  const constant = operand === undefined ? null : constantOf(operand)
  if (operator?.kind !== '-' || typeof constant?.value !== 'number') return null
  return { value: -constant.value }
}

function numberOf(text: string): { readonly value: number } | null {
  const value = Number(text.replaceAll('_', '').toLowerCase())
  return Number.isNaN(value) ? null : { value }
}
