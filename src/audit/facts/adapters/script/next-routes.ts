import type { Node } from 'oxc-parser'
import type { Adapter, Findings } from '../../adapter.ts'
import type { Verb } from '../../relations/routes.ts'
import { alternativesOf, plain, textOf, valueOf } from './literals.ts'
import { fieldOf } from './objects.ts'
import { outlineOf, type Outline, type Scope } from './outline.ts'
import { verbOfText } from './request-options.ts'
import { isOwnScript } from './script-paths.ts'
import { textIn } from './urls.ts'

const APP_ROUTE = /(?:^|\/)app\/((?:.+\/)?)route\.[cm]?[jt]sx?$/
const PAGE_ROUTE = /(?:^|\/)pages\/(api\/.+?|api)\.[cm]?[jt]sx?$/
const CONFIGURATION = /(?:^|\/)next\.config\.[cm]?[jt]s$/
const MIDDLEWARE = /(?:^|\/)(?:middleware|proxy)\.[cm]?[jt]s$/

/** Routes that Next.js finds by their files, what its configuration hands on, and its middleware. */
export const nextRouteAdapter: Adapter = {
  id: 'script-next-routes',
  version: 1,
  reads: (path) =>
    isOwnScript(path) && [APP_ROUTE, PAGE_ROUTE, CONFIGURATION, MIDDLEWARE].some((one) => one.test(path)),
  read(file, found) {
    const outline = outlineOf(file)
    if (outline === null) return
    const [app, page] = [APP_ROUTE.exec(file.path), PAGE_ROUTE.exec(file.path)]
    if (app !== null) readAppRoute(outline, pathOfFolders(app[1] ?? ''), found)
    else if (page !== null) readPageRoute(outline, pathOfFolders(page[1] ?? ''), found)
    else if (CONFIGURATION.test(file.path)) readConfiguration(outline, found)
    else readMiddleware(outline, found)
  },
}

/** Groups `(x)` and slots `@x` are no part of the path; a parameter that takes several segments is one `{}`. */
export function pathOfFolders(folders: string): string {
  const segments = folders
    .split('/')
    .filter((one) => one !== '' && one !== 'index' && !/^\((?!\.)[^)]*\)$|^@/.test(one))
    .map((one) => one.replace(/^\(\.+\)/, '').replace(/^%5F/i, '_'))
  return `/${segments.map((one) => (/^\[.*\]$/.test(one) ? '{}' : one)).join('/')}`
}

function readAppRoute(outline: Outline, path: string, found: Findings): void {
  let order = 0
  for (const { name, node, value } of exportsOf(outline)) {
    const verb = /^[A-Z]+$/.test(name) ? verbOfText(name) : null
    if (verb === null) continue
    const guards = value?.type === 'CallExpression' ? [textIn(outline, value.callee)] : []
    found.fact(
      'route',
      node,
      { ...ROUTE, verb, path, handler: name, guards, order: order++ },
      { symbol: name },
    )
  }
}

const ROUTE = { framework: 'next', router: null, responseModel: null, bodyModel: null } as const

interface Exported {
  readonly name: string
  readonly node: Node
  readonly value: Node | null
}

function exportsOf({ program }: Outline): readonly Exported[] {
  return program.body.flatMap((statement): readonly Exported[] => {
    if (statement.type === 'ExportDefaultDeclaration')
      return [{ name: 'default', node: statement, value: statement.declaration }]
    if (statement.type !== 'ExportNamedDeclaration') return []
    const { declaration, specifiers } = statement
    if (declaration?.type === 'FunctionDeclaration')
      return [{ name: declaration.id?.name ?? '', node: statement, value: declaration }]
    if (declaration?.type === 'VariableDeclaration')
      return declaration.declarations.map((one) => ({
        name: one.id.type === 'Identifier' ? one.id.name : '',
        node: one,
        value: one.init,
      }))
    return specifiers.map((one) => ({
      name: 'name' in one.exported ? one.exported.name : one.exported.value,
      node: one,
      value: null,
    }))
  })
}

/** A handler of the pages router serves the verbs that it asks for, or all of them where it asks for none. */
function readPageRoute(outline: Outline, path: string, found: Findings): void {
  const handler = exportsOf(outline).find(({ name }) => name === 'default')
  if (handler === undefined) return found.unresolved('route', outline.program)
  const verbs = askedVerbs(outline)
  const name = handler.value !== null && 'id' in handler.value ? nameOfId(handler.value.id) : 'default'
  const guards = handler.value?.type === 'CallExpression' ? [textIn(outline, handler.value.callee)] : []
  for (const [order, verb] of (verbs.length === 0 ? (['ANY'] as const) : verbs).entries()) {
    const confidence = verb === 'ANY' ? 1 : 0.9
    const columns = { ...ROUTE, verb, path, handler: name, guards, order }
    found.fact('route', handler.node, columns, { symbol: name, confidence })
  }
}

