/** Names under which TanStack Query and SWR keep answers. */
import type { CallExpression, Node } from 'oxc-parser'
import type { Findings } from '../../adapter.ts'
import type { Relations } from '../../relations.ts'
import { plain, textOf, valueOf } from './literals.ts'
import { fieldOf } from './objects.ts'
import { symbolOf, type Outline, type Scope, type Site } from './outline.ts'

type Access = Relations['storageKey']['access']

const READS =
  /^(?:use(?:Suspense)?(?:Infinite)?Query|use(?:Suspense)?Queries|queryOptions|infiniteQueryOptions|(?:pre)?fetch(?:Infinite)?Query|ensureQueryData|getQueryData|useIsFetching)$/
const WRITES = /^setQuer(?:y|ies)Data$/
const REMOVES = /^(?:invalidate|remove|reset|refetch|cancel)Queries$/

/** A key is its parts with `/` between them, `{}` for what is filled in; `*` for all keys there are. */
export function readQueryKeys(outline: Outline, found: Findings): void {
  for (const site of outline.calls) {
    const access = accessOf(outline, site.node)
    if (access !== null) readKey(outline, site, access, found)
  }
}

function accessOf({ imports }: Outline, { callee }: CallExpression): Access | null {
  const node = callee.type === 'MemberExpression' ? callee.property : callee
  if (node.type !== 'Identifier') return null
  if (READS.test(node.name)) return 'read'
  if (WRITES.test(node.name)) return 'write'
  if (REMOVES.test(node.name)) return 'remove'
  const isSwr = callee.type === 'Identifier' && /^swr(?:\/|$)/.test(imports.get(node.name)?.module ?? '')
  if (!isSwr) return null
  return node.name === 'mutate' ? 'remove' : 'read'
}

function readKey(
  outline: Outline,
  { node, scope }: Site<CallExpression>,
  access: Access,
  found: Findings,
): void {
  const [first] = node.arguments
  const symbol = symbolOf(scope)
  const add = (span: Node, key: string) =>
    found.fact(
      'storageKey',
      span,
      { key, access, store: 'query' },
      { symbol, confidence: key.includes('{}') ? 0.9 : 1 },
    )
  if (first === undefined) {
    if (access === 'remove') add(node, '*')
    return
  }
  const value = first.type === 'Identifier' ? (valueOf(scope, first.name)?.value ?? first) : first
  const queries = fieldOf(value, 'queries')
  const options = queries?.type === 'ArrayExpression' ? queries.elements : [value]
  for (const option of options) {
    const given = option?.type === 'ObjectExpression' ? fieldOf(option, 'queryKey') : option
    if (given === undefined && access === 'remove') add(node, '*')
    const key = given === undefined || given === null ? null : keyText(outline, scope, given)
    if (key !== null) add(node, key)
    else if (given !== undefined) found.unresolved('storageKey', node)
  }
}

function keyText(outline: Outline, scope: Scope, given: Node): string | null {
  const named = given.type === 'Identifier' ? (valueOf(scope, given.name)?.value ?? given) : given
  const key = plain(named)
  if (key.type !== 'ArrayExpression') return textOf(outline, scope, key)
  const parts = key.elements.map((one) => (one === null ? null : textOf(outline, scope, one)))
  // A key that begins with what is filled in could be any.
  return parts[0] === null || parts[0] === undefined ? null : parts.map((part) => part ?? '{}').join('/')
}
