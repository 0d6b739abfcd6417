import type { CallExpression, Node } from 'oxc-parser'
import { chainOf, isFunction, nameOf } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Adapter } from '../../adapter.ts'
import type { Column } from '../../relations/database.ts'
import { textOf } from './literals.ts'
import { keyOf } from './objects.ts'
import { outlineOf, type Outline, type Scope, type Site } from './outline.ts'
import { isOwnScript } from './script-paths.ts'

/** Tables of Drizzle. A foreign key names the variable of the other table, which is all that one file knows. */
export const drizzleAdapter: Adapter = {
  id: 'script-drizzle',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!file.text.includes('drizzle-orm')) return
    const outline = outlineOf(file)
    if (outline === null) return
    const holders = new Map(outline.variables.map(({ node }) => [node.init, nameOf(node.id)]))
    for (const site of outline.calls) {
      if (!isTable(site.node)) continue
      const [first, columns] = site.node.arguments
      const table = textOf(outline, site.scope, first)
      if (table === null || columns?.type !== 'ObjectExpression') found.unresolved('model', site.node)
      else {
        const name = holders.get(site.node) ?? table
        found.fact(
          'model',
          site.node,
          { library: 'drizzle', name, table, ...columnsIn(outline, site.scope, columns) },
          { symbol: name },
        )
      }
    }
  },
}

function isTable({ callee }: Site<CallExpression>['node']): boolean {
  const name = callee.type === 'MemberExpression' ? nameOf(callee.property) : nameOf(callee)
  return /^(?:pg|mysql|sqlite)Table$|^table$/.test(name ?? '')
}

interface Columns {
  readonly columns: readonly Column[]
  readonly references: Readonly<Record<string, string>>
}

/** `id: integer('user_id').notNull().references(() => users.id)`; a column without a name is called as its field. */
function columnsIn(
  outline: Outline,
  scope: Scope,
  { properties }: Extract<Node, { type: 'ObjectExpression' }>,
): Columns {
  const columns: Column[] = []
  const references: Record<string, string> = {}
  for (const property of properties) {
    if (property.type !== 'Property') continue
    const { root, links } = chainOf(property.value)
    const name = textOf(outline, scope, links[0]?.args?.[0]) ?? keyOf(property)
    if (name === null) continue
    const words = new Set(links.map((link) => link.name))
    const type = nameOf(root) ?? 'unknown'
    const isKey = words.has('primaryKey')
    const hasDefault =
      [...words].some((one) => /^(?:\$?default|\$onUpdate|generated)/.test(one ?? '')) || /serial/i.test(type)
    columns.push({ name, type, isNullable: !words.has('notNull') && !isKey, hasDefault })
    const target = links.find((link) => link.name === 'references')?.args?.[0]
    const value = target !== undefined && isFunction(target) ? target.body : null
    if (value?.type === 'MemberExpression') references[name] = nameOf(value.object) ?? ''
  }
  return { columns, references }
}
