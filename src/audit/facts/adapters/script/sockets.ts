import type { CallExpression, NewExpression, Node } from 'oxc-parser'
import { chainOf, isFunction, nameOf } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Adapter, Findings } from '../../adapter.ts'
import { hasDirective } from './component.ts'
import { textOf } from './literals.ts'
import { fieldOf, keyOf } from './objects.ts'
import { outlineOf, symbolOf, type Outline, type Scope, type Site } from './outline.ts'
import { resolved } from './request-options.ts'
import { isOwnScript } from './script-paths.ts'
import { urlsOf } from './urls.ts'
import { parameterOf } from './wrappers.ts'

type Side = 'server' | 'client'

const SOCKET = /^(?:\w*[sS]ockets?|io|ws|wss|nsp|namespace)$/
/** What libraries themselves say. */
const BUILT_IN =
  /^(?:connect(?:ion)?|disconnect(?:ing)?|open|close|message|error|data|end|ping|pong|upgrade|headers|listening|finish|drain|timeout|reconnect\w*|connect_error)$/
const CLIENTS = /^(?:\w*WebSocket|ReconnectingWebSocket|WS)$/

/** Live channels: who opens and serves them, and the events that cross them by name. */
export const socketAdapter: Adapter = {
  id: 'script-sockets',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!/socket|EventSource|onmessage|from ['"]ws['"]|require\(['"]ws['"]\)/i.test(file.text)) return
    const outline = outlineOf(file)
    if (outline === null) return
    const reading: Reading = { outline, found, side: sideOf(outline) }
    for (const site of outline.creations) readCreation(reading, site)
    for (const site of outline.calls) readCall(reading, site)
    readCompared(reading)
  },
}

interface Reading {
  readonly outline: Outline
  readonly found: Findings
  readonly side: Side
}

