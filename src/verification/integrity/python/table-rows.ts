/** The rows of `@pytest.mark.parametrize("a, b", [(1, 2), (2, 4)])` with the names that take their values. */
import type { SyntaxNode } from '../../syntax/node.ts'
import { callOf, lastName, plainText, stringValue, type PythonCall } from '../../syntax/python.ts'
import { itemsOf } from './constant.ts'
import { rowOf } from '../tables.ts'
import type { Row } from '../test-file.ts'

/** Undefined where there is no table, more than one, or one that can only be told by running it. */
export function tableRows(decorators: readonly SyntaxNode[]): readonly Row[] | undefined {
  const calls = decorators.flatMap((decorator) => callOf(decorator) ?? [])
  const [table, ...others] = calls.filter(({ name }) => lastName(name) === 'parametrize')
  if (table === undefined || others.length > 0) return undefined
  const names = namesOf(table)
  const list = table.named.get('argvalues') ?? table.args[1]
  if (names.length === 0 || list === undefined || !['list', 'tuple'].includes(list.kind)) return undefined
  const rows = itemsOf(list).map((item) => readRow(names, item))
  return rows.every((row) => row !== null) ? rows : undefined
}

function namesOf({ args, named }: PythonCall): readonly string[] {
  const given = named.get('argnames') ?? args[0]
  const text = stringValue(given)
  if (text !== null) return text.split(',').map((name) => name.trim())
  const items = given === undefined || !['list', 'tuple'].includes(given.kind) ? [] : itemsOf(given)
  return items.map((item) => stringValue(item) ?? '')
}

function readRow(names: readonly string[], item: SyntaxNode): Row | null {
  const call = callOf(item)
  if (item.kind.includes('splat') || call !== null) return null
  if (names.length === 1) return rowOf(names, [plainText(item)])
  return ['tuple', 'list'].includes(item.kind) ? rowOf(names, itemsOf(item).map(plainText)) : null
}
