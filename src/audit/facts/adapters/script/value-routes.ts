import type { Argument, CallExpression, Node } from 'oxc-parser'
import { chainOf, isFunction, nameOf } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Adapter, Findings } from '../../adapter.ts'
import type { Verb } from '../../relations/routes.ts'
import { patternOf, textOf, valueOf } from './literals.ts'
import { outlineOf, symbolOf, type Outline, type Scope, type Site } from './outline.ts'
import { verbOfName, verbOfText } from './request-options.ts'
import { madeRouter, normalPath, routerOf, type Router } from './routers.ts'
import { isOwnScript } from './script-paths.ts'
import { textIn } from './urls.ts'

/** Routes, mounts and middleware of Express and Hono. */
export const valueRouteAdapter: Adapter = {
  id: 'script-value-routes',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!/express|hono|[rR]outer|\bapp\b/.test(file.text)) return
    const outline = outlineOf(file)
    if (outline === null) return
    const reading: Reading = { outline, found, routes: 0, middleware: 0, guards: new Map() }
    const calls = outline.calls.toSorted((one, other) => one.node.end - other.node.end)
    for (const site of calls) {
      const router = routerOf(outline, site.scope, site.node)
      if (router !== null) readCall(reading, site, router)
    }
    for (const { node } of outline.variables) readRouter(reading, nameOf(node.id), node.init)
  },
}

interface Reading {
  readonly outline: Outline
  readonly found: Findings
  routes: number
  middleware: number
  /** What routers use, by their names; with `=` before the name, what they use before their first route. */
  readonly guards: Map<string, string[]>
}

function readRouter({ outline, found, guards }: Reading, name: string | null, value: Node | null): void {
  const router = name === null || value === null ? null : madeRouter(outline, { name, value })
  if (router === null || value === null) return
  const { framework, prefix, isApplication } = router
  const columns = {
    framework,
    name: router.name,
    prefix,
    isApplication,
    guards: guards.get(`=${router.name}`) ?? [],
  }
  found.fact('router', value, columns, { symbol: router.name })
  const { root, links } = chainOf(value)
  // `const api = app.basePath('/api')` serves what the application serves.
  if (links[0]?.name === 'basePath' && root.type === 'Identifier')
    found.fact('routerMount', value, {
      framework,
      parent: root.name,
      child: router.name,
      prefix: '',
      guards: [],
    })
}

function readCall(reading: Reading, { node, scope }: Site<CallExpression>, router: Router): void {
  const { links } = chainOf(node)
  const last = links.at(-1)
  if (last?.name === null || last === undefined || last.args === null) return
  const of = { reading, node, scope, router, given: last.args }
  if (last.name === 'use') return readUse(of)
  if (last.name === 'route' && router.framework === 'hono') return readMount(of)
  const chained = links.find(({ name }) => name === 'route')
  const shared = router.framework === 'express' ? chained?.args?.[0] : undefined
  if (last.name === 'on' && router.framework === 'hono') return readOn(of)
  const verb = last.name === 'all' ? 'ANY' : verbOfName(last.name)
  if (verb === null || !/^(?:get|post|put|patch|delete|head|options|all)$/.test(last.name)) return
  if (shared !== undefined) readRoute(of, { verb, path: shared, handlers: last.args })
  else if (last.args.length > 1) readRoute(of, { verb, path: last.args[0], handlers: last.args.slice(1) })
}

interface Call {
  readonly reading: Reading
  readonly node: CallExpression
  readonly scope: Scope
  readonly router: Router
  readonly given: readonly Argument[]
}

interface Route {
  readonly verb: Verb
  readonly path: Node | undefined
  readonly handlers: readonly Node[]
}

function readRoute({ reading, node, scope, router }: Call, { verb, path, handlers }: Route): void {
  const { outline, found, guards } = reading
  const handler = handlers.at(-1)
  // `app.get('name', value)` of a store or a client has no handler.
  if (handler === undefined || !mayHandle(handler)) return
  freeze(guards, router)
  const paths = path?.type === 'ArrayExpression' ? path.elements : [path]
  for (const one of paths) {
    const text = patternOf(outline, scope, one)
    if (text === null) {
      found.unresolved('route', node)
      continue
    }
    found.fact(
      'route',
      node,
      {
        ...{
          framework: router.framework,
          verb,
          path: normalPath(text),
          handler: handlerName(outline, handler),
        },
        ...{ router: router.name, responseModel: null, bodyModel: null, order: reading.routes++ },
        guards: handlers.slice(0, -1).map((guard) => textIn(outline, guard)),
      },
      { symbol: symbolOf(scope), confidence: router.confidence },
    )
  }
}

