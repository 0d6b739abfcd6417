import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import { callOf, lastName, ownerName, type PythonCall } from './calls.ts'
import { entryOf, foldText, insideOf, type Scope } from './literals.ts'
import { isPythonPath, pythonTree, qualifiedName, spanOf } from './python-tree.ts'
import type { Definition, PythonTree } from './python-tree.ts'
import { roundsAround } from './scope.ts'

/** Events that a server of Python sends over sockets, and those of socket.io that it handles. */
export const pythonEventsAdapter: Adapter = {
  id: 'python-events',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/send_json|send_text|broadcast|\bemit\b|\bsio\.|socketio/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    for (const call of tree.calls) emitted(tree, call, found)
    for (const definition of tree.definitions) handled(definition, found)
  },
}

const SENDS = /^(?:send_json|send_text|broadcast\w*|emit|send_event|publish_event)$/

function emitted(tree: PythonTree, call: PythonCall, found: Findings): void {
  const method = lastName(call.name)
  if (!SENDS.test(method) || ownerName(call.name) === '') return
  const given = call.args[0] ?? call.named.get('event') ?? call.named.get('message')
  if (given === undefined) return
  const span = spanOf(call.node)
  for (const round of roundsAround(tree, call.node)) {
    const name = eventOf(given, { method, scope: round })
    if (name === 'text') continue
    const symbol = tree.symbolAt(span.start)
    if (name !== null && !name.text.includes('{}')) {
      found.fact(
        'liveEvent',
        span,
        { name: name.text, does: 'emits', side: 'server' },
        { symbol, confidence: Math.min(name.confidence, method === 'broadcast' ? 0.9 : 1) },
      )
      continue
    }
    // A helper that only hands its parameter on: its callers are the events.
    if (!isHandedOn(tree, { given, method, offset: span.start, scope: round }))
      found.unresolved('liveEvent', span)
  }
}

interface Event {
  readonly method: string
  readonly scope: Scope
}

/** `text` for what is sent as it is, and names no event. */
function eventOf(
  given: SgNode,
  { method, scope }: Event,
): { text: string; confidence: number } | 'text' | null {
  const node = eventNode(given, scope)
  const folded = foldText(node, scope)
  if (node !== given) return node === null ? null : folded
  // A plain text is a name for `emit`, and the message itself for the others.
  return method === 'emit' || /event$/.test(method) || folded === null
    ? folded
    : /^[\w.:-]+$/.test(folded.text) && method !== 'send_text'
      ? folded
      : 'text'
}

/** The value of `event` or `type`, also in `json.dumps({...})`. */
function eventNode(given: SgNode, scope: Scope): SgNode | null {
  const call = callOf(given)
  const inner = call !== null && /^(?:json\.)?dumps$/.test(call.name) ? (call.args[0] ?? given) : given
  const value = inner.kind() === 'identifier' ? (scope.valueOf(inner.text()) ?? inner) : inner
  if (value.kind() !== 'dictionary') return given
  return entryOf(value, 'event', scope) ?? entryOf(value, 'type', scope)
}

interface Handing {
  readonly given: SgNode
  readonly method: string
  readonly offset: number
  readonly scope: Scope
}

/** The function around is itself called like one that sends, so its calls are read. */
function isHandedOn(tree: PythonTree, { given, offset, scope }: Handing): boolean {
  const around = tree.definitionAt(offset)
  const node = eventNode(given, scope)
  if (around === null || node === null || node.kind() !== 'identifier' || !SENDS.test(around.name))
    return false
  return new RegExp(String.raw`\b${node.text()}\b`).test(around.node.field('parameters')?.text() ?? '')
}

/** `@sio.on("x")`, `@socketio.on("x")`, `@sio.event`. */
function handled(definition: Definition, found: Findings): void {
  for (const decorator of definition.decorators) {
    const call = callOf(decorator)
    const name = call?.name ?? decorator.text()
    if (!/^(?:sio|socketio|socket_io)\.(?:on|event)$/.test(name)) continue
    const text =
      insideOf(decorator).length > 0 && call !== null
        ? foldText(call.args[0], { valueOf: () => null, isLooped: false })
        : null
    const event = text?.text ?? definition.name
    found.fact(
      'liveEvent',
      definition,
      { name: event, does: 'handles', side: 'server' },
      { symbol: qualifiedName(definition) },
    )
  }
}
