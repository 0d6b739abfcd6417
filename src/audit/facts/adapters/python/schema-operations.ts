/** What an operation of Alembic does to a schema. */
import type { SgNode } from '@ast-grep/napi'
import type { Column, SchemaChange } from '../../relations/database.ts'
import { asWritten, callOf, lastName, type PythonCall } from './calls.ts'
import { isColumn, readColumn, type ReadColumn } from './columns.ts'
import { elementsOf, foldText, type Scope } from './literals.ts'
import { changesOf, statementsOf } from './sql-statements.ts'

export interface OperationPlace {
  readonly scope: Scope
  /** Table of the batch around it; null outside one. */
  readonly batch: string | null
}

export interface OperationChanges {
  readonly changes: readonly SchemaChange[]
  /** Statements and operations that are not understood. */
  readonly opaque: number
}

const NOTHING: OperationChanges = { changes: [], opaque: 0 }
const OPAQUE: OperationChanges = { changes: [], opaque: 1 }

export function operationChanges(call: PythonCall, { scope, batch }: OperationPlace): OperationChanges {
  const name = lastName(call.name)
  if (WITHOUT_EFFECT.has(name)) return NOTHING
  if (name === 'execute') return executed(call, scope)
  const read = OPERATIONS[name]
  if (read === undefined || call.isSpread) return OPAQUE
  const changes = read(operationOf(call, { scope, batch }))
  return changes === null ? OPAQUE : { changes, opaque: 0 }
}

const WITHOUT_EFFECT = new Set([
  ...[
    'f',
    'get_bind',
    'get_context',
    'batch_alter_table',
    'bulk_insert',
    'create_check_constraint',
    'inline_literal',
  ],
  ...['create_table_comment', 'drop_table_comment', 'autocommit_block', 'create_exclude_constraint'],
])

/** Arguments of an operation by name and place; in a batch the table is that of the batch. */
interface Operation {
  readonly call: PythonCall
  readonly scope: Scope
  readonly isBatch: boolean
  readonly text: (name: string, place: number) => string | null
  readonly names: (name: string, place: number) => readonly string[] | null
  /** With its schema. */
  readonly table: (place: number) => string | null
}

function operationOf(call: PythonCall, { scope, batch }: OperationPlace): Operation {
  const node = (name: string, place: number) => call.named.get(name) ?? call.args[place]
  const read = (given: SgNode | null | undefined): string | null => {
    const wrapped = callOf(given)
    // `op.f("ix_wards_name")` says that the name is final.
    const folded = foldText(
      wrapped !== null && /^(?:f|quoted_name|text)$/.test(lastName(wrapped.name)) ? wrapped.args[0] : given,
      scope,
    )
    return folded === null || folded.text.includes('{}') ? null : folded.text
  }
  const text: Operation['text'] = (name, place) => read(node(name, place))
  return {
    ...{ call, scope, isBatch: batch !== null, text },
    names(name, place) {
      const elements = elementsOf(node(name, place), scope)?.map(
        (element) => read(element) ?? asWritten(element),
      )
      return elements ?? null
    },
    table(place) {
      if (batch !== null) return batch
      const [table, schema] = [text('table_name', place), text('schema', 99)]
      return table === null || schema === null ? table : `${schema}.${table}`
    },
  }
}

type Reader = (operation: Operation) => readonly SchemaChange[] | null

/** Places of arguments count without the table inside a batch. */
const at = ({ isBatch }: Operation, place: number) => (isBatch ? place - 1 : place)

const OPERATIONS: Readonly<Record<string, Reader>> = {
  create_table: createTable,
  drop_table(operation) {
    const table = operation.table(0)
    return table === null ? null : [{ does: 'drop-table', table }]
  },
  rename_table(operation) {
    const [table, to] = [operation.text('old_table_name', 0), operation.text('new_table_name', 1)]
    return table === null || to === null ? null : [{ does: 'rename-table', table, to }]
  },
  add_column(operation) {
    const table = operation.table(0)
    const call = callOf(operation.call.named.get('column') ?? operation.call.args[at(operation, 1)])
    const read = isColumn(call) ? readColumn({ call, name: null, type: null, scope: operation.scope }) : null
    if (table === null || read === null) return null
    return [{ does: 'add-column', table, column: read.column }, ...broughtAlong(table, read)]
  },
  drop_column(operation) {
    const [table, column] = [operation.table(0), operation.text('column_name', at(operation, 1))]
    return table === null || column === null ? null : [{ does: 'drop-column', table, column }]
  },
  alter_column: alterColumn,
  create_index(operation) {
    const [index, table] = [operation.text('index_name', 0), operation.table(1)]
    const columns = operation.names('columns', at(operation, 2))
    const where = operation.call.named.get('postgresql_where') ?? operation.call.named.get('sqlite_where')
    if (index === null || table === null || columns === null) return null
    const isUnique = operation.call.named.get('unique')?.text() === 'True'
    return [
      {
        does: 'create-index',
        index,
        table,
        columns,
        isUnique,
        where: where === undefined ? null : conditionOf(where, operation),
      },
    ]
  },
  drop_index(operation) {
    const index = operation.text('index_name', 0)
    return index === null ? null : [{ does: 'drop-index', index }]
  },
  create_unique_constraint: (operation) => constraint(operation, '_key'),
  create_primary_key: (operation) => constraint(operation, '_pkey'),
  create_foreign_key(operation) {
    const [table, target] = [operation.table(1), operation.text('referent_table', at(operation, 2))]
    const columns = operation.names('local_cols', at(operation, 3))
    return table === null || target === null || columns === null
      ? null
      : [{ does: 'add-foreign-key', table, columns, target }]
  },
  drop_constraint(operation) {
    const [name, kind] = [operation.text('constraint_name', 0), operation.text('type_', at(operation, 2))]
    if (kind === 'check') return []
    return kind === 'unique' && name !== null ? [{ does: 'drop-index', index: name }] : null
  },
}

