import type { Expression, ObjectPattern } from 'oxc-parser'
import type { FunctionNode } from '../../../../verification/integrity/typescript/syntax.ts'
import { keyOf } from './objects.ts'

export interface Parameter {
  /** Place of the argument, from 0. */
  readonly at: number
  /** Name of the field of that argument; null where it is the whole of it. */
  readonly field: string | null
  readonly default: Expression | null
}

/** What the parameters of a function are called inside it. */
export function parametersOf({ params }: FunctionNode): ReadonlyMap<string, Parameter> {
  const found = new Map<string, Parameter>()
  for (const [at, given] of params.entries()) {
    const parameter = given.type === 'TSParameterProperty' ? given.parameter : given
    const [pattern, value] =
      parameter.type === 'AssignmentPattern' ? [parameter.left, parameter.right] : [parameter, null]
    if (pattern.type === 'Identifier') found.set(pattern.name, { at, field: null, default: value })
    else if (pattern.type === 'ObjectPattern') addFields(found, at, pattern)
  }
  return found
}

function addFields(found: Map<string, Parameter>, at: number, { properties }: ObjectPattern): void {
  for (const property of properties) {
    if (property.type !== 'Property') continue
    const [local, value] =
      property.value.type === 'AssignmentPattern'
        ? [property.value.left, property.value.right]
        : [property.value, null]
    const field = keyOf(property)
    if (local.type === 'Identifier' && field !== null) found.set(local.name, { at, field, default: value })
  }
}
