import type { CallExpression, Node } from 'oxc-parser'
import { chainOf, nameOf } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Adapter, Findings } from '../../adapter.ts'
import type { Relations } from '../../relations.ts'
import { patternOf, plain, textOf, valueOf } from './literals.ts'
import { outlineOf, symbolOf, type Outline, type Scope, type Site } from './outline.ts'
import { readQueryKeys } from './query-keys.ts'
import { isOwnScript } from './script-paths.ts'
import { textIn } from './urls.ts'
import { parameterOf } from './wrappers.ts'

type Access = Relations['storageKey']['access']
type Store = Relations['storageKey']['store']

const ITEMS: Readonly<Record<string, Access>> = { getItem: 'read', setItem: 'write', removeItem: 'remove' }
const COOKIES: Readonly<Record<string, Access>> = {
  ...{ get: 'read', getAll: 'read', has: 'read', set: 'write', delete: 'remove', remove: 'remove' },
}

/** What browsers keep under names: local and session storage, cookies, and the caches of queries. */
export const storageAdapter: Adapter = {
  id: 'script-storage',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!/localStorage|sessionStorage|[cC]ookie|[qQ]uer(?:y|ies)|\bmutate\b|swr/.test(file.text)) return
    const outline = outlineOf(file)
    if (outline === null) return
    const reading: Reading = { outline, found, keepers: [] }
    for (const site of outline.calls) readCall(reading, site)
    for (const site of outline.calls) readKeeperCall(reading, site)
    for (const { node, scope } of outline.assignments) readAssignment(reading, scope, node)
    readScripts(reading)
    readQueryKeys(outline, found)
  },
}

interface Reading {
  readonly outline: Outline
  readonly found: Findings
  readonly keepers: Keeper[]
}

/** A function that takes the key as a parameter: its callers know it. */
interface Keeper {
  readonly name: string
  readonly at: number
  readonly access: Access
  readonly store: Store
}

interface Use {
  readonly key: Node
  readonly access: Access
  readonly store: Store
}

function readCall(reading: Reading, { node, scope }: Site<CallExpression>): void {
  const { callee, arguments: given } = node
  const [key] = given
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier' || key === undefined) return
  const { name } = callee.property
  const item = ITEMS[name]
  const store = item === undefined ? null : webStore(scope, callee.object)
  if (item !== undefined && store !== null) return addUse(reading, scope, { key, access: item, store })
  const access = cookieAccess(reading.outline, scope, { object: callee.object, method: name })
  if (access !== null) addUse(reading, scope, { key, access, store: 'cookie' })
}

function webStore(scope: Scope, given: Node): Store | null {
  const object = plain(given)
  const property = object.type === 'MemberExpression' ? object.property : object
  if (property.type !== 'Identifier') return null
  if (property.name === 'localStorage') return 'local'
  if (property.name === 'sessionStorage') return 'session'
  if (object.type !== 'Identifier') return null
  const value = valueOf(scope, object.name)?.value
  return value === undefined || value.type === 'Identifier' ? null : webStore(scope, value)
}

interface Method {
  readonly object: Node
  readonly method: string
}

/** `cookies().get`, `request.cookies.set`, js-cookie, and Express's `res.cookie`. */
function cookieAccess(outline: Outline, scope: Scope, { object, method }: Method): Access | null {
  if (method === 'cookie' || method === 'clearCookie') {
    const name = nameOf(plain(object))
    return name !== null && /^(?:res|response|reply)$/.test(name)
      ? method === 'cookie'
        ? 'write'
        : 'remove'
      : null
  }
  if (!Object.hasOwn(COOKIES, method)) return null
  return isCookies(outline, scope, plain(object)) ? (COOKIES[method] ?? null) : null
}