function conditionOf(node: SgNode, operation: Operation): string {
  const call = callOf(node)
  const text = call !== null && lastName(call.name) === 'text' ? call.args[0] : node
  return foldText(text, operation.scope)?.text ?? asWritten(node)
}

function constraint(operation: Operation, ending: string): readonly SchemaChange[] | null {
  const [table, columns] = [operation.table(1), operation.names('columns', at(operation, 2))]
  if (table === null || columns === null) return null
  const index = operation.text('constraint_name', 0) ?? `${table}${ending}`
  return [{ does: 'create-index', index, table, columns, isUnique: true, where: null }]
}

function createTable(operation: Operation): readonly SchemaChange[] | null {
  const table = operation.table(0)
  if (table === null) return null
  const [columns, after]: [ReadColumn[], SchemaChange[]] = [[], []]
  for (const argument of operation.call.args.slice(1)) {
    const call = callOf(argument)
    if (isColumn(call)) {
      const read = readColumn({ call, name: null, type: null, scope: operation.scope })
      if (read === null) return null
      columns.push(read)
    } else if (call !== null) after.push(...tableConstraint(table, call, operation.scope))
  }
  const primary = columns.filter(({ isPrimary }) => isPrimary).map(({ column }) => column.name)
  const key = { does: 'create-index', index: `${table}_pkey`, table, isUnique: true, where: null } as const
  const keyed = [
    ...primary,
    ...after.flatMap((change) =>
      change.does === 'create-index' && change.index === key.index ? change.columns : [],
    ),
  ]
  const whole = columns.map(({ column }) =>
    keyed.includes(column.name) ? { ...column, isNullable: false } : column,
  )
  return [
    { does: 'create-table', table, columns: whole },
    ...(primary.length > 0 ? [{ ...key, columns: primary }] : []),
    ...columns.flatMap((column) => broughtAlong(table, column)),
    ...after,
  ]
}

/** Foreign key and index that a column declares on itself. */
function broughtAlong(table: string, { column, target, isUnique, isIndexed }: ReadColumn): SchemaChange[] {
  const columns = [column.name]
  return [
    ...(target === null || target === ''
      ? []
      : [{ does: 'add-foreign-key', table, columns, target } as const]),
    ...(isUnique || isIndexed
      ? [
          {
            does: 'create-index',
            index: isIndexed ? `ix_${table}_${column.name}` : `${table}_${column.name}_key`,
            table,
            columns,
            isUnique,
            where: null,
          } as const,
        ]
      : []),
  ]
}

/** Constraints that stand among the columns. */
function tableConstraint(table: string, call: PythonCall, scope: Scope): SchemaChange[] {
  const kind = lastName(call.name)
  const name = foldText(callOf(call.named.get('name'))?.args[0] ?? call.named.get('name'), scope)?.text
  const texts = (nodes: readonly SgNode[]) => nodes.flatMap((node) => foldText(node, scope)?.text ?? [])
  if (kind === 'ForeignKeyConstraint') {
    const [target] = texts(elementsOf(call.args[1], scope) ?? [])
    const columns = texts(elementsOf(call.args[0], scope) ?? [])
    return target === undefined
      ? []
      : [{ does: 'add-foreign-key', table, columns, target: target.replace(/\.[^.]*$/, '') }]
  }
  const index = { does: 'create-index', table, where: null } as const
  if (kind === 'PrimaryKeyConstraint')
    return [{ ...index, index: `${table}_pkey`, columns: texts(call.args), isUnique: true }]
  if (kind === 'UniqueConstraint') {
    const columns = texts(call.args)
    return [{ ...index, index: name ?? `${table}_${columns.join('_')}_key`, columns, isUnique: true }]
  }
  if (kind !== 'Index') return []
  const [own, ...columns] = texts(call.args)
  return own === undefined
    ? []
    : [{ ...index, index: own, columns, isUnique: call.named.get('unique')?.text() === 'True' }]
}

function alterColumn(operation: Operation): readonly SchemaChange[] | null {
  const [table, name] = [operation.table(0), operation.text('column_name', at(operation, 1))]
  if (table === null || name === null) return null
  const { named } = operation.call
  const [nullable, type, server] = [named.get('nullable'), named.get('type_'), named.get('server_default')]
  const column: Partial<Column> & Pick<Column, 'name'> = {
    name,
    ...(nullable === undefined ? {} : { isNullable: nullable.text() === 'True' }),
    ...(type === undefined ? {} : { type: asWritten(type).replace(/^(?:sa|sqlalchemy)\./, '') }),
    ...(server === undefined ? {} : { hasDefault: !['None', 'False'].includes(server.text()) }),
  }
  const to = operation.text('new_column_name', 99)
  return [
    ...(Object.keys(column).length > 1 ? [{ does: 'alter-column', table, column } as const] : []),
    ...(to === null ? [] : [{ does: 'rename-column', table, column: name, to } as const]),
  ]
}

function executed(call: PythonCall, scope: Scope): OperationChanges {
  const [given] = call.args
  const wrapped = callOf(given)
  const sql = foldText(
    wrapped !== null && /^(?:text|DDL)$/.test(lastName(wrapped.name)) ? wrapped.args[0] : given,
    scope,
  )
  if (sql === null || sql.text.includes('{}')) return OPAQUE
  const read = statementsOf(sql.text).map(changesOf)
  return {
    changes: read.flatMap((changes) => changes ?? []),
    opaque: read.filter((changes) => changes === null).length,
  }
}
