import type { CallExpression, Node } from 'oxc-parser'
import type { Adapter, Findings } from '../../adapter.ts'
import type { Verb } from '../../relations/routes.ts'
import { outlineOf, symbolOf, type Outline, type Scope, type Site } from './outline.ts'
import { readOutsideCall } from './outside-calls.ts'
import { passedFields, verbOfText, verbsOf, type RequestVerb } from './request-options.ts'
import { makerOf, requestOf, type Request } from './requests.ts'
import { isOwnScript } from './script-paths.ts'
import { urlsOf, type Url } from './urls.ts'
import { calledWrapper, verbSource, wrapperOf, type VerbSource, type Wrapper } from './wrappers.ts'

const MOST_ROUNDS = 5

/** Requests of fetch, axios and ky, the functions that wrap them, and who calls these. */
export const clientCallAdapter: Adapter = {
  id: 'script-client-calls',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    const outline = outlineOf(file)
    if (outline === null) return
    const reading: Reading = { outline, found, wrappers: new Map(), done: new Set() }
    readMadeClients(reading)
    for (const site of outline.calls) readRequest(reading, site)
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const known = reading.wrappers.size
      for (const site of outline.calls) readWrapped(reading, site)
      if (reading.wrappers.size === known) break
    }
    for (const { span, ...columns } of reading.wrappers.values())
      found.fact('clientWrapper', span, columns, { symbol: columns.name })
    for (const site of outline.calls) if (!reading.done.has(site.node)) readOutsideCall(outline, site, found)
  },
}

interface Reading {
  readonly outline: Outline
  readonly found: Findings
  readonly wrappers: Map<string, Wrapper>
  /** Calls that are understood. */
  readonly done: Set<CallExpression>
}

/** A client that a library makes is a wrapper of its own: other modules call its methods. */
function readMadeClients({ outline, found }: Reading): void {
  for (const { node } of outline.variables) {
    if (node.id.type !== 'Identifier' || node.init === null || makerOf(outline, node.init) === null) continue
    const { name } = node.id
    const columns = { name, verb: null, base: name, pathAt: 0, verbAt: null, prefix: '' }
    found.fact('clientWrapper', node, columns, { symbol: name })
  }
}

function readRequest(reading: Reading, { node, scope }: Site<CallExpression>): void {
  const request = requestOf(reading.outline, scope, node)
  if (request === null) return
  reading.done.add(node)
  const { by, client, verbs, fields, method } = request
  const options = node.arguments.find((one) => one !== request.url)
  const source = verbSource(scope, method, options) ?? fixedVerb(verbs)
  readCall(
    reading,
    { node, scope },
    { by, client, verbs, fields, source, url: request.url, prefix: '', base: null },
  )
}

interface Called extends Pick<Request, 'by' | 'client' | 'fields' | 'url'> {
  readonly verbs: readonly RequestVerb[]
  readonly source: VerbSource
  /** What a wrapper puts before the path that it is given. */
  readonly prefix: string
  readonly base: string | null
}

function fixedVerb([first, ...others]: readonly RequestVerb[]): VerbSource {
  const isFixed = first !== undefined && others.length === 0 && first.verb !== 'ANY'
  return { verb: isFixed ? first.verb : null, verbAt: null }
}

function readCall(
  { outline, found, wrappers }: Reading,
  { node, scope }: Site<CallExpression>,
  called: Called,
): void {
  const urls = urlsOf(outline, scope, called.url).map((url): Url => ({
    ...url,
    path: called.prefix + url.path,
  }))
  const baseOf = (url: Url) => called.base ?? (called.client === null ? url.base : called.client)
  const forwarded = urls
    .toSorted((one, other) => other.base.length - one.base.length)
    .map((url) => wrapperOf(scope, node, { url, verb: called.source, base: baseOf(url) }))
    .find((one) => one !== null)
  if (forwarded !== undefined) {
    if (!wrappers.has(forwarded.name)) wrappers.set(forwarded.name, forwarded)
    return
  }
  for (const url of urls) {
    if (url.path === '' && (url.open !== null || url.base === '')) {
      found.unresolved('clientCall', node)
      continue
    }
    for (const { verb, confidence } of called.verbs)
      found.fact(
        'clientCall',
        node,
        {
          verb,
          path: url.path === '' ? '/' : url.path,
          base: baseOf(url),
          by: called.by,
          fields: called.fields,
        },
        { symbol: symbolOf(scope), confidence: Math.min(confidence, url.confidence) },
      )
  }
}

/** Calls of the wrappers of this file; a function that hands its own parameter to one is a wrapper too. */
function readWrapped(reading: Reading, site: Site<CallExpression>): void {
  const { node, scope } = site
  if (reading.done.has(node)) return
  const wrapper = calledWrapper(reading.wrappers, reading.outline, site)
  const url = wrapper === null ? undefined : node.arguments[wrapper.pathAt ?? 0]
  if (wrapper === null || url === undefined || url.type === 'SpreadElement') return
  reading.done.add(node)
  const given = wrapper.verbAt === null ? undefined : node.arguments[wrapper.verbAt]
  readCall(reading, site, {
    ...{ by: 'wrapper', client: null, url, prefix: wrapper.prefix, base: wrapper.base },
    verbs: wrappedVerbs(reading.outline, scope, wrapper, given),
    source: forwardedVerb(reading.outline, scope, wrapper, given),
    fields: passedFields(scope, node.arguments),
  })
}

function wrappedVerbs(
  outline: Outline,
  scope: Scope,
  wrapper: Wrapper,
  given: Node | undefined,
): readonly RequestVerb[] {
  const usual: Verb = wrapper.verb ?? 'ANY'
  if (given === undefined) return [{ verb: usual, confidence: usual === 'ANY' ? 0.6 : 0.9 }]
  if (given.type === 'Literal') return [{ verb: verbOfText(String(given.value)) ?? usual, confidence: 0.9 }]
  return verbsOf(outline, scope, given).map(({ verb, confidence }) => ({
    verb,
    confidence: Math.min(confidence, 0.9),
  }))
}

function forwardedVerb(
  outline: Outline,
  scope: Scope,
  wrapper: Wrapper,
  given: Node | undefined,
): VerbSource {
  const own = verbSource(scope, null, given)
  return own ?? fixedVerb(wrappedVerbs(outline, scope, wrapper, given))
}
