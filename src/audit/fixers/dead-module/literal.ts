import type { Expression } from 'oxc-parser'

/** Stands in a text for what is known at run time alone. */
export const UNKNOWN = '\0'

/** A text of a script as far as it is known before it runs. */
export interface Text {
  /** What is not known stands as `UNKNOWN`. */
  readonly value: string
  /** Of what stands between the quotes; of all of it where it is put together. */
  readonly start: number
  readonly end: number
}

type Place = Pick<Expression, 'type' | 'start' | 'end'>

/** Null for what is no text at all; anything else that is not known is `UNKNOWN`. */
export function textIn(place: Place): Text | null {
  // Narrowed by its type alone: every node has its place.
  const node = place as Expression
  const { start, end } = node
  const inner = { start: start + 1, end: end - 1 }
  if (node.type === 'Literal') return typeof node.value === 'string' ? { value: node.value, ...inner } : null
  if (node.type === 'TemplateLiteral') {
    const joined = node.quasis.map(({ value }) => value.cooked ?? UNKNOWN).join(UNKNOWN)
    return node.expressions.length === 0 ? { value: joined, ...inner } : { value: joined, start, end }
  }
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const parts = [node.left, node.right].map((side) => textIn(side)?.value ?? UNKNOWN)
    return { value: parts.join(''), start, end }
  }
  return { value: UNKNOWN, start, end }
}

export function isExact({ value }: Text): boolean {
  return !value.includes(UNKNOWN)
}
