import type { Adapter, Findings } from '../../adapter.ts'
import { asWritten, callOf, lastName, ownerName, type PythonCall } from './calls.ts'
import { literalText } from './literals.ts'
import {
  isPythonPath,
  pythonTree,
  qualifiedName,
  spanOf,
  type Definition,
  type PythonTree,
} from './python-tree.ts'
import { roundsAround } from './scope.ts'

/** Middleware and handlers of errors that an ASGI application takes, in the order of the file. */
export const pythonMiddlewareAdapter: Adapter = {
  id: 'python-middleware',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/middleware|exception_handler/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    const places = [...added(tree), ...decorated(tree)].toSorted((one, other) => one.at - other.at)
    let order = 0
    for (const { add } of places) order += add(found, order)
  },
}

interface Registration {
  readonly at: number
  /** Gives the number of facts. */
  readonly add: (found: Findings, order: number) => number
}

const ADDERS: ReadonlySet<string> = new Set(['add_middleware', 'add_exception_handler'])

function added(tree: PythonTree): Registration[] {
  const calls = tree.calls.filter(({ name }) => ADDERS.has(lastName(name)))
  return calls.map((call) => ({
    at: spanOf(call.node).start,
    add: (found, order) => addCall(tree, call, { found, order }),
  }))
}

function addCall(
  tree: PythonTree,
  call: PythonCall,
  { found, order }: { found: Findings; order: number },
): number {
  const span = spanOf(call.node)
  const [given] = call.args.length > 0 ? call.args : [call.named.get('middleware_class')]
  if (given === undefined || call.isSpread) found.unresolved('middleware', span)
  if (given === undefined) return 0
  const rounds = roundsAround(tree, call.node)
  for (const [index, round] of rounds.entries()) {
    const element = round.isLooped ? round.valueOf(given.text()) : null
    const columns = {
      ...{ name: asWritten(element ?? given), target: ownerName(call.name), order: order + index },
      settings: settingsOf(call),
    }
    const confidence = round.isLooped ? 0.9 : 1
    found.fact('middleware', span, columns, { symbol: tree.symbolAt(span.start), confidence })
  }
  return rounds.length
}

function settingsOf(call: PythonCall): string {
  const named = [...call.named].filter(([name]) => name !== 'middleware_class')
  const placed = call.args.slice(1).map(asWritten)
  return [...placed, ...named.map(([name, value]) => `${name}=${asWritten(value)}`)].join(', ')
}

/** `@app.middleware("http")` and `@app.exception_handler(...)`. */
function decorated(tree: PythonTree): Registration[] {
  return tree.definitions.flatMap((definition) =>
    definition.decorators.flatMap((decorator) => {
      const call = callOf(decorator)
      const isOurs = call !== null && /\.(?:middleware|exception_handler)$/.test(call.name)
      return isOurs ? [{ at: spanOf(decorator).start, add: decoration(definition, call) }] : []
    }),
  )
}

function decoration(definition: Definition, call: PythonCall): Registration['add'] {
  return (found, order) => {
    const [kind] = call.args
    // For an error it is the error that counts, for middleware the function.
    const isHandler = lastName(call.name) === 'exception_handler'
    const name = isHandler && kind !== undefined ? asWritten(kind) : definition.name
    const settings = isHandler ? definition.name : (literalText(kind) ?? '')
    const columns = { name, target: ownerName(call.name), order, settings }
    found.fact('middleware', { start: spanOf(call.node).start, end: definition.end }, columns, {
      symbol: qualifiedName(definition),
    })
    return 1
  }
}
