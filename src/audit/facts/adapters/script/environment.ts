import type { Node, ObjectPattern } from 'oxc-parser'
import type { Adapter, Findings } from '../../adapter.ts'
import { hasDirective } from './component.ts'
import { isEnvironment, variableOf } from './environment-names.ts'
import { plain, textOf } from './literals.ts'
import { keyOf } from './objects.ts'
import { outlineOf, symbolOf, type Outline, type Scope } from './outline.ts'
import { isOwnScript, isTestPath } from './script-paths.ts'

const CLIENT_FOLDERS = /(?:^|\/)(?:components|hooks)\//
const SERVER_MARKS = /^(?:server-only|next\/headers|next\/cache|node:.+|fs|path|crypto|express|fastify)$/

/** Variables of the environment that scripts ask for. */
export const environmentAdapter: Adapter = {
  id: 'script-environment',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!/\benv\b/.test(file.text)) return
    const outline = outlineOf(file)
    if (outline === null) return
    const reading: Reading = {
      outline,
      found,
      isClient: isSentToBrowsers(outline),
      usual: withDefaults(outline),
    }
    const assigned = new Set<Node>(
      outline.assignments.filter(({ node }) => node.operator === '=').map(({ node }) => node.left),
    )
    for (const { node, scope } of outline.members) if (!assigned.has(node)) readMember(reading, node, scope)
    for (const { node, scope } of outline.calls) {
      const name = variableOf(node)
      if (name !== null) addRead(reading, { name, node, scope, hasDefault: reading.usual.has(node) })
    }
    for (const { node, scope } of outline.variables)
      if (node.id.type === 'ObjectPattern' && node.init !== null && isEnvironment(plain(node.init)))
        readParts(reading, node.id, scope)
  },
}

interface Reading {
  readonly outline: Outline
  readonly found: Findings
  readonly isClient: boolean
  /** Expressions that have something to fall back on. */
  readonly usual: ReadonlySet<Node>
}

interface Read {
  readonly name: string
  readonly node: Node
  readonly scope: Scope
  readonly hasDefault: boolean
}

function addRead({ found, isClient }: Reading, { name, node, scope, hasDefault }: Read): void {
  found.fact(
    'environmentRead',
    node,
    { name, by: 'script', hasDefault, isClient },
    { symbol: symbolOf(scope) },
  )
}

function readMember(reading: Reading, node: Node, scope: Scope): void {
  if (node.type !== 'MemberExpression' || !isEnvironment(node.object)) return
  const hasDefault = reading.usual.has(node)
  const name = variableOf(node)
  if (name !== null) return addRead(reading, { name, node, scope, hasDefault })
  const folded = node.computed ? textOf(reading.outline, scope, node.property) : null
  if (folded !== null) addRead(reading, { name: folded, node, scope, hasDefault })
  else reading.found.unresolved('environmentRead', node)
}

/** `const { A, B = 'b' } = process.env`; the rest of it is everything, which nobody can tell. */
function readParts(reading: Reading, { properties }: ObjectPattern, scope: Scope): void {
  for (const property of properties) {
    const name = property.type === 'Property' ? keyOf(property) : null
    if (name === null) reading.found.unresolved('environmentRead', property)
    else {
      const hasDefault = property.type === 'Property' && property.value.type === 'AssignmentPattern'
      addRead(reading, { name, node: property, scope, hasDefault })
    }
  }
}

function withDefaults({ fallbacks }: Outline): ReadonlySet<Node> {
  const found = new Set<Node>()
  for (const { node } of fallbacks) if (node.operator !== '&&') found.add(plain(node.left))
  return found
}

/**
 * As far as the file alone tells: it says `use client`, or holds a component or hook in a folder of these and nothing in it
 * belongs to a server. A module that both sides import counts as one of the server until its importers are known.
 */
function isSentToBrowsers(outline: Outline): boolean {
  const { file, imports } = outline
  if (isTestPath(file.path) || hasDirective(outline, 'use server')) return false
  if (hasDirective(outline, 'use client')) return true
  if (!/\.[jt]sx$/.test(file.path) || !CLIENT_FOLDERS.test(file.path)) return false
  const isAsync = outline.functions.some(
    ({ node, scope }) => node.async && scope.parent === outline.top && /^[A-Z]/.test(scope.name ?? ''),
  )
  return !isAsync && ![...imports.values()].some(({ module }) => SERVER_MARKS.test(module))
}
