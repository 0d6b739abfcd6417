import type { Adapter, Findings } from '../../adapter.ts'
import type { Column } from '../../relations/database.ts'
import { callOf, lastName } from './calls.ts'
import { innerType, isColumn, isOptional, readColumn, type ReadColumn } from './columns.ts'
import { entryOf, foldText, insideOf, type Text } from './literals.ts'
import { isPythonPath, pythonTree, spanOf } from './python-tree.ts'
import type { Assignment, Definition, PythonTree } from './python-tree.ts'
import { scopeAt } from './scope.ts'
import { basesOf } from './settings.ts'

/** Tables as SQLAlchemy and SQLModel declare them. */
export const sqlalchemyModelsAdapter: Adapter = {
  id: 'sqlalchemy-models',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/__tablename__|\bTable\(|table\s*=\s*True|DeclarativeBase|mapped_column/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    for (const definition of tree.definitions)
      if (definition.kind === 'class') declared(tree, definition, found)
    for (const assignment of tree.assignments) table(tree, assignment, found)
  },
}

function declared(tree: PythonTree, definition: Definition, found: Findings): void {
  const name = tableName(tree, definition)
  if (name === 'none') return
  if (name === null) return found.unresolved('model', definition)
  const family = [...ancestorsOf(tree, definition), definition]
  const columns: Column[] = []
  const references: Record<string, string> = {}
  for (const read of family.flatMap((one) => columnsOf(tree, one, found))) {
    columns.push(read.column)
    if (read.target !== null) references[read.column.name] = read.target
    if (read.target === '') found.unresolved('model', definition)
  }
  const isWhole = basesOf(definition).every(
    (base) => isPlainBase(base) || family.some((one) => one.name === lastName(base)),
  )
  found.fact(
    'model',
    definition,
    {
      library: 'sqlalchemy',
      name: definition.name,
      table: qualified(tree, definition, name.text),
      columns,
      references,
    },
    { symbol: definition.name, confidence: Math.min(name.confidence, isWhole ? 1 : 0.8) },
  )
}

/** Bases that bring no columns, as far as a name tells; mixins of other files do. */
function isPlainBase(name: string): boolean {
  return /^(?:\w+\.)?(?:\w*Base|Model|SQLModel|DeclarativeBase|MappedAsDataclass|AsyncAttrs|object)$/.test(
    name,
  )
}

function ancestorsOf(tree: PythonTree, definition: Definition, depth = 0): Definition[] {
  if (depth > 8) return []
  const names = new Set(basesOf(definition).map(lastName))
  const bases = tree.definitions.filter(
    ({ kind, name, owner }) => kind === 'class' && names.has(name) && owner === null,
  )
  return bases.flatMap((base) => (base === definition ? [] : [...ancestorsOf(tree, base, depth + 1), base]))
}

/** `none` for a class that is no table; null for one whose name cannot be read. */
function tableName(tree: PythonTree, definition: Definition): Text | 'none' | null {
  const given = valueIn(tree, definition, '__tablename__')
  if (given !== undefined) {
    const name = foldText(given.value, scopeAt(tree, definition.start))
    return name === null || name.text.includes('{}') ? null : name
  }
  const list = definition.node.field('superclasses')
  const isTable = (list === null ? [] : insideOf(list)).some((base) => /^table\s*=\s*True$/.test(base.text()))
  return isTable ? { text: definition.name.toLowerCase(), confidence: 0.9 } : 'none'
}

function valueIn(tree: PythonTree, owner: Definition, name: string): Assignment | undefined {
  return tree.assignments.find((assignment) => assignment.owner === owner && assignment.name === name)
}

/** `__table_args__ = {"schema": "x"}`, also as the last of a tuple. */
function qualified(tree: PythonTree, definition: Definition, name: string): string {
  const given = valueIn(tree, definition, '__table_args__')?.value
  const last = given?.kind() === 'tuple' ? insideOf(given).at(-1) : given
  const scope = scopeAt(tree, definition.start)
  const schema = foldText(entryOf(last, 'schema', scope), scope)?.text
  return schema === undefined ? name : `${schema}.${name}`
}

function columnsOf(tree: PythonTree, owner: Definition, found: Findings): ReadColumn[] {
  const isSqlModel =
    basesOf(owner).some((base) => /SQLModel|Base$/.test(base)) && /\bSQLModel\b/.test(tree.text)
  return tree.assignments.flatMap((assignment): ReadColumn[] => {
    const { owner: around, name, value, type, start } = assignment
    if (around !== owner || !/^\w+$/.test(name) || name.startsWith('__')) return []
    const call = callOf(value)
    if (isColumn(call)) {
      const read = readColumn({ call, name, type, scope: scopeAt(tree, start) })
      if (read === null) found.unresolved('model', assignment)
      return read === null ? [] : [read]
    }
    if (type !== null && /\bMapped\[/.test(type)) return call === null ? [plainColumn(name, type, false)] : []
    if (!isSqlModel || type === null || /^(?:\w+\.)?(?:ClassVar|Relationship)/.test(type)) return []
    return sqlModelColumn(tree, assignment)
  })
}

function plainColumn(name: string, type: string, hasDefault: boolean): ReadColumn {
  const column = { name, type: innerType(type), isNullable: isOptional(type), hasDefault }
  return { column, target: null, isPrimary: false, isUnique: false, isIndexed: false }
}

/** `id: int = Field(primary_key=True, foreign_key="wards.id")`. */
function sqlModelColumn(tree: PythonTree, { name, value, type, start }: Assignment): ReadColumn[] {
  const call = callOf(value)
  if (call === null) return [plainColumn(name, type ?? '', value !== null)]
  if (lastName(call.name) === 'Relationship') return []
  const isPrimary = call.named.get('primary_key')?.text() === 'True'
  const plain = plainColumn(name, type ?? '', isPrimary || call.named.has('default') || call.args.length > 0)
  const key = foldText(call.named.get('foreign_key'), scopeAt(tree, start))?.text
  const given = call.named.get('nullable')?.text()
  const column = {
    ...plain.column,
    isNullable: given === undefined ? !isPrimary && plain.column.isNullable : given === 'True',
  }
  return [{ ...plain, column, isPrimary, target: key === undefined ? null : key.replace(/\.[^.]*$/, '') }]
}

/** `nurses = Table("nurses", metadata, Column(...))`. */
function table(tree: PythonTree, { name, value, start }: Assignment, found: Findings): void {
  const call = callOf(value)
  if (call === null || lastName(call.name) !== 'Table' || !/^\w+$/.test(name)) return
  const scope = scopeAt(tree, start)
  const span = spanOf(call.node)
  const title = foldText(call.args[0], scope)
  if (title === null || title.text.includes('{}')) return found.unresolved('model', span)
  const read = call.args.map(callOf).flatMap((column) => {
    return isColumn(column) ? (readColumn({ call: column, name: null, type: null, scope }) ?? []) : []
  })
  const schema = foldText(call.named.get('schema'), scope)?.text
  const references = Object.fromEntries(
    read.flatMap(({ column, target }) => (target === null ? [] : [[column.name, target] as const])),
  )
  const columns = read.map(({ column }) => column)
  const full = schema === undefined ? title.text : `${schema}.${title.text}`
  found.fact(
    'model',
    span,
    { library: 'sqlalchemy', name, table: full, columns, references },
    { confidence: title.confidence },
  )
}