function isCookies({ imports }: Outline, scope: Scope, object: Node): boolean {
  if (object.type === 'CallExpression')
    return nameOf(object.callee) === 'cookies' && imports.get('cookies')?.module === 'next/headers'
  if (object.type === 'MemberExpression')
    return object.property.type === 'Identifier' && object.property.name === 'cookies'
  if (object.type !== 'Identifier') return false
  if (/^(?:js-cookie|universal-cookie|nookies)$/.test(imports.get(object.name)?.module ?? '')) return true
  const value = valueOf(scope, object.name)?.value
  if (value === undefined) return object.name === 'cookieStore'
  const { root, links } = chainOf(plain(value))
  return (
    nameOf(root) === 'cookies' && links[0]?.name === null && imports.get('cookies')?.module === 'next/headers'
  )
}

function addUse(reading: Reading, scope: Scope, { key, access, store }: Use): void {
  const { outline, found, keepers } = reading
  const passed = parameterOf(scope, key)
  if (passed !== null && passed.parameter.field === null && passed.owner.name !== null) {
    keepers.push({ name: passed.owner.name, at: passed.parameter.at, access, store })
    return
  }
  const symbol = symbolOf(scope)
  const text = textOf(outline, scope, key)
  if (text !== null) return found.fact('storageKey', key, { key: text, access, store }, { symbol })
  const pattern = patternOf(outline, scope, key)
  if (pattern !== null)
    found.fact('storageKey', key, { key: pattern, access, store }, { symbol, confidence: 0.8 })
  // The words of an imported constant: who knows the module that exports it knows the key.
  else if (isImportedName(outline, key))
    found.fact('storageKey', key, { key: textIn(outline, key), access, store }, { symbol, confidence: 0.6 })
  else found.unresolved('storageKey', key)
}

function isImportedName({ imports }: Pick<Outline, 'imports'>, node: Node): boolean {
  if (node.type === 'Identifier') return imports.has(node.name)
  return node.type === 'MemberExpression' && !node.computed && isImportedName({ imports }, node.object)
}

function readKeeperCall(reading: Reading, { node, scope }: Site<CallExpression>): void {
  const name = nameOf(node.callee)
  if (name === null || reading.outline.imports.has(name)) return
  for (const keeper of reading.keepers) {
    const key = keeper.name === name ? node.arguments[keeper.at] : undefined
    if (key !== undefined && parameterOf(scope, key) === null) addUse(reading, scope, { ...keeper, key })
  }
}

/** `document.cookie = 'name=..'` and `localStorage.name = ..`. */
function readAssignment(
  { outline, found }: Reading,
  scope: Scope,
  node: Outline['assignments'][number]['node'],
): void {
  const { left, right } = node
  if (left.type !== 'MemberExpression' || left.property.type !== 'Identifier') return
  const symbol = symbolOf(scope)
  const store = webStore(scope, left.object)
  if (store !== null && !left.computed)
    return found.fact('storageKey', node, { key: left.property.name, access: 'write', store }, { symbol })
  if (left.property.name !== 'cookie' || nameOf(left.object) !== 'document') return
  const pattern = patternOf(outline, scope, right)
  const key = /^([^={}]+)=/.exec(pattern ?? '')?.[1]
  if (key === undefined) return found.unresolved('storageKey', node)
  const access = /max-age=0|expires=Thu, 01 Jan 1970/i.test(pattern ?? '') ? 'remove' : 'write'
  found.fact('storageKey', node, { key, access, store: 'cookie' }, { symbol })
}

const IN_TEXT =
  /(local|session)Storage\.(getItem|setItem|removeItem)\(\s*(?:\$\{JSON\.stringify\(([\w.]+)\)\}|\\?"([^"\\]+)\\?")/g

/** Scripts that a page carries as text, e.g. to set a theme before the first paint, use storage too. */
function readScripts({ outline, found }: Reading): void {
  for (const match of outline.file.text.matchAll(IN_TEXT)) {
    const [, store, method = '', name, literal] = match
    // What stands outside a text was read from the tree.
    if (name === undefined && !match[0].includes('\\"')) continue
    const columns = {
      key: name ?? literal ?? '',
      access: ITEMS[method] ?? 'read',
      store: store === 'local' ? 'local' : 'session',
    } as const
    const span = { start: match.index, end: match.index + match[0].length }
    found.fact('storageKey', span, columns, { confidence: 0.6 })
  }
}
