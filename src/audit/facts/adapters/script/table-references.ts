import type { CallExpression, Node } from 'oxc-parser'
import { chainOf, nameOf, type Link } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Adapter, Findings } from '../../adapter.ts'
import { patternOf, textOf } from './literals.ts'
import { fieldOf, keyOf } from './objects.ts'
import { outlineOf, symbolOf, type Outline, type Scope, type Site } from './outline.ts'
import { isOwnScript } from './script-paths.ts'
import { tablesInSql } from './sql-words.ts'

const CLIENTS = /prisma|supabase|knex|\bsql`|\$queryRaw|\.(?:raw|query|execute|unsafe)\(/i
const PRISMA_METHODS =
  /^(?:find(?:Unique|First)(?:OrThrow)?|findMany|create(?:Many)?(?:AndReturn)?|update(?:Many)?|upsert|delete(?:Many)?|count|aggregate|groupBy)$/
const FILTERS =
  /^(?:eq|neq|gt|gte|lt|lte|like|ilike|is|in|contains|match|order|where|whereIn|andWhere|orWhere|orderBy|whereNull|whereNot)$/

/** Tables that scripts name: of supabase-js, knex and Prisma, and in SQL that is written out. */
export const tableReferenceAdapter: Adapter = {
  id: 'script-table-references',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!CLIENTS.test(file.text)) return
    const outline = outlineOf(file)
    if (outline === null) return
    const inner = new Set<Node>()
    for (const site of outline.calls) {
      // A chain is read once, as a whole, by its last call.
      const { callee } = site.node
      if (callee.type === 'MemberExpression') inner.add(callee.object)
      if (!inner.has(site.node)) readChain(outline, site, found)
    }
    for (const { node, scope } of outline.templates) {
      const words = node.tag.type === 'MemberExpression' ? nameOf(node.tag.property) : nameOf(node.tag)
      if (/^(?:sql|raw|query|\$queryRaw|\$executeRaw)$/.test(words ?? ''))
        addSql(found, { node, text: patternOf(outline, scope, node.quasi), scope })
    }
  },
}

function readChain(outline: Outline, { node, scope }: Site<CallExpression>, found: Findings): void {
  const { root, links } = chainOf(node)
  const from = links.findIndex(
    ({ name, args }) => (name === 'from' || name === 'into' || name === 'table') && args?.length === 1,
  )
  const rootName = nameOf(root) ?? ''
  const last = links.at(-1)
  const isSupabase = [rootName, ...links.map(({ name }) => name ?? '')].some((one) => /supabase/i.test(one))
  const first = links[0]
  if (isSupabase && from >= 0)
    return addBuilder(outline, scope, { node, links: links.slice(from), rest: from }, found)
  if (
    /^(?:knex|trx|db)$/.test(rootName) &&
    first?.name === null &&
    first.args?.length === 1 &&
    /knex/i.test(outline.file.text)
  )
    return addBuilder(outline, scope, { node, links, rest: 0 }, found)
  if (last !== undefined && PRISMA_METHODS.test(last.name ?? ''))
    return readPrisma(outline, { node, scope }, found)
  const sql = /^(?:raw|query|execute|unsafe|\$queryRawUnsafe|\$executeRawUnsafe)$/.test(last?.name ?? '')
  if (sql) addSql(found, { node, text: patternOf(outline, scope, last?.args?.[0]), scope })
}

interface Built {
  readonly node: CallExpression
  readonly links: readonly Link[]
  readonly rest: number
}

/** `.from('t').select('a, b').eq('c', x)` and `knex('t').where({ c: x })`. */
function addBuilder(outline: Outline, scope: Scope, { node, links }: Built, found: Findings): void {
  const [table, ...others] = links
  const given = table?.args?.[0]
  const name = textOf(outline, scope, given)
  // Buckets of files are named the same way as tables are.
  if (/\.storage\b/.test(outline.file.text.slice(node.start, given?.start ?? node.end))) return
  if (name === null) return found.unresolved('tableReference', node)
  const columns = others.flatMap((link) => columnsOf(outline, scope, link))
  const filters = others.flatMap((link) =>
    FILTERS.test(link.name ?? '') ? namesIn(outline, scope, link.args?.[0]) : [],
  )
  found.fact(
    'tableReference',
    node,
    { table: name.replace(/\s+as\s+\w+$/i, ''), columns: unique(columns), filters: unique(filters) },
    { symbol: symbolOf(scope) },
  )
}

function columnsOf(outline: Outline, scope: Scope, { name, args }: Link): readonly string[] {
  if (!/^(?:select|insert|update|upsert|returning|first|pluck)$/.test(name ?? '')) return []
  return (args ?? []).flatMap((one) => namesIn(outline, scope, one))
}

/** `'a, b:c, d(e)'` names a and c; what stands in brackets belongs to another table. */
function namesIn(outline: Outline, scope: Scope, node: Node | null | undefined): readonly string[] {
  if (node?.type === 'ObjectExpression')
    return node.properties
      .flatMap((one) => (one.type === 'Property' ? [keyOf(one) ?? ''] : []))
      .filter(Boolean)
  if (node?.type === 'ArrayExpression') return node.elements.flatMap((one) => namesIn(outline, scope, one))
  const text = textOf(outline, scope, node)
  if (text === null) return []
  let plain = text
  for (let before = ''; before !== plain;) {
    before = plain
    plain = plain.replace(/[\w:!]+\s*\([^()]*\)/g, '')
  }
  return plain
    .split(',')
    .map((one) => (one.trim().split(':').at(-1) ?? '').split('.').at(-1)?.split(/\s/)[0] ?? '')
    .filter((one) => /^\w+$/.test(one))
}

/** `prisma.user.findMany({ where: { email }, select: { id: true } })`; the model stands for its table. */
function readPrisma(outline: Outline, { node, scope }: Site<CallExpression>, found: Findings): void {
  const { root, links } = chainOf(node)
  const words = [
    nameOf(root) ?? (root.type === 'ThisExpression' ? 'this' : ''),
    ...links.map(({ name }) => name ?? ''),
  ]
  const at = words.findIndex((one) => /^(?:prisma\w*|\w*[pP]risma|tx|db)$/.test(one))
  const model = words[at + 1]
  if (at < 0 || model === undefined || at + 3 !== words.length || !/prisma/i.test(outline.file.text)) return
  const [options] = node.arguments
  const columns = ['select', 'data', 'create', 'update'].flatMap((key) =>
    namesIn(outline, scope, objectIn(options, key)),
  )
  const filters = ['where', 'orderBy'].flatMap((key) => namesIn(outline, scope, objectIn(options, key)))
  found.fact(
    'tableReference',
    node,
    {
      table: model,
      columns: unique(columns),
      filters: unique(filters.filter((one) => !/^(?:AND|OR|NOT)$/.test(one))),
    },
    { symbol: symbolOf(scope), confidence: 0.9 },
  )
}

function objectIn(options: Node | undefined, key: string): Node | undefined {
  const value = fieldOf(options, key)
  return value?.type === 'ObjectExpression' ? value : undefined
}

interface Sql {
  readonly node: Node
  readonly text: string | null
  readonly scope: Scope
}

function addSql(found: Findings, { node, text, scope }: Sql): void {
  for (const table of text === null ? [] : tablesInSql(text))
    found.fact(
      'tableReference',
      node,
      { table, columns: [], filters: [] },
      { symbol: symbolOf(scope), confidence: 0.7 },
    )
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}
