/** Calls of the libraries that make requests, whatever the URL. */
import type { CallExpression, Node } from 'oxc-parser'
import type { Relations } from '../../relations.ts'
import { valueOf } from './literals.ts'
import { fieldOf } from './objects.ts'
import type { Outline, Scope } from './outline.ts'
import { bodyFields, resolved, verbOfName, verbsOf, type RequestVerb } from './request-options.ts'

export interface Request {
  readonly by: Relations['clientCall']['by']
  readonly url: Node
  readonly verbs: readonly RequestVerb[]
  readonly fields: readonly string[] | null
  /** The instance of a client that adds its own base; null for the library itself. */
  readonly client: string | null
  /** Where the verb stands; null where the name of the method is the verb. */
  readonly method: Node | null
}

const GLOBALS = new Set(['window', 'globalThis', 'self', 'global'])
const FETCHES = /^(?:node-fetch|cross-fetch|isomorphic-fetch|undici|ofetch|@tauri-apps\/.*http.*)$/
/** Libraries that make clients, and the function that makes one. */
const MAKERS: Readonly<Record<string, RegExp>> = { axios: /^create$/, ky: /^(?:create|extend)$/ }
const VERB_METHODS = /^(?:get|post|put|patch|delete|head|options)$/

/** Null for a call that makes no request by itself. */
export function requestOf(outline: Outline, scope: Scope, node: CallExpression): Request | null {
  const { callee } = node
  const [first, second, third] = node.arguments
  if (first === undefined || first.type === 'SpreadElement') return null
  if (isFetch(outline, scope, callee)) return ofFetch(outline, scope, { url: first, options: second })
  const target = clientIn(outline, scope, callee)
  if (target === null) return null
  const { by, client, method } = target
  if (method === null || method === 'request') {
    const config = resolved(scope, first)
    const url = fieldOf(config, 'url') ?? first
    const options = config?.type === 'ObjectExpression' ? config : second
    if (url.type === 'ObjectExpression') return null
    return { ...ofFetch(outline, scope, { url, options }), by, client, fields: bodyOf(scope, by, options) }
  }
  const verb = verbOfName(method)
  if (verb === null || !VERB_METHODS.test(method)) return null
  const hasData = by === 'axios' && /^p/.test(method)
  const fields = hasData ? bodyFields(scope, second) : bodyOf(scope, by, hasData ? third : second)
  return { by, client, url: first, verbs: [{ verb, confidence: 1 }], fields, method: null }
}

function ofFetch(
  outline: Outline,
  scope: Scope,
  { url, options }: { readonly url: Node; readonly options: Node | undefined },
): Request {
  const object = resolved(scope, options)
  return {
    ...{ by: 'fetch', url, client: null, verbs: verbsOf(outline, scope, options) },
    fields: bodyFields(scope, fieldOf(object, 'body')),
    method: fieldOf(object, 'method') ?? null,
  }
}

function bodyOf(scope: Scope, by: Request['by'], options: Node | undefined): readonly string[] | null {
  const object = resolved(scope, options)
  return bodyFields(scope, fieldOf(object, by === 'ky' ? 'json' : 'data') ?? fieldOf(object, 'body'))
}

function isFetch({ imports }: Outline, scope: Scope, callee: Node): boolean {
  if (callee.type === 'Identifier') {
    const imported = imports.get(callee.name)
    if (imported !== undefined)
      return FETCHES.test(imported.module) && /^(?:default|fetch|\$fetch|ofetch)$/.test(imported.name)
    return (callee.name === 'fetch' || callee.name === '$fetch') && !isLocal(scope, callee.name)
  }
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    GLOBALS.has(callee.object.name) &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'fetch'
  )
}

/** A parameter with the default `fetch` is fetch; another value of that name is not known. */
function isLocal(from: Scope, name: string): boolean {
  for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {
    const parameter = scope.parameters.get(name)
    if (parameter !== undefined) return parameter.default !== null && !isGlobalFetch(parameter.default)
    if (scope.values.has(name)) return true
  }
  return false
}

function isGlobalFetch(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'fetch'
  return node.type === 'MemberExpression' && isGlobalFetch(node.property)
}

interface Client {
  readonly by: 'axios' | 'ky'
  readonly client: string | null
  readonly method: string | null
}

/** `axios`, `axios.get`, `api`, `api.get` where `api = axios.create(..)` of this file. */
function clientIn(outline: Outline, scope: Scope, callee: Node): Client | null {
  const isMember = callee.type === 'MemberExpression' && !callee.computed
  const method = isMember && callee.property.type === 'Identifier' ? callee.property.name : null
  const object = callee.type === 'MemberExpression' ? callee.object : callee
  if (object.type === 'MemberExpression') return ofField(outline, object, method)
  if (object.type !== 'Identifier') return null
  const library = libraryOf(outline, object.name)
  if (library !== null) return { by: library, client: null, method }
  const made = valueOf(scope, object.name)?.value
  const by = made === undefined ? null : makerOf(outline, made)
  return by === null ? null : { by, client: object.name, method }
}

/** `this.client.get(..)` in a class that makes its client, or asks for Nest's. */
function ofField(outline: Outline, field: Node, method: string | null): Client | null {
  if (field.type !== 'MemberExpression' || field.object.type !== 'ThisExpression') return null
  if (field.property.type !== 'Identifier' && field.property.type !== 'PrivateIdentifier') return null
  const { name } = field.property
  for (const { node } of outline.assignments) {
    const { left, right } = node
    const isField =
      left.type === 'MemberExpression' &&
      left.property.type === field.property.type &&
      left.property.name === name
    const by = isField ? makerOf(outline, right) : null
    if (by !== null) return { by, client: `this.${name}`, method }
  }
  return null
}

/** The library that makes a client by this expression. */
export function makerOf(outline: Outline, made: Node): 'axios' | 'ky' | null {
  if (made.type !== 'CallExpression' || made.callee.type !== 'MemberExpression') return null
  const { object, property } = made.callee
  if (object.type !== 'Identifier' || property.type !== 'Identifier') return null
  const library = libraryOf(outline, object.name)
  return library !== null && MAKERS[library]?.test(property.name) === true ? library : null
}

function libraryOf({ imports, top }: Outline, name: string): 'axios' | 'ky' | null {
  const module = imports.get(name)?.module ?? requiredModule(top, name)
  if (module === 'axios' || module === 'ky') return module
  return module === null && name === 'axios' ? 'axios' : null
}

export function requiredModule(scope: Scope, name: string): string | null {
  const value = valueOf(scope, name)?.value
  if (value?.type !== 'CallExpression' || value.callee.type !== 'Identifier') return null
  const [first] = value.arguments
  if (value.callee.name !== 'require' || first?.type !== 'Literal') return null
  return typeof first.value === 'string' ? first.value : null
}
