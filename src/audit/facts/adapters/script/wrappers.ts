/** Functions of one file that hand a parameter on to a request: what calls them makes the request. */
import type { CallExpression, Node } from 'oxc-parser'
import type { Relations } from '../../relations.ts'
import type { Verb } from '../../relations/routes.ts'
import type { Outline, Scope, Site } from './outline.ts'
import type { Parameter } from './parameters.ts'
import { verbOfText } from './request-options.ts'
import type { Url } from './urls.ts'

export type Wrapper = Relations['clientWrapper'] & { readonly span: Node }

/** The parameter that a name is, and the function that takes it: the nearest one, or one around it. */
export function parameterOf(
  from: Scope,
  node: Node | null | undefined,
): { readonly parameter: Parameter; readonly owner: Scope } | null {
  if (node?.type !== 'Identifier') return null
  for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {
    const parameter = scope.parameters.get(node.name)
    if (parameter !== undefined) return { parameter, owner: scope }
    if (scope.values.has(node.name) || scope.opaque.has(node.name)) return null
  }
  return null
}

/** A query is no path, even where a function is given it. */
const QUERY_NAME = /quer|search|param|suffix|^qs$|filter/i

export interface Forwarding {
  readonly url: Url
  readonly verb: VerbSource
  readonly base: string
}

export interface VerbSource {
  readonly verb: Verb | null
  readonly verbAt: number | null
}

/** Null where the URL is none that the caller decides. */
export function wrapperOf(from: Scope, span: Node, { url, verb, base }: Forwarding): Wrapper | null {
  const found = parameterOf(from, url.open)
  if (found === null || found.parameter.field !== null) return null
  if (url.open?.type === 'Identifier' && QUERY_NAME.test(url.open.name)) return null
  const name = found.owner.name
  if (name === null || found.owner.node === null) return null
  const prefix = url.path.replace(/\/$/, '')
  return { name, ...verb, base, pathAt: found.parameter.at, prefix, span }
}

/** Where a wrapper has its verb from: an argument, options that are handed on, or nothing. */
export function verbSource(from: Scope, method: Node | null, options: Node | undefined): VerbSource | null {
  if (method !== null) {
    const found = parameterOf(from, method)
    if (found === null) return null
    const { at, default: value } = found.parameter
    return { verb: value?.type === 'Literal' ? verbOfText(String(value.value)) : null, verbAt: at }
  }
  const passed = parameterOf(from, options) ?? spreadParameter(from, options)
  return passed === null ? null : { verb: 'GET', verbAt: passed.parameter.at }
}

function spreadParameter(from: Scope, options: Node | undefined) {
  if (options?.type !== 'ObjectExpression') return null
  for (const property of options.properties) {
    const found = property.type === 'SpreadElement' ? parameterOf(from, property.argument) : null
    if (found !== null) return found
  }
  return null
}

/** The wrapper of this file that a call calls. */
export function calledWrapper(
  wrappers: ReadonlyMap<string, Wrapper>,
  { imports }: Outline,
  { node: { callee } }: Site<CallExpression>,
): Wrapper | null {
  if (callee.type === 'Identifier')
    return imports.has(callee.name) ? null : (wrappers.get(callee.name) ?? null)
  if (callee.type !== 'MemberExpression' || callee.computed) return null
  if (callee.property.type !== 'Identifier' && callee.property.type !== 'PrivateIdentifier') return null
  const { name } = callee.property
  const method = callee.property.type === 'PrivateIdentifier' ? `#${name}` : name
  if (callee.object.type === 'Identifier') return wrappers.get(`${callee.object.name}.${method}`) ?? null
  if (callee.object.type !== 'ThisExpression') return null
  const ending = `.${method}`
  return [...wrappers.values()].find((one) => one.name.endsWith(ending)) ?? null
}
