/** The changes of a schema that one statement makes. */
import type { SchemaChange } from '../../relations/database.ts'
import { alterationsOf } from './sql-alterations.ts'
import {
  columnNames,
  cursorOf,
  sliceOf,
  splitAtCommas,
  takeGroup,
  takeName,
  takes,
  type Cursor,
} from './sql-cursor.ts'
import { tableItem } from './sql-definitions.ts'
import type { Statement, Token } from './sql-tokens.ts'

/** Statements that change neither tables nor what stands in them. */
const WITHOUT_EFFECT =
  /^(?:begin|commit|start|end|rollback|set|reset|comment|grant|revoke|analyze|vacuum|pragma|use)$/

/** Null for a statement that is not understood; none for one that changes no schema. */
export function changesOf({ tokens }: Statement, text: string): readonly SchemaChange[] | null {
  const cursor = cursorOf(tokens)
  if (WITHOUT_EFFECT.test(tokens[0]?.text ?? '')) return []
  if (takes(cursor, 'create')) return created(cursor, text)
  if (takes(cursor, 'alter table')) return alterationsOf(cursor, text)
  if (takes(cursor, 'drop table')) return dropped(cursor, (table) => ({ does: 'drop-table', table }))
  if (takes(cursor, 'drop index')) {
    takes(cursor, 'concurrently')
    return dropped(cursor, (index) => ({ does: 'drop-index', index }))
  }
  return null
}

function created(cursor: Cursor, text: string): readonly SchemaChange[] | null {
  if (takes(cursor, 'extension')) {
    takes(cursor, 'if not exists')
    const extension = takeName(cursor)
    return extension === null ? null : [{ does: 'create-extension', extension }]
  }
  if (takes(cursor, 'policy')) return createdPolicy(cursor, text)
  const isUnique = takes(cursor, 'unique')
  if (takes(cursor, 'index')) return createdIndex(cursor, isUnique, text)
  const isTemporary =
    ['global', 'local', 'temp', 'temporary'].filter((word) => takes(cursor, word)).length > 0
  takes(cursor, 'unlogged')
  if (!takes(cursor, 'table')) return null
  return isTemporary ? [] : createdTable(cursor, text)
}

function createdTable(cursor: Cursor, text: string): readonly SchemaChange[] | null {
  takes(cursor, 'if not exists')
  const table = takeName(cursor)
  const group = takeGroup(cursor)
  if (table === null || group === null || takes(cursor, 'as')) return null
  const items = splitAtCommas(group).map((part) => tableItem(part, table, text))
  if (items.some((item) => item === null)) return null
  const known = items.filter((item) => item !== null)
  const primary = new Set(known.flatMap(({ primaryKey }) => primaryKey))
  const columns = known.flatMap(({ column }) =>
    column === null ? [] : primary.has(column.name) ? { ...column, isNullable: false } : column,
  )
  return [{ does: 'create-table', table, columns }, ...known.flatMap(({ changes }) => changes)]
}

function createdIndex(cursor: Cursor, isUnique: boolean, text: string): readonly SchemaChange[] | null {
  takes(cursor, 'concurrently')
  takes(cursor, 'if not exists')
  const name = takes(cursor, 'on') ? null : takeName(cursor)
  if (name !== null && !takes(cursor, 'on')) return null
  takes(cursor, 'only')
  const table = takeName(cursor)
  if (takes(cursor, 'using')) takeName(cursor)
  const group = takeGroup(cursor)
  if (table === null || group === null) return null
  const columns = columnNames(group, text)
  const at = cursor.tokens.findIndex(
    ({ kind, text: word }, index) => index >= cursor.at && kind === 'word' && word === 'where',
  )
  const where = at === -1 ? null : sliceOf(cursor.tokens.slice(at + 1), text)
  return [
    {
      does: 'create-index',
      index: name ?? [table, ...columns, 'idx'].join('_'),
      table,
      columns,
      isUnique,
      where,
    },
  ]
}

function createdPolicy(cursor: Cursor, text: string): readonly SchemaChange[] | null {
  const policy = takeName(cursor)
  const table = takes(cursor, 'on') ? takeName(cursor) : null
  if (policy === null || table === null) return null
  const conditions: string[] = []
  for (; cursor.at < cursor.tokens.length;) {
    const group: readonly Token[] | null =
      takes(cursor, 'using') || takes(cursor, 'with check') ? takeGroup(cursor) : null
    if (group === null) cursor.at += 1
    else conditions.push(sliceOf(group, text))
  }
  const condition = conditions.length === 0 ? null : [...new Set(conditions)].join(' AND ')
  return [{ does: 'create-policy', table, policy, condition }]
}

function dropped(cursor: Cursor, change: (name: string) => SchemaChange): readonly SchemaChange[] | null {
  takes(cursor, 'if exists')
  const changes: SchemaChange[] = []
  do {
    const name = takeName(cursor)
    if (name === null) return null
    changes.push(change(name))
  } while (takes(cursor, ','))
  return changes
}