/** By the library; a file that uses none is on the side where markup is. */
function sideOf(outline: Outline): Side {
  const modules = [...outline.imports.values()].map(({ module }) => module)
  if (modules.some((one) => /^(?:socket\.io|ws|uWebSockets\.js|@nestjs\/websockets)$/.test(one)))
    return 'server'
  if (/require\(['"](?:ws|socket\.io)['"]\)/.test(outline.file.text)) return 'server'
  if (modules.some((one) => /^(?:socket\.io-client|react|partysocket|reconnecting-websocket)$/.test(one)))
    return 'client'
  const isOpened = /new (?:\w+\.)?(?:\w*WebSocket|EventSource|Socket)\(/.test(outline.file.text)
  return isOpened || hasDirective(outline, 'use client') || /\.[jt]sx$/.test(outline.file.path)
    ? 'client'
    : 'server'
}

function readCreation({ outline, found }: Reading, { node, scope }: Site<NewExpression>): void {
  const { callee } = node
  const name = callee.type === 'MemberExpression' ? nameOf(callee.property) : nameOf(callee)
  if (name === null) return
  const module = outline.imports.get(name)?.module
  const isServer =
    name === 'WebSocketServer' ||
    (name === 'Server' &&
      callee.type === 'MemberExpression' &&
      /^(?:WebSocket|ws|WS)$/.test(nameOf(callee.object) ?? '')) ||
    (name === 'Server' && module === 'socket.io')
  if (isServer) {
    const options = node.arguments
      .map((one) => resolved(scope, one))
      .find((one) => one?.type === 'ObjectExpression')
    const path =
      textOf(outline, scope, fieldOf(options, 'path')) ?? (module === 'socket.io' ? '/socket.io' : null)
    return found.fact('socket', node, { side: 'server', path }, { symbol: symbolOf(scope) })
  }
  if (name === 'EventSource') return readEventSource(outline, { node, scope }, found)
  if (CLIENTS.test(name) || isPassedSocket(scope, callee)) readClient(outline, { node, scope }, found)
}

/** `{ Socket = WebSocket } = {}`: what tests put in its place is one too. */
function isPassedSocket(scope: Scope, callee: Node): boolean {
  const value = parameterOf(scope, callee)?.parameter.default
  const name = value?.type === 'MemberExpression' ? nameOf(value.property) : nameOf(value)
  return name === 'WebSocket'
}

function readClient(
  outline: Outline,
  { node, scope }: Site<CallExpression | NewExpression>,
  found: Findings,
): void {
  const [first] = node.arguments
  const urls = first === undefined ? [] : urlsOf(outline, scope, first)
  const symbol = symbolOf(scope)
  const known = urls.filter(({ path }) => path !== '')
  if (known.length === 0)
    return found.fact('socket', node, { side: 'client', path: null }, { symbol, confidence: 0.6 })
  for (const { path, confidence } of known)
    found.fact('socket', node, { side: 'client', path }, { symbol, confidence })
}

/** A stream of events is asked for by an ordinary request. */
function readEventSource(outline: Outline, { node, scope }: Site<NewExpression>, found: Findings): void {
  const [first] = node.arguments
  for (const { path, base, confidence } of first === undefined ? [] : urlsOf(outline, scope, first)) {
    const columns = { verb: 'GET', path, base, by: 'fetch', fields: null } as const
    if (path === '') found.unresolved('clientCall', node)
    else found.fact('clientCall', node, columns, { symbol: symbolOf(scope), confidence })
  }
}

function readCall(reading: Reading, { node, scope }: Site<CallExpression>): void {
  const { outline, found } = reading
  if (nameOf(node.callee) !== null) {
    const { module } = outline.imports.get(nameOf(node.callee) ?? '') ?? {}
    if (module === 'socket.io-client') return readSocketIo(outline, { node, scope }, found)
  }
  if (readHandlers(reading, { node, scope })) return
  const { root, links } = chainOf(node)
  const last = links.at(-1)
  if (last?.name === null || last === undefined || last.args === null) return
  const names = [nameOf(root), ...links.slice(0, -1).map(({ name }) => name)]
  if (!names.some((name) => name !== null && SOCKET.test(name))) return
  const [first] = last.args
  if (first === undefined) return
  if (last.name === 'emit' || last.name === 'emitWithAck')
    addEvent(reading, { node: first, scope, does: 'emits' })
  else if (/^(?:on|once|addEventListener)$/.test(last.name))
    addEvent(reading, { node: first, scope, does: 'handles' })
  else if (last.name === 'send') readSent(reading, scope, first)
}

function readSocketIo(outline: Outline, { node, scope }: Site<CallExpression>, found: Findings): void {
  const options = node.arguments
    .map((one) => resolved(scope, one))
    .find((one) => one?.type === 'ObjectExpression')
  const path = textOf(outline, scope, fieldOf(options, 'path')) ?? '/socket.io'
  found.fact('socket', node, { side: 'client', path }, { symbol: symbolOf(scope) })
}

interface Event {
  readonly node: Node
  readonly scope: Scope
  readonly does: 'emits' | 'handles'
}

function addEvent({ outline, found, side }: Reading, { node, scope, does }: Event): void {
  const name = textOf(outline, scope, node)
  if (name === null) found.unresolved('liveEvent', node)
  else if (!BUILT_IN.test(name))
    found.fact('liveEvent', node, { name, does, side }, { symbol: symbolOf(scope) })
}

/** `send(JSON.stringify({ type: 'x' }))` */
function readSent(reading: Reading, scope: Scope, sent: Node): void {
  const value = resolved(scope, sent)
  const object = value?.type === 'CallExpression' ? resolved(scope, value.arguments[0]) : value
  for (const field of ['type', 'event', 'action', 'kind']) {
    const name = fieldOf(object, field)
    if (name !== undefined) return addEvent(reading, { node: name, scope, does: 'emits' })
  }
}

/** `subscribe({ 'x.changed': () => .. })`: an object of functions by names that are no names of callbacks. */
function readHandlers({ found, side }: Reading, { node, scope }: Site<CallExpression>): boolean {
  const called = node.callee.type === 'MemberExpression' ? nameOf(node.callee.property) : nameOf(node.callee)
  if (
    called === null ||
    !/subscribe|listen|onMessage|connect\w*(?:Live|Socket)|useLive|useSocket/i.test(called)
  )
    return false
  let hasFound = false
  for (const argument of node.arguments) {
    const object = resolved(scope, argument)
    if (object?.type !== 'ObjectExpression') continue
    for (const property of object.properties) {
      const name = property.type === 'Property' && isFunction(property.value) ? keyOf(property) : null
      if (name === null || !/[.:_-]/.test(name)) continue
      found.fact(
        'liveEvent',
        property,
        { name, does: 'handles', side },
        { symbol: symbolOf(scope), confidence: 0.7 },
      )
      hasFound = true
    }
  }
  return hasFound
}

const COMPARED =
  /\b(?:msg|message|event|evt|data|payload|parsed|packet|frame)\??\.(?:type|event|kind)\s*===?\s*(['"])([^'"\n]+)\1/g

/** Messages are told apart by a field: in a switch, or one by one. */
function readCompared({ outline, found, side }: Reading): void {
  const more = (symbol: string | null) => ({ symbol, confidence: 0.8 })
  for (const { node, scope } of outline.switches) {
    const text = outline.file.text.slice(node.discriminant.start, node.discriminant.end)
    if (!/(?:^|\.)(?:type|event|kind)$/.test(text) || /action/i.test(text)) continue
    for (const { test } of node.cases) {
      const name = test === null ? null : textOf(outline, scope, test)
      if (test !== null && name !== null)
        found.fact('liveEvent', test, { name, does: 'handles', side }, more(symbolOf(scope)))
    }
  }
  for (const match of outline.file.text.matchAll(COMPARED)) {
    const span = { start: match.index, end: match.index + match[0].length }
    found.fact('liveEvent', span, { name: match[2] ?? '', does: 'handles', side }, more(null))
  }
}
