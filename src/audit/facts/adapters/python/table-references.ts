import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import { lastName, ownerName, type PythonCall } from './calls.ts'
import { foldText } from './literals.ts'
import { isPythonPath, pythonTree, spanOf, type PythonTree } from './python-tree.ts'
import { scopeAt } from './scope.ts'
import { looksLikeSql, sqlReferences } from './sql-words.ts'

/** Tables that Python names: in SQL that is written out, and through models. */
export const pythonTablesAdapter: Adapter = {
  id: 'python-tables',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/execute|text\(|read_sql|fetch|select\(|query\(|\.filter|\.where|session\.get\(/.test(file.text))
      return
    const tree = pythonTree(file)
    if (tree === null) return
    const tables = tablesByModel(tree)
    const hasModels = /\b(?:sqlalchemy|sqlmodel|flask_sqlalchemy)\b/i.test(file.text) || tables.size > 0
    for (const call of tree.calls) {
      if (isSql(call)) statement(tree, call, found)
      if (hasModels) modelUse(tree, { call, tables, found })
    }
  },
}

const EXECUTES = new Set([
  'text',
  'execute',
  'executemany',
  'exec_driver_sql',
  'read_sql',
  'read_sql_query',
  'fetch',
  'fetchrow',
  'fetchval',
  'fetch_all',
  'fetch_one',
])

/** Operations of migrations are read as migrations. */
function isSql(call: PythonCall): boolean {
  return EXECUTES.has(lastName(call.name)) && !/^(?:batch_)?op\./.test(call.name)
}

function statement(tree: PythonTree, call: PythonCall, found: Findings): void {
  const [given] = call.args
  if (given === undefined || String(given.kind()) === 'call') return
  const span = spanOf(call.node)
  const sql = foldText(given, scopeAt(tree, span.start))
  if (sql === null) {
    // What is built elsewhere; `fetch(url)` and objects of statements are no text.
    if (lastName(call.name) === 'text' && /\b(?:sqlalchemy|sqlmodel)\b/.test(tree.text))
      found.unresolved('tableReference', span)
    return
  }
  if (!looksLikeSql(sql.text)) return
  const references = sqlReferences(sql.text)
  if (references.length === 0 && /\{\}/.test(sql.text)) found.unresolved('tableReference', span)
  const confidence = sql.text.includes('{}') ? 0.7 : sql.confidence
  for (const reference of references)
    found.fact('tableReference', span, reference, { symbol: tree.symbolAt(span.start), confidence })
}

/** Models of this file, and core tables, by the name of the class or variable. */
function tablesByModel(tree: PythonTree): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { name, owner, value, start } of tree.assignments) {
    if (name !== '__tablename__' || owner === null) continue
    const table = foldText(value, scopeAt(tree, start))?.text
    if (table !== undefined && !table.includes('{}')) found.set(owner.name, table)
  }
  return found
}

interface ModelUse {
  readonly call: PythonCall
  readonly tables: ReadonlyMap<string, string>
  readonly found: Findings
}

function modelUse(tree: PythonTree, { call, tables, found }: ModelUse): void {
  const method = lastName(call.name)
  const uses = new Map<string, { readonly columns: string[]; readonly filters: string[] }>()
  const use = (model: string) => {
    const known = uses.get(model) ?? { columns: [], filters: [] }
    uses.set(model, known)
    return known
  }
  if (/^(?:select|query|insert|update|delete)$/.test(method))
    for (const model of namedModels(call, use)) use(model)
  if (method === 'get' && /session$/i.test(ownerName(call.name)))
    for (const model of namedModels(call, use).slice(0, 1)) use(model)
  if (/^(?:where|filter|having|join|outerjoin)$/.test(method)) compared(call, use)
  if (method === 'filter_by') {
    const model = /(?:query|select)\(\s*([\p{Lu}]\w*)/u.exec(call.name)?.[1]
    if (model !== undefined) use(model).filters.push(...call.named.keys())
    else found.unresolved('tableReference', spanOf(call.node))
  }
  const span = spanOf(call.node)
  for (const [model, { columns, filters }] of uses) {
    const table = tables.get(model)
    const names = { columns: [...new Set([...columns, ...filters])], filters: [...new Set(filters)] }
    const symbol = tree.symbolAt(span.start)
    if (table === undefined)
      found.fact('tableReference', span, { table: '', model, ...names }, { symbol, confidence: 0.9 })
    else found.fact('tableReference', span, { table, model, ...names }, { symbol })
  }
}

type Use = (model: string) => { readonly columns: string[]; readonly filters: string[] }

/** `select(Nurse)`, `select(Nurse.name, Ward.name)`. */
function namedModels(call: PythonCall, use: Use): string[] {
  return call.args.flatMap((argument) => {
    const parts = attributeOf(argument)
    if (parts !== null) use(parts.model).columns.push(parts.column)
    return argument.kind() === 'identifier' && isModel(argument.text()) ? [argument.text()] : []
  })
}

function isModel(name: string): boolean {
  return /^\p{Lu}[\p{L}\p{N}]*\p{Ll}/u.test(name)
}

function attributeOf(node: SgNode): { readonly model: string; readonly column: string } | null {
  const [object, column] =
    node.kind() === 'attribute' ? [node.field('object'), node.field('attribute')] : [null, null]
  if (object === null || column === null || object.kind() !== 'identifier' || !isModel(object.text()))
    return null
  return { model: object.text(), column: column.text() }
}

const OPERATORS = /\.(?:in_|not_in|notin_|is_|is_not|isnot|like|ilike|between|any_|contains|startswith)$/

/** `Model.column == x`, `Model.column.in_(x)`, and a flag that stands alone. */
function compared(call: PythonCall, use: Use): void {
  for (const argument of call.args) {
    const inside = argument.findAll({ rule: { kind: 'attribute' } })
    const nodes = argument.kind() === 'attribute' ? [argument, ...inside] : inside
    for (const node of nodes) {
      const parts = attributeOf(node)
      if (parts === null) continue
      const parent = node.parent()
      const isMethod = parent?.kind() === 'attribute'
      // `Nurse.wards.any()` goes through a relation, `SHIFT.NIGHT` is a constant on the right.
      if (isMethod && !OPERATORS.test(parent.text())) continue
      if (/^\p{Lu}+(?:_\p{Lu}+)*$/u.test(parts.column)) continue
      use(parts.model).filters.push(parts.column)
    }
  }
}
