import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import { asWritten, callOf, lastName, ownerName, type PythonCall } from './calls.ts'
import { elementsOf, entriesOf, entryOf, foldText, type Entries, type Scope } from './literals.ts'
import { isPythonPath, pythonTree, spanOf, type PythonTree } from './python-tree.ts'
import { scopeAt } from './scope.ts'

/** What an application of Celery declares: queues, routes of tasks, modules and schedule. */
export const celerySettingsAdapter: Adapter = {
  id: 'celery-settings',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/celery|kombu|task_queues|task_routes|beat_schedule|CELERY/i.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    for (const { name, value } of tree.assignments)
      setting(tree, { name: lastName(name), value, owner: name }, found)
    for (const call of tree.calls) {
      if (lastName(call.name) === 'Queue' && /\bkombu\b|\bcelery\b/.test(file.text)) queue(tree, call, found)
      if (lastName(call.name) === 'Celery')
        include(tree, { application: assignedTo(call), list: call.named.get('include') }, found)
      if (lastName(call.name) === 'autodiscover_tasks') discovery(tree, call, found)
      if (/\bconf\.update$/.test(call.name))
        for (const [name, value] of call.named) setting(tree, { name, value, owner: call.name }, found)
      if (lastName(call.name) === 'add_periodic_task') periodic(tree, call, found)
    }
  },
}

interface Setting {
  readonly name: string
  readonly value: SgNode | null
  /** The whole name, which begins with the application. */
  readonly owner: string
}

/** Names of old and new settings, in small and capital letters, with or without `CELERY_`. */
function setting(tree: PythonTree, { name, value, owner }: Setting, found: Findings): void {
  if (value === null) return
  const scope = scopeAt(tree, spanOf(value).start)
  const known = name.toLowerCase().replace(/^celery_/, '')
  if (known === 'task_default_queue' || known === 'default_queue') named(tree, value, found)
  if (known === 'task_queues' || known === 'queues') queueNames(tree, value, found)
  if (known === 'task_routes' || known === 'routes') routes(tree, { value, scope, found })
  if (known === 'beat_schedule' || known === 'beatschedule') schedule(tree, { value, scope, found })
  if (/^(?:include|imports)$/.test(known) && /conf|celery/i.test(owner))
    include(tree, { application: ownerName(owner).replace(/\.conf$/, ''), list: value }, found)
}

function queue(tree: PythonTree, call: PythonCall, found: Findings): void {
  const name = call.args[0] ?? call.named.get('name')
  if (name !== undefined) named(tree, name, found)
}

function named(tree: PythonTree, node: SgNode, found: Findings): void {
  const span = spanOf(node)
  const name = foldText(node, scopeAt(tree, span.start))
  if (name === null || name.text.includes('{}')) return found.unresolved('queueDeclaration', span)
  found.fact(
    'queueDeclaration',
    span,
    { queue: name.text, library: 'celery' },
    { symbol: tree.symbolAt(span.start), confidence: name.confidence },
  )
}

/** Names in a dictionary; `Queue(...)` in a list is seen by itself. */
function queueNames(tree: PythonTree, value: SgNode, found: Findings): void {
  const scope = scopeAt(tree, spanOf(value).start)
  const entries = entriesOf(value, scope)
  const isListed = elementsOf(value, scope) !== null
  if (entries === null && !isListed) found.unresolved('queueDeclaration', spanOf(value))
  if (entries?.isWhole === false) found.unresolved('queueDeclaration', spanOf(value))
  for (const { key } of entries?.entries ?? []) named(tree, key, found)
}

interface Given {
  readonly value: SgNode
  readonly scope: Scope
  readonly found: Findings
}

