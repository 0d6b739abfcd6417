/** ALTER TABLE, action by action. */
import type { SchemaChange } from '../../relations/database.ts'
import { cursorOf, sliceOf, splitAtCommas, takeName, takes, type Cursor } from './sql-cursor.ts'
import { tableItem } from './sql-definitions.ts'

/** Null where one of the actions is not understood. */
export function alterationsOf(cursor: Cursor, text: string): readonly SchemaChange[] | null {
  takes(cursor, 'if exists')
  takes(cursor, 'only')
  const table = takeName(cursor)
  if (table === null) return null
  takes(cursor, '*')
  const actions = splitAtCommas(cursor.tokens.slice(cursor.at)).map((part) =>
    alteration(cursorOf(part), table, text),
  )
  return actions.some((action) => action === null) ? null : actions.flatMap((action) => action ?? [])
}

function alteration(cursor: Cursor, table: string, text: string): readonly SchemaChange[] | null {
  if (takes(cursor, 'add')) return added(cursor, table, text)
  if (takes(cursor, 'drop')) return dropped(cursor, table)
  if (takes(cursor, 'rename')) return renamed(cursor, table)
  if (takes(cursor, 'alter')) return altered(cursor, table, text)
  if (takes(cursor, 'enable row level security')) return [{ does: 'enable-policies', table }]
  const isWithoutEffect = ['force', 'owner to', 'validate constraint', 'cluster on', 'replica identity'].some(
    (words) => takes(cursor, words),
  )
  return isWithoutEffect ? [] : null
}

function added(cursor: Cursor, table: string, text: string): readonly SchemaChange[] | null {
  takes(cursor, 'column')
  takes(cursor, 'if not exists')
  const item = tableItem(cursor.tokens.slice(cursor.at), table, text)
  if (item === null) return null
  const column: readonly SchemaChange[] =
    item.column === null ? [] : [{ does: 'add-column', table, column: item.column }]
  return [...column, ...item.changes]
}

/** Which kind of constraint is dropped its name does not say: it is left to whoever reads the whole. */
function dropped(cursor: Cursor, table: string): readonly SchemaChange[] | null {
  if (takes(cursor, 'constraint')) return null
  takes(cursor, 'column')
  takes(cursor, 'if exists')
  const column = takeName(cursor)
  return column === null ? null : [{ does: 'drop-column', table, column }]
}

function renamed(cursor: Cursor, table: string): readonly SchemaChange[] | null {
  if (takes(cursor, 'to')) {
    const to = takeName(cursor)
    return to === null ? null : [{ does: 'rename-table', table, to }]
  }
  if (takes(cursor, 'constraint')) return []
  takes(cursor, 'column')
  const column = takeName(cursor)
  const to = takes(cursor, 'to') ? takeName(cursor) : null
  return column === null || to === null ? null : [{ does: 'rename-column', table, column, to }]
}

function altered(cursor: Cursor, table: string, text: string): readonly SchemaChange[] | null {
  takes(cursor, 'column')
  const name = takeName(cursor)
  if (name === null) return null
  const change = (column: object): readonly SchemaChange[] => [
    { does: 'alter-column', table, column: { ...column, name } },
  ]
  if (takes(cursor, 'set not null')) return change({ isNullable: false })
  if (takes(cursor, 'drop not null')) return change({ isNullable: true })
  if (takes(cursor, 'set default')) return change({ hasDefault: true })
  if (takes(cursor, 'drop default')) return change({ hasDefault: false })
  if (takes(cursor, 'type') || takes(cursor, 'set data type')) {
    const rest = cursor.tokens.slice(cursor.at)
    const end = rest.findIndex(
      ({ kind, text: word }) => kind === 'word' && (word === 'using' || word === 'collate'),
    )
    return change({ type: sliceOf(end === -1 ? rest : rest.slice(0, end), text).toLowerCase() })
  }
  return null
}
