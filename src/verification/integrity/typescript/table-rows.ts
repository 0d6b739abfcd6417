/** The rows of `test.each([[1, 2], [2, 4]])('...', (a, b) => ...)` with the names that take their values. */
import type { Node } from 'oxc-parser'
import { rowOf } from '../tables.ts'
import type { Row } from '../test-file.ts'
import { isFunction, nameOf, type Link, type Source } from './syntax.ts'

/** Undefined where there is no table, or where it can only be told by running it. */
export function tableRows(
  source: Source,
  { modifiers, body }: { readonly modifiers: readonly Link[]; readonly body: Node | null },
): readonly Row[] | undefined {
  const tables = modifiers.filter(({ name }) => name === 'each' || name === 'for')
  const [table] = tables
  const list = table?.args?.[0]
  if (tables.length !== 1 || list?.type !== 'ArrayExpression' || body === null || !isFunction(body))
    return undefined
  const isSpread = table?.name === 'each'
  const rows = list.elements.map((element) =>
    element === null ? null : readRow(source, { element, parameters: body.params, isSpread }),
  )
  return rows.every((row) => row !== null) ? rows : undefined
}

interface Reading {
  readonly element: Node
  readonly parameters: readonly Node[]
  /** Members of an array are handed over one by one. */
  readonly isSpread: boolean
}

function readRow(source: Source, { element, parameters, isSpread }: Reading): Row | null {
  const [first] = parameters
  if (first === undefined || element.type === 'SpreadElement') return null
  if (element.type === 'ArrayExpression') {
    const names = isSpread ? parameters : first.type === 'ArrayPattern' ? first.elements : []
    const values = element.elements.map((value) => (value === null ? null : source.textOf(value)))
    return rowOf(
      allNames(names),
      values.filter((value) => value !== null),
    )
  }
  if (element.type !== 'ObjectExpression') return rowOf(allNames([first]), [source.textOf(element)])
  if (first.type !== 'ObjectPattern') return null
  const row = new Map<string, string>()
  for (const property of element.properties) {
    if (property.type !== 'Property') return null
    row.set(nameOf(property.key) ?? '', source.textOf(property.value))
  }
  const isPlain = first.properties.every(
    (property) => property.type === 'Property' && row.has(nameOf(property.value) ?? '?'),
  )
  return isPlain ? row : null
}

/** Empty where one of them is more than a name. */
function allNames(patterns: readonly (Node | null)[]): readonly string[] {
  const names = patterns.map((pattern) => (pattern?.type === 'Identifier' ? pattern.name : null))
  return names.every((name) => name !== null) ? names : []
}
