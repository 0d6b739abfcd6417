import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import { callOf, lastName, ownerName, type PythonCall } from './calls.ts'
import { elementsOf, foldText, insideOf } from './literals.ts'
import { isPythonPath, pythonTree, qualifiedName, spanOf } from './python-tree.ts'
import type { Definition, PythonTree } from './python-tree.ts'
import { scopeAt } from './scope.ts'

/** Tasks of Celery: where they are defined, and where work is handed to them. */
export const celeryTasksAdapter: Adapter = {
  id: 'celery-tasks',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/\btask\b|shared_task|\.delay\(|apply_async|send_task/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    for (const definition of tree.definitions)
      if (definition.kind === 'function') task(tree, { definition, path: file.path, found })
    for (const call of tree.calls) send(tree, call, found)
  },
}

interface Given {
  readonly definition: Definition
  readonly path: string
  readonly found: Findings
}

/** `@app.task`, `@celery.task(name="x")`, `@shared_task`; `@task` alone belongs to other libraries. */
function task(tree: PythonTree, { definition, path, found }: Given): void {
  for (const decorator of definition.decorators) {
    const call = callOf(decorator)
    const name = call?.name ?? decorator.text()
    if (!/^(?:\w*(?:app|celery|worker|queue)\w*)\.task$|^(?:celery\.)?shared_task$/i.test(name)) continue
    const scope = scopeAt(tree, definition.start)
    const given = call?.named.get('name')
    const own = foldText(given, scope)
    if (given !== undefined && (own === null || own.text.includes('{}')))
      found.unresolved('taskDefinition', definition)
    const queue = foldText(call?.named.get('queue'), scope)
    const isBound = call?.named.get('bind')?.text() === 'True'
    const parameters = parametersOf(definition.node)
    const columns = {
      ...{ task: own?.text ?? `${moduleOf(path)}.${definition.name}`, library: 'celery' as const },
      ...{ parameters: isBound ? parameters.slice(1) : parameters, queue: queue?.text ?? null },
    }
    // The full name depends on the folder that Python starts in: joiners compare ends.
    found.fact('taskDefinition', definition, columns, {
      symbol: qualifiedName(definition),
      confidence: own?.confidence ?? 0.9,
    })
  }
}

/** Dotted name of a file from the root: what stands before the package is known to nobody here. */
function moduleOf(path: string): string {
  return path.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.')
}

/** As declared: `name`, `name=` with a default, `*name`. */
function parametersOf(node: SgNode): string[] {
  const list = node.field('parameters')
  return (list === null ? [] : insideOf(list)).flatMap((parameter) => {
    const name = /^\*{0,2}\w*/.exec(parameter.text())?.[0] ?? ''
    const isOptional = /default_parameter$/.test(String(parameter.kind()))
    return name === '*' || name === '' ? [] : [isOptional ? `${name}=` : name]
  })
}

function send(tree: PythonTree, call: PythonCall, found: Findings): void {
  const method = lastName(call.name)
  const span = spanOf(call.node)
  const scope = scopeAt(tree, span.start)
  const symbol = tree.symbolAt(span.start)
  if (method === 'delay' && ownerName(call.name) !== '') {
    const count = call.isSpread ? null : call.args.length + call.named.size
    found.fact('taskSend', span, { task: ownerName(call.name), queue: null, arguments: count }, { symbol })
    return
  }
  if (method !== 'apply_async' && method !== 'send_task') return
  const isByName = method === 'send_task'
  const name = isByName
    ? foldText(call.args[0] ?? call.named.get('name'), scope)
    : { text: ownerName(call.name), confidence: 1 }
  if (name === null || name.text.includes('{}') || name.text === '') return found.unresolved('taskSend', span)
  const place = isByName ? 1 : 0
  const sent = counted(
    {
      args: call.named.get('args') ?? call.args[place],
      kwargs: call.named.get('kwargs') ?? call.args[place + 1],
    },
    scope,
  )
  const given = call.named.get('queue')
  const queue = foldText(given, scope)
  if (given !== undefined && (queue === null || queue.text.includes('{}'))) found.unresolved('taskSend', span)
  const columns = { task: name.text, queue: queue?.text ?? null, arguments: call.isSpread ? null : sent }
  found.fact('taskSend', span, columns, {
    symbol,
    confidence: Math.min(name.confidence, queue?.confidence ?? 1),
  })
}

/** Null where one of the two cannot be counted. */
function counted(
  given: { args: SgNode | undefined; kwargs: SgNode | undefined },
  scope: ReturnType<typeof scopeAt>,
): number | null {
  const placed = given.args === undefined ? [] : elementsOf(given.args, scope)
  if (placed === null) return null
  if (given.kwargs === undefined) return placed.length
  if (given.kwargs.kind() !== 'dictionary') return null
  const entries = insideOf(given.kwargs)
  return entries.every((entry) => entry.kind() === 'pair') ? placed.length + entries.length : null
}
