import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import type { Verb } from '../../relations/routes.ts'
import { asWritten, callOf, lastName, ownerName, type PythonCall } from './calls.ts'
import { listedDependencies } from './dependencies.ts'
import { signatureOf } from './endpoint-signature.ts'
import { elementsOf, foldText, literalText } from './literals.ts'
import { isPythonPath, pythonTree, qualifiedName, spanOf } from './python-tree.ts'
import type { Definition, PythonTree } from './python-tree.ts'
import { scopeAt } from './scope.ts'
import { normalPath } from './url-paths.ts'

/** Routes and sockets of FastAPI, as decorators say them. */
export const fastapiRoutesAdapter: Adapter = {
  id: 'fastapi-routes',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/\b(?:fastapi|FastAPI|APIRouter|router|app)\b/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null || isFlask(file.text)) return
    let order = 0
    for (const definition of tree.definitions) {
      // The decorator that stands next to the function is applied first.
      for (const decorator of definition.decorators.toReversed()) {
        const call = callOf(decorator)
        if (call !== null) order += endpoint({ tree, call, definition, found, order })
      }
    }
  },
}

/** Both have `@app.get("/")`: Flask's are read by its own adapter. */
function isFlask(text: string): boolean {
  return /^\s*(?:from|import) (?:flask|quart|sanic|bottle)\b/m.test(text) && !/\bfastapi\b/i.test(text)
}

interface Endpoint {
  readonly tree: PythonTree
  readonly call: PythonCall
  readonly definition: Definition
  readonly found: Findings
  readonly order: number
}

const VERBS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options'])

/** How many routes the decorator makes. */
function endpoint(given: Endpoint): number {
  const { tree, call, definition, found } = given
  const [router, method] = [ownerName(call.name), lastName(call.name)]
  const isRoute = VERBS.has(method) || method === 'api_route' || method === 'websocket'
  if (!isRoute || router === '' || definition.kind === 'class') return 0
  const folded = foldText(call.args[0] ?? call.named.get('path'), scopeAt(tree, definition.start))
  const span = { start: spanOf(call.node).start, end: definition.end }
  if (folded === null || folded.text.startsWith('{}')) {
    // `@cache.get(key)` is no route, and neither is one without a path.
    if (call.args.length > 0 && /router|app|api/i.test(router)) found.unresolved('route', span)
    return 0
  }
  if (folded.text !== '' && !folded.text.startsWith('/')) return 0
  const symbol = qualifiedName(definition)
  if (method === 'websocket') {
    found.fact('socket', span, { side: 'server', path: normalPath(folded.text) }, { symbol })
    return 0
  }
  const verbs = method === 'api_route' ? methodsOf(tree, given) : [verbOf(method)]
  for (const [index, verb] of verbs.entries())
    route(given, { verb, path: folded, order: given.order + index })
  return verbs.length
}

interface Served {
  readonly verb: Verb
  readonly path: { readonly text: string; readonly confidence: number }
  readonly order: number
}

function route({ tree, call, definition, found }: Endpoint, { verb, path, order }: Served): void {
  const span = { start: spanOf(call.node).start, end: definition.end }
  const scope = scopeAt(tree, definition.start)
  const listed = listedDependencies(call.named.get('dependencies'), scope)
  if (listed === null || call.isSpread) found.unresolved('route', span)
  const signature = signatureOf(definition.node, { tree, verb, path: path.text })
  const columns = {
    ...{ framework: 'fastapi' as const, verb, path: normalPath(path.text), handler: definition.name, order },
    ...{
      router: ownerName(call.name),
      responseModel: responseOf(call, definition.node),
      bodyModel: signature.body,
    },
    ...(signature.openTypes.length > 0 ? { openTypes: signature.openTypes } : {}),
    guards: [...(listed ?? []), ...signature.guards],
  }
  const confidence = Math.min(path.confidence, signature.confidence, listed === null ? 0.5 : 1)
  found.fact('route', span, columns, { symbol: qualifiedName(definition), confidence })
}

/** `response_model=None` turns the annotation off; plain responses and None are no models. */
function responseOf(call: PythonCall, definition: SgNode): string | null {
  const given = call.named.get('response_model')
  if (given !== undefined) return given.text() === 'None' ? null : asWritten(given)
  const annotation = definition.field('return_type')
  if (annotation === null) return null
  const text = asWritten(annotation)
  return /^(?:None|Any|typing\.Any|\w*Response)$/.test(text) ? null : text
}

function methodsOf(tree: PythonTree, { call, definition, found }: Endpoint): readonly Verb[] {
  const given = call.named.get('methods')
  if (given === undefined) return ['GET']
  const names = elementsOf(given, scopeAt(tree, definition.start))?.map(literalText) ?? [null]
  if (names.includes(null)) {
    found.unresolved('route', spanOf(call.node))
    return ['ANY']
  }
  return names.flatMap((name) => (name === null ? [] : [verbOf(name)]))
}

/** What HTTP does not know counts as any verb. */
export function verbOf(method: string): Verb {
  const known: Readonly<Record<string, Verb>> = {
    ...{
      get: 'GET',
      post: 'POST',
      put: 'PUT',
      patch: 'PATCH',
      delete: 'DELETE',
      head: 'HEAD',
      options: 'OPTIONS',
    },
  }
  return known[method.toLowerCase()] ?? 'ANY'
}
