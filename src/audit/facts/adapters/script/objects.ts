/** Reading object literals. */
import type { Expression, Node, ObjectExpression } from 'oxc-parser'

interface Keyed {
  readonly key: Node
  readonly computed: boolean
}

/** The name of a property or method as it is written; null where it is computed. */
export function keyOf({ key, computed }: Keyed): string | null {
  if (key.type === 'Literal') return String(key.value)
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  return key.type === 'Identifier' && !computed ? key.name : null
}

/** What an object literal gives a field; undefined where it says nothing. The last one counts. */
export function fieldOf(object: Node | null | undefined, name: string): Expression | undefined {
  if (object?.type !== 'ObjectExpression') return undefined
  let found: Expression | undefined
  for (const property of object.properties)
    if (property.type === 'Property' && keyOf(property) === name) found = property.value
  return found
}

export function hasSpread({ properties }: ObjectExpression): boolean {
  return properties.some(({ type }) => type === 'SpreadElement')
}

/** Names of all fields; null where some cannot be told. */
export function fieldNames(object: Node | null | undefined): readonly string[] | null {
  if (object?.type !== 'ObjectExpression' || hasSpread(object)) return null
  const names = object.properties.map((property) => (property.type === 'Property' ? keyOf(property) : null))
  return names.every((name) => name !== null) ? names : null
}
