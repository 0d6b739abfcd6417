import type { CallExpression, Class, NewExpression, Node } from 'oxc-parser'
import { nameOf } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Adapter, Findings } from '../../adapter.ts'
import { decorationsOf } from './decorators.ts'
import { textOf, valueOf } from './literals.ts'
import { fieldOf } from './objects.ts'
import { outlineOf, symbolOf, type Outline, type Scope, type Site } from './outline.ts'
import { resolved } from './request-options.ts'
import { isOwnScript } from './script-paths.ts'

const LIBRARY = /['"](?:@nestjs\/)?bull(?:mq)?(?:-pro)?['"]/

/** Queues of BullMQ (and Bull before it): who makes them, puts work in and takes it out. */
export const bullmqAdapter: Adapter = {
  id: 'script-bullmq',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (
      !LIBRARY.test(file.text) &&
      !/@Processor\(|@InjectQueue\(|\b\w*[qQ]ueue\w*\.(?:add|upsertJobScheduler)\(/.test(file.text)
    )
      return
    const outline = outlineOf(file)
    if (outline === null) return
    const reading = { outline, found, injected: injectedQueues(outline) }
    for (const site of outline.creations) readCreation(reading, site)
    for (const site of outline.classes) readProcessor(reading, site)
    for (const site of outline.calls) readCall(reading, site)
  },
}

interface Reading {
  readonly outline: Outline
  readonly found: Findings
  /** Queues by the fields that hold them. */
  readonly injected: ReadonlyMap<string, string>
}

function isLibrary({ imports, file }: Outline, callee: Node): string | null {
  const name = callee.type === 'MemberExpression' ? nameOf(callee.property) : nameOf(callee)
  const root = callee.type === 'MemberExpression' ? nameOf(callee.object) : name
  if (name === null || root === null) return null
  const imported = imports.get(root)
  if (imported === undefined) return /require\(['"]bull(?:mq)?['"]\)/.test(file.text) ? name : null
  if (!/^bull(?:mq)?(?:-pro)?$/.test(imported.module)) return null
  return imported.name === 'default' ? 'Queue' : imported.name === '*' ? name : imported.name
}

function readCreation({ outline, found }: Reading, { node, scope }: Site<NewExpression>): void {
  const made = isLibrary(outline, node.callee)
  if (made !== 'Queue' && made !== 'Worker') return
  const queue = textOf(outline, scope, node.arguments[0])
  const relation = made === 'Queue' ? 'queueDeclaration' : 'queueConsumer'
  if (queue === null) return found.unresolved(relation, node)
  const symbol = symbolOf(scope)
  if (made === 'Queue') found.fact('queueDeclaration', node, { queue, library: 'bullmq' }, { symbol })
  else addConsumer({ outline, found }, { node, queue, symbol })
}

interface Consumer {
  readonly node: Node
  readonly queue: string
  readonly symbol: string | null
}

function addConsumer(
  { outline, found }: Pick<Reading, 'outline' | 'found'>,
  { node, queue, symbol }: Consumer,
): void {
  found.fact('queueConsumer', node, { queue, library: 'bullmq', runner: outline.file.path }, { symbol })
}

/** `@Processor('x')`, or `@Processor({ name: 'x' })`. */
function readProcessor({ outline, found }: Reading, { node, scope }: Site<Class>): void {
  for (const { name, given } of decorationsOf(node)) {
    if (name !== 'Processor') continue
    const [first] = given
    const queue = textOf(outline, scope, first?.type === 'ObjectExpression' ? fieldOf(first, 'name') : first)
    if (queue === null) found.unresolved('queueConsumer', node)
    else addConsumer({ outline, found }, { node, queue, symbol: node.id?.name ?? null })
  }
}

function injectedQueues(outline: Outline): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const pattern = /@InjectQueue\(([^)]+)\)\s*(?:(?:private|public|protected|readonly)\s+)*(\w+)/g
  for (const [, key = '', field = ''] of outline.file.text.matchAll(pattern)) {
    const literal = /^['"`](.*)['"`]$/.exec(key.trim())?.[1]
    const value = valueOf(outline.top, key.trim())?.value
    const queue = literal ?? textOf(outline, outline.top, value)
    if (queue !== null) found.set(field, queue)
  }
  return found
}

function readCall(reading: Reading, { node, scope }: Site<CallExpression>): void {
  const { outline, found } = reading
  const { callee, arguments: given } = node
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return
  const { name } = callee.property
  const symbol = symbolOf(scope)
  if (/^registerQueue(?:Async)?$/.test(name)) return readRegistered(reading, { node, scope })
  if (!/^(?:add|addBulk|process|upsertJobScheduler)$/.test(name)) return
  const queue = queueOf(reading, scope, callee.object)
  if (queue === undefined) return
  if (name === 'process') {
    if (queue !== null) addConsumer(reading, { node, queue, symbol })
    return
  }
  const task = textOf(outline, scope, given[0])
  if (task === null) return found.unresolved('taskSend', node)
  const isRepeated =
    name === 'upsertJobScheduler' || fieldOf(resolved(scope, given[2]), 'repeat') !== undefined
  if (isRepeated) found.fact('scheduleEntry', node, { name: task, task, library: 'bullmq' }, { symbol })
  const confidence = queue === null ? 0.6 : 1
  found.fact('taskSend', node, { task, queue, arguments: given.length > 1 ? 1 : 0 }, { symbol, confidence })
}

/** The queue that an expression is; null where it is one of another module, undefined where it is none. */
function queueOf({ outline, injected }: Reading, scope: Scope, object: Node): string | null | undefined {
  const name = object.type === 'MemberExpression' ? nameOf(object.property) : nameOf(object)
  if (name === null) return undefined
  const known = injected.get(name)
  if (known !== undefined) return known
  const value = object.type === 'Identifier' ? valueOf(scope, name)?.value : undefined
  if (value?.type === 'NewExpression' && isLibrary(outline, value.callee) === 'Queue')
    return textOf(outline, scope, value.arguments[0])
  return /queue$/i.test(name) && (outline.imports.has(name) || object.type === 'MemberExpression')
    ? null
    : undefined
}

/** `BullModule.registerQueue({ name: 'x' })` */
function readRegistered({ outline, found }: Reading, { node, scope }: Site<CallExpression>): void {
  for (const one of node.arguments) {
    const queue = textOf(outline, scope, fieldOf(resolved(scope, one), 'name'))
    if (queue === null) found.unresolved('queueDeclaration', node)
    else found.fact('queueDeclaration', one, { queue, library: 'bullmq' }, { symbol: symbolOf(scope) })
  }
}