/** What comes after the first route or mount guards nothing before it. */
function freeze(guards: Reading['guards'], { name }: Router): void {
  if (!guards.has(`=${name}`)) guards.set(`=${name}`, guards.get(name) ?? [])
}

function mayHandle(node: Node): boolean {
  return (
    isFunction(node) ||
    ['Identifier', 'MemberExpression', 'CallExpression', 'ArrayExpression'].includes(node.type)
  )
}

function handlerName(outline: Outline, node: Node): string {
  if (isFunction(node)) return node.id?.name ?? 'function'
  if (node.type === 'CallExpression') {
    const inner = node.arguments[0]
    return inner === undefined || isFunction(inner)
      ? textIn(outline, node.callee)
      : handlerName(outline, inner)
  }
  return textIn(outline, node)
}

/** `app.on(['GET', 'POST'], '/x', handler)` */
function readOn(of: Call): void {
  const [verbs, path, ...handlers] = of.given
  const words = verbs?.type === 'ArrayExpression' ? verbs.elements : [verbs]
  for (const word of words) {
    const text = textOf(of.reading.outline, of.scope, word)
    readRoute(of, { verb: (text === null ? null : verbOfText(text)) ?? 'ANY', path, handlers })
  }
}

/** Hono's `app.route('/prefix', child)`. */
function readMount({ reading: { outline, found, guards }, node, scope, router, given }: Call): void {
  const [path, child] = given
  const prefix = patternOf(outline, scope, path)
  if (child === undefined) return
  if (prefix === null) return found.unresolved('routerMount', node)
  freeze(guards, router)
  const { framework, name } = router
  const columns = {
    framework,
    parent: name,
    child: childText(outline, child),
    prefix: normalPath(prefix),
    guards: [],
  }
  found.fact('routerMount', node, columns, { symbol: symbolOf(scope) })
}

function childText(outline: Outline, child: Node): string {
  return textIn(outline, child).replace(/^await /, '')
}

/** `app.use('/prefix', guard, child)`: the last is a router, or all are middleware. */
function readUse({ reading, node, scope, router, given }: Call): void {
  const { outline, found, guards } = reading
  const [first, ...others] = given
  const prefix = first === undefined ? null : patternOf(outline, scope, first)
  const used: readonly Node[] = prefix === null ? given : others
  const child = used.at(-1)
  if (child === undefined) return
  const { framework, name } = router
  const symbol = symbolOf(scope)
  if (framework === 'express' && isRouter(outline, scope, { child, hasPrefix: prefix !== null })) {
    const columns = {
      framework,
      parent: name,
      child: childText(outline, child),
      prefix: normalPath(prefix ?? ''),
    }
    freeze(guards, router)
    const before = used.slice(0, -1).map((one) => textIn(outline, one))
    return found.fact(
      'routerMount',
      node,
      { ...columns, guards: before },
      { symbol, confidence: router.confidence },
    )
  }
  for (const one of used) {
    const target = prefix === null ? name : `${name} ${normalPath(prefix)}`
    const settings =
      one.type === 'CallExpression' ? one.arguments.map((part) => textIn(outline, part)).join(', ') : ''
    const words = one.type === 'CallExpression' ? one.callee : one
    const called = isFunction(words) ? (words.id?.name ?? 'function') : textIn(outline, words)
    found.fact(
      'middleware',
      node,
      { name: called, target, order: reading.middleware++, settings },
      { symbol },
    )
    if (prefix === null || /^\/?\*$/.test(prefix))
      guards.set(name, [...(guards.get(name) ?? []), textIn(outline, one)])
  }
}

interface Child {
  readonly child: Node
  readonly hasPrefix: boolean
}

/** What is made here is known; of what comes from elsewhere name, place and prefix speak. */
function isRouter(outline: Outline, scope: Scope, { child, hasPrefix }: Child): boolean {
  if (child.type === 'CallExpression') {
    if (nameOf(child.callee) === 'require') return /rout|api|controller/i.test(textIn(outline, child))
    return hasPrefix && /router|routes/i.test(textIn(outline, child.callee))
  }
  if (child.type === 'MemberExpression') return /rout/i.test(textIn(outline, child))
  const name = nameOf(child)
  if (name === null) return false
  const value = valueOf(scope, name)?.value
  if (value !== undefined && madeRouter(outline, { name, value }) !== null) return true
  if (/rout|controller/i.test(name)) return true
  const module = outline.imports.get(name)?.module ?? ''
  return (
    hasPrefix && /^[.@~#]/.test(module) && /rout|api|controller/i.test(module) && !/middleware/i.test(module)
  )
}