function routes(tree: PythonTree, { value, scope, found }: Given): void {
  const entries = wholeEntries({ value, scope, found }, 'taskRoute')
  for (const { key, value: target } of entries?.entries ?? []) {
    const span = spanOf(key)
    const pattern = foldText(key, scope)
    const name = foldText(entryOf(target, 'queue', scope) ?? target, scope)
    if (pattern === null || name === null || pattern.text.includes('{}') || name.text.includes('{}'))
      found.unresolved('taskRoute', span)
    else
      found.fact(
        'taskRoute',
        span,
        { pattern: pattern.text, queue: name.text },
        { symbol: tree.symbolAt(span.start), confidence: Math.min(pattern.confidence, name.confidence) },
      )
  }
}

function schedule(tree: PythonTree, { value, scope, found }: Given): void {
  const entries = wholeEntries({ value, scope, found }, 'scheduleEntry')
  for (const { key, value: entry } of entries?.entries ?? []) {
    const span = spanOf(key)
    const [name, task] = [foldText(key, scope), foldText(entryOf(entry, 'task', scope), scope)]
    if (name === null || task === null || task.text.includes('{}')) found.unresolved('scheduleEntry', span)
    else
      found.fact(
        'scheduleEntry',
        span,
        { name: name.text, task: task.text, library: 'celery' },
        { symbol: tree.symbolAt(span.start), confidence: Math.min(name.confidence, task.confidence) },
      )
  }
}

function wholeEntries(
  { value, scope, found }: Given,
  relation: 'taskRoute' | 'scheduleEntry',
): Entries | null {
  const entries = entriesOf(value, scope)
  if (entries?.isWhole !== true) found.unresolved(relation, spanOf(value))
  return entries
}

function assignedTo(call: PythonCall): string {
  const parent = call.node.parent()
  return parent?.kind() === 'assignment' ? (parent.field('left')?.text() ?? '') : ''
}

function include(
  tree: PythonTree,
  { application, list }: { application: string; list: SgNode | undefined },
  found: Findings,
): void {
  if (list === undefined) return
  const span = spanOf(list)
  const scope = scopeAt(tree, span.start)
  const elements = elementsOf(list, scope)
  if (elements === null) found.unresolved('taskInclude', span)
  for (const element of elements ?? []) {
    const module = foldText(element, scope)
    if (module === null || module.text.includes('{}')) found.unresolved('taskInclude', spanOf(element))
    else
      found.fact(
        'taskInclude',
        spanOf(element),
        { application, module: module.text },
        { confidence: module.confidence },
      )
  }
}

/** `autodiscover_tasks(["orders"])` takes `orders.tasks`. */
function discovery(tree: PythonTree, call: PythonCall, found: Findings): void {
  const span = spanOf(call.node)
  const scope = scopeAt(tree, span.start)
  const elements = elementsOf(call.args[0] ?? call.named.get('packages'), scope)
  const related = call.named.get('related_name')
  const name =
    related === undefined ? 'tasks' : related.text() === 'None' ? '' : foldText(related, scope)?.text
  if (elements === null || name === undefined) return found.unresolved('taskInclude', span)
  for (const element of elements) {
    const module = foldText(element, scope)
    if (module === null) found.unresolved('taskInclude', spanOf(element))
    else {
      const columns = {
        application: ownerName(call.name),
        module: name === '' ? module.text : `${module.text}.${name}`,
      }
      found.fact('taskInclude', spanOf(element), columns, { confidence: 0.9 })
    }
  }
}

/** `sender.add_periodic_task(10.0, purge.s(), name="purge")`. */
function periodic(tree: PythonTree, call: PythonCall, found: Findings): void {
  const span = spanOf(call.node)
  const signature = callOf(call.args[1])
  if (signature === null || !/^(?:s|si|signature)$/.test(lastName(signature.name)))
    return found.unresolved('scheduleEntry', span)
  const task = ownerName(signature.name)
  const name = foldText(call.named.get('name'), scopeAt(tree, span.start))?.text ?? asWritten(signature.node)
  found.fact(
    'scheduleEntry',
    span,
    { name, task, library: 'celery' },
    { symbol: tree.symbolAt(span.start), confidence: 0.8 },
  )
}
