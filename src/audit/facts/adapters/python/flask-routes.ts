import type { Adapter, Findings } from '../../adapter.ts'
import { asWritten, callOf, lastName, ownerName, type PythonCall } from './calls.ts'
import { verbOf } from './fastapi-routes.ts'
import { elementsOf, foldText, literalText } from './literals.ts'
import { isPythonPath, pythonTree, qualifiedName, spanOf } from './python-tree.ts'
import type { Definition, PythonTree } from './python-tree.ts'
import { scopeAt } from './scope.ts'
import { normalPath } from './url-paths.ts'

/** Routes, blueprints and their registration in Flask. */
export const flaskAdapter: Adapter = {
  id: 'flask',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/\bflask\b|\.route\(|Blueprint/.test(file.text) || /\bfastapi\b/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    let order = 0
    for (const definition of tree.definitions)
      for (const call of definition.decorators.map(callOf))
        if (call !== null) order += route(tree, { call, definition, found, order })
    for (const { name, value } of tree.assignments) blueprint(tree, { name, call: callOf(value), found })
    for (const call of tree.calls)
      if (lastName(call.name) === 'register_blueprint') registration(tree, call, found)
  },
}

interface Endpoint {
  readonly call: PythonCall
  readonly definition: Definition
  readonly found: Findings
  readonly order: number
}

function route(tree: PythonTree, { call, definition, found, order }: Endpoint): number {
  const method = lastName(call.name)
  const isOwn = /^(?:get|post|put|patch|delete)$/.test(method) && /\bflask\b/.test(tree.text)
  if ((method !== 'route' && !isOwn) || definition.kind === 'class' || ownerName(call.name) === '') return 0
  const span = { start: spanOf(call.node).start, end: definition.end }
  const scope = scopeAt(tree, definition.start)
  const path = foldText(call.args[0] ?? call.named.get('rule'), scope)
  const methods = call.named.get('methods')
  const listed = methods === undefined ? undefined : (elementsOf(methods, scope)?.map(literalText) ?? [null])
  if (path === null || listed?.includes(null) === true) found.unresolved('route', span)
  if (path === null) return 0
  const named = listed ?? [isOwn ? method : 'get']
  const others = definition.decorators.filter(
    (decorator) => spanOf(decorator).start !== spanOf(call.node).start,
  )
  for (const [index, name] of named.entries()) {
    const columns = {
      ...{ framework: 'flask' as const, verb: verbOf(name ?? ''), path: normalPath(path.text) },
      ...{ handler: definition.name, router: ownerName(call.name), responseModel: null, bodyModel: null },
      ...{
        guards: others.filter((other) => !asWritten(other).includes('.route(')).map(asWritten),
        order: order + index,
      },
    }
    found.fact('route', span, columns, { symbol: qualifiedName(definition), confidence: path.confidence })
  }
  return named.length
}

interface Made {
  readonly name: string
  readonly call: PythonCall | null
  readonly found: Findings
}

function blueprint(tree: PythonTree, { name, call, found }: Made): void {
  if (call === null || !/^(?:flask\.)?(?:Flask|Blueprint)$/.test(call.name)) return
  const span = spanOf(call.node)
  const given = call.named.get('url_prefix')
  const prefix = foldText(given, scopeAt(tree, span.start))
  if (given !== undefined && prefix === null) found.unresolved('router', span)
  const isApplication = lastName(call.name) === 'Flask'
  const columns = { framework: 'flask' as const, name, prefix: prefix?.text ?? '', guards: [], isApplication }
  found.fact('router', span, columns, {
    symbol: tree.symbolAt(span.start),
    confidence: prefix?.confidence ?? 1,
  })
}

function registration(tree: PythonTree, call: PythonCall, found: Findings): void {
  const span = spanOf(call.node)
  const [child] = call.args
  if (child === undefined) return found.unresolved('routerMount', span)
  const given = call.named.get('url_prefix')
  const prefix = foldText(given, scopeAt(tree, span.start))
  if (given !== undefined && prefix === null) found.unresolved('routerMount', span)
  const columns = {
    ...{ framework: 'flask' as const, parent: ownerName(call.name), child: asWritten(child) },
    ...{ prefix: prefix?.text ?? '', guards: [] },
  }
  found.fact('routerMount', span, columns, { symbol: tree.symbolAt(span.start) })
}
