import type { Adapter, Findings, Span } from '../../adapter.ts'
import type { Column } from '../../relations/database.ts'

const SCALARS = new Set([
  'String',
  'Boolean',
  'Int',
  'BigInt',
  'Float',
  'Decimal',
  'DateTime',
  'Json',
  'Bytes',
])
const BLOCK = /^[ \t]*(model|enum|view)\s+(\w+)\s*\{([^]*?)^[ \t]*\}/gm
const FIELD = /^\s*(\w+)\s+(Unsupported\("[^"]*"\)|\w+)(\[\])?(\?)?(.*)$/
const ENVIRONMENT = /\benv\(\s*"(\w+)"\s*\)/g

/** Models of a Prisma schema, by the names that they have in the database. */
export const prismaSchemaAdapter: Adapter = {
  id: 'prisma-schema',
  version: 1,
  reads: (path) => path.endsWith('.prisma'),
  read({ text: given }, found) {
    const text = given.replace(
      /("(?:\\.|[^"\\\n])*")|\/\/[^\n]*/g,
      (whole, string?: string) => string ?? ' '.repeat(whole.length),
    )
    const blocks = [...text.matchAll(BLOCK)].map(
      ({ 0: whole, 1: kind = '', 2: name = '', 3: body = '', index }) => ({
        kind,
        name,
        body,
        span: { start: index + whole.search(/\S/), end: index + whole.length },
      }),
    )
    const enums = new Set(blocks.filter(({ kind }) => kind === 'enum').map(({ name }) => name))
    const tables = new Map(blocks.map(({ name, body }) => [name, tableOf(name, body)]))
    for (const block of blocks) if (block.kind === 'model') addModel(block, { enums, tables }, found)
    for (const { 0: whole, 1: name = '', index } of text.matchAll(ENVIRONMENT))
      found.fact(
        'environmentRead',
        { start: index, end: index + whole.length },
        { name, by: 'script', hasDefault: false, isClient: false },
      )
  },
}

interface Known {
  readonly enums: ReadonlySet<string>
  readonly tables: ReadonlyMap<string, string>
}

function addModel(
  { name, body, span }: { readonly name: string; readonly body: string; readonly span: Span },
  { enums, tables }: Known,
  found: Findings,
): void {
  const fields = body.split('\n').flatMap((line) => {
    const [, field = '', type = '', , optional, rest = ''] = FIELD.exec(line) ?? []
    return field === '' ? [] : [{ field, type, isOptional: optional !== undefined, rest }]
  })
  const columnOf = new Map(
    fields.map(({ field, rest }) => [field, /@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(rest)?.[1] ?? field]),
  )
  const columns: Column[] = []
  const references: Record<string, string> = {}
  for (const { field, type, isOptional, rest } of fields) {
    const isColumn = SCALARS.has(type) || enums.has(type) || type.startsWith('Unsupported')
    const own = /@relation\([^)]*fields:\s*\[([^\]]*)\]/.exec(rest)?.[1]
    for (const key of own?.split(',') ?? [])
      references[columnOf.get(key.trim()) ?? key.trim()] = tables.get(type) ?? type
    if (isColumn)
      columns.push({
        name: columnOf.get(field) ?? field,
        type,
        isNullable: isOptional,
        hasDefault: /@default\(|@updatedAt\b/.test(rest),
      })
    // The type may be in another file of the schema: a model there, or an enumeration.
    else if (!tables.has(type)) found.unresolved('model', span)
  }
  found.fact(
    'model',
    span,
    { library: 'prisma', name, table: tables.get(name) ?? name, columns, references },
    { symbol: name },
  )
  addIndexes(body, { name, columnOf, span }, found)
}

function addIndexes(
  body: string,
  {
    name,
    columnOf,
    span,
  }: { readonly name: string; readonly columnOf: ReadonlyMap<string, string>; readonly span: Span },
  found: Findings,
): void {
  for (const [, kind = '', list = ''] of body.matchAll(
    /@@(id|unique|index)\(\s*(?:fields:\s*)?\[([^\]]*)\]/g,
  )) {
    const columns = list.split(',').map((field) => field.replace(/\(.*$/, '').trim())
    found.fact(
      'modelIndex',
      span,
      {
        model: name,
        columns: columns.map((field) => columnOf.get(field) ?? field),
        isUnique: kind !== 'index',
      },
      { symbol: name },
    )
  }
  for (const line of body.split('\n')) {
    const field = /^\s*(\w+)\s.*\s@(?:id|unique)\b/.exec(line)?.[1]
    if (field === undefined) continue
    found.fact(
      'modelIndex',
      span,
      { model: name, columns: [columnOf.get(field) ?? field], isUnique: true },
      { symbol: name },
    )
  }
}

function tableOf(name: string, body: string): string {
  return /@@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(body)?.[1] ?? name
}