function nameOfId(id: unknown): string {
  return typeof id === 'object' && id !== null && 'name' in id ? String(id.name) : 'default'
}

function askedVerbs({ file }: Outline): readonly Verb[] {
  if (!/\.method\b|\bmethod\b/.test(file.text)) return []
  const compared = /\bmethod\s*(?:!==?|===?)\s*['"`]([A-Z]+)['"`]|\bcase\s+['"`]([A-Z]+)['"`]/g
  const found = [...file.text.matchAll(compared)].map(([, one, other]) => verbOfText(one ?? other ?? ''))
  return [...new Set(found.filter((verb) => verb !== null))]
}

function readConfiguration(outline: Outline, found: Findings): void {
  for (const { node, scope } of outline.functions) {
    if (!/(?:^|\.)rewrites$/.test(scope.name ?? '')) continue
    for (const rule of rulesIn(node.body, scope)) readRule(outline, scope, rule, found)
  }
}

/** Objects with a source and a destination, wherever the function puts them: lists, `beforeFiles`, conditions. */
function rulesIn(body: Node | null, scope: Scope): readonly Node[] {
  const found: Node[] = []
  const look = (given: Node | null | undefined, depth: number) => {
    if (given === null || given === undefined || depth > 12) return
    const node = plain(given)
    if (node.type === 'ObjectExpression') {
      if (fieldOf(node, 'source') !== undefined) found.push(node)
      else
        for (const one of node.properties) look(one.type === 'Property' ? one.value : one.argument, depth + 1)
    } else if (node.type === 'ArrayExpression') for (const one of node.elements) look(one, depth + 1)
    else if (node.type === 'SpreadElement' || node.type === 'ReturnStatement') look(node.argument, depth + 1)
    else if (node.type === 'BlockStatement') for (const one of node.body) look(one, depth + 1)
    else if (node.type === 'IfStatement')
      for (const one of [node.consequent, node.alternate]) look(one, depth + 1)
    else if (node.type === 'ConditionalExpression')
      for (const one of [node.consequent, node.alternate]) look(one, depth + 1)
    else if (node.type === 'Identifier') look(valueOf(scope, node.name)?.value, depth + 1)
  }
  look(body, 0)
  return found
}

function readRule(outline: Outline, scope: Scope, rule: Node, found: Findings): void {
  const source = textOf(outline, scope, fieldOf(rule, 'source'))
  const destination = fieldOf(rule, 'destination')
  if (source === null || destination === undefined) return found.unresolved('proxyRule', rule)
  const [parts = []] = alternativesOf(outline, scope, destination)
  const target = parts.map((one) => (typeof one === 'string' ? one : `\${${textIn(outline, one)}}`)).join('')
  found.fact(
    'proxyRule',
    rule,
    { path: pathOfPattern(source), target, upgrades: true },
    { symbol: 'rewrites' },
  )
}

/** `/api/:path*` is `/api/{}`. */
function pathOfPattern(source: string): string {
  return source.replace(/:\w+(?:\([^)]*\))?[*+?]?/g, '{}')
}

function readMiddleware(outline: Outline, found: Findings): void {
  const handler = outline.functions.find(({ scope }) =>
    /^(?:middleware|proxy|default)$/.test(scope.name ?? ''),
  )
  const byName = exportsOf(outline).find(({ name }) => /^(?:middleware|proxy|default)$/.test(name))
  const node = handler?.node ?? byName?.node
  if (node === undefined) return
  const config = valueOf(outline.top, 'config')?.value
  const matcher = fieldOf(config === undefined ? null : plain(config), 'matcher')
  const patterns = matcher === undefined ? ['/{}'] : patternsOf(outline, plain(matcher))
  if (patterns === null) return found.unresolved('middleware', matcher ?? node)
  const name = handler?.scope.name ?? byName?.name ?? 'middleware'
  for (const [order, target] of patterns.entries())
    found.fact('middleware', node, { name, target, order, settings: '' }, { symbol: name })
}

/** Null where a pattern is put together in a way that cannot be told. */
function patternsOf(outline: Outline, matcher: Node): readonly string[] | null {
  const all = matcher.type === 'ArrayExpression' ? matcher.elements : [matcher]
  const texts = all.map((one) =>
    textOf(outline, outline.top, one?.type === 'ObjectExpression' ? fieldOf(one, 'source') : one),
  )
  return texts.every((text) => text !== null) ? texts.map(pathOfPattern) : null
}
