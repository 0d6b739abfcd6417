import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import type { Verb } from '../../relations/routes.ts'
import { asWritten, callOf, lastName, ownerName, type PythonCall } from './calls.ts'
import { entriesOf, foldText, insideOf, literalText, type Scope } from './literals.ts'
import { verbOf } from './fastapi-routes.ts'
import { isPythonPath, pythonTree, spanOf, type PythonTree } from './python-tree.ts'
import { roundsAround } from './scope.ts'
import { splitAddress } from './url-paths.ts'

/** Requests that Python sends through httpx and requests. */
export const pythonClientsAdapter: Adapter = {
  id: 'python-clients',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/\b(?:httpx|requests)\b/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    const clients = clientsOf(tree)
    for (const call of tree.calls) {
      const client = clients.get(ownerName(call.name))
      if (client !== undefined) request(tree, { call, client, found })
    }
  },
}

interface Client {
  readonly by: 'httpx' | 'requests'
  readonly base: SgNode | undefined
}

const MADE = /^(?<library>httpx|requests)\.(?:Client|AsyncClient|Session|session)$/

/** Names that requests go through: the libraries, and clients made of them, also by `with ... as`. */
function clientsOf(tree: PythonTree): ReadonlyMap<string, Client> {
  const found = new Map<string, Client>()
  for (const by of ['httpx', 'requests'] as const)
    if (new RegExp(String.raw`^\s*import\s+(?:\w+,\s*)*${by}\b`, 'm').test(tree.text))
      found.set(by, { by, base: undefined })
  for (const call of tree.calls) {
    const known = MADE.exec(call.name)?.groups?.['library']
    const bare = /^(?:AsyncClient|Session|Client)$/.test(call.name)
      ? importedFrom(tree, call.name)
      : undefined
    const by = known ?? bare
    if (by !== 'httpx' && by !== 'requests') continue
    const name = boundTo(call.node)
    if (name !== null) found.set(name, { by, base: call.named.get('base_url') })
  }
  return found
}

function importedFrom(tree: PythonTree, name: string): string | undefined {
  return new RegExp(String.raw`^\s*from\s+(httpx|requests)\s+import\s+[^\n]*\b${name}\b`, 'm').exec(
    tree.text,
  )?.[1]
}

/** The name of `x = Client()`, or of `with Client() as x`. */
function boundTo(node: SgNode): string | null {
  const parent = node.parent()
  if (parent?.kind() === 'assignment') return parent.field('left')?.text() ?? null
  if (parent?.kind() === 'as_pattern')
    return parent.field('alias')?.text() ?? insideOf(parent)[1]?.text() ?? null
  return null
}

const VERBS = /^(?:get|post|put|patch|delete|head|options)$/

interface Sent {
  readonly call: PythonCall
  readonly client: Client
  readonly found: Findings
}

function request(tree: PythonTree, { call, client, found }: Sent): void {
  const method = lastName(call.name)
  const isNamed = method === 'request' || method === 'stream'
  if (!isNamed && !VERBS.test(method)) return
  const span = spanOf(call.node)
  const target = call.named.get('url') ?? call.args[isNamed ? 1 : 0]
  for (const round of roundsAround(tree, call.node)) {
    const word = isNamed ? foldText(call.named.get('method') ?? call.args[0], round)?.text : method
    const verb: Verb = word === undefined ? 'ANY' : verbOf(word)
    const url = addressOf(target, { client, scope: round })
    if (url === null || word === undefined) found.unresolved('clientCall', span)
    if (url === null) continue
    const columns = { verb, path: url.path, base: url.base, by: client.by, fields: fieldsOf(call, round) }
    const confidence = Math.min(url.confidence, word === undefined ? 0.5 : 1)
    found.fact('clientCall', span, columns, { symbol: tree.symbolAt(span.start), confidence })
  }
}

interface Target {
  readonly path: string
  readonly base: string
  readonly confidence: number
}

function addressOf(
  node: SgNode | undefined,
  { client, scope }: { client: Client; scope: Scope },
): Target | null {
  const folded = foldText(node, scope)
  if (folded === null || node === undefined) return null
  const split =
    splitAddress(folded.text) ?? (client.base === undefined ? null : splitAddress(`/${folded.text}`))
  if (split === null) return null
  const { base } = split
  const written =
    base === '{}'
      ? openBase(node, scope)
      : base === '' && client.base !== undefined
        ? baseOf(client.base, scope)
        : base
  return { path: split.path, base: written, confidence: folded.confidence }
}

function baseOf(node: SgNode, scope: Scope): string {
  return foldText(node, scope)?.text.replace(/\/$/, '') ?? asWritten(node)
}

/** The words of the open part that a URL begins with: `settings.orders_url`. */
function openBase(node: SgNode, scope: Scope): string {
  const value = node.kind() === 'identifier' ? (scope.valueOf(node.text()) ?? node) : node
  if (value.kind() === 'binary_operator') {
    const left = value.field('left')
    return left === null
      ? asWritten(value)
      : left.kind() === 'binary_operator'
        ? openBase(left, scope)
        : asWritten(left)
  }
  const [first] = insideOf(value)
  const [inner] =
    value.kind() === 'string'
      ? insideOf(value).flatMap((part) => (part.kind() === 'interpolation' ? insideOf(part) : []))
      : []
  return inner !== undefined
    ? asWritten(inner)
    : first?.kind() === 'string'
      ? openBase(first, scope)
      : asWritten(value)
}

/** Keys of `json={...}` or `data={...}`; none are sent without a body. */
function fieldsOf(call: PythonCall, scope: Scope): readonly string[] | null {
  const body = call.named.get('json') ?? call.named.get('data')
  if (body === undefined)
    return call.named.has('content') || call.named.has('files') || call.isSpread ? null : []
  const made = callOf(body)
  if (made !== null && made.name === 'dict' && !made.isSpread) return [...made.named.keys()]
  const entries = entriesOf(body, scope)
  if (entries?.isWhole !== true) return null
  const names = entries.entries.map(({ key }) => literalText(key))
  return names.includes(null) ? null : names.filter((name) => name !== null)
}
