/** What a call says about the request it makes: verb and body. */
import type { Node } from 'oxc-parser'
import type { Verb } from '../../relations/routes.ts'
import { alternativesOf, plain, valueOf } from './literals.ts'
import { fieldNames, fieldOf, hasSpread } from './objects.ts'
import type { Outline, Scope } from './outline.ts'

export interface RequestVerb {
  readonly verb: Verb
  readonly confidence: number
}

const VERBS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
const METHODS: Readonly<Record<string, Verb>> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  del: 'DELETE',
  remove: 'DELETE',
  destroy: 'DELETE',
  head: 'HEAD',
  options: 'OPTIONS',
}

/** The verb that a method is named after. */
export function verbOfName(name: string | null | undefined): Verb | null {
  const key = name?.toLowerCase() ?? ''
  return Object.hasOwn(METHODS, key) ? (METHODS[key] ?? null) : null
}

export function verbOfText(text: string): Verb | null {
  const upper = text.toUpperCase()
  // The set holds verbs and nothing else.
  return VERBS.has(upper) ? (upper as Verb) : null
}

/** Options that are given by name are those of the variable. */
export function resolved(scope: Scope, node: Node | null | undefined): Node | null {
  if (node === null || node === undefined) return null
  if (node.type !== 'Identifier') return plain(node)
  const value = valueOf(scope, node.name)?.value
  return value === undefined ? node : plain(value)
}

/** The verbs that options of fetch can mean; more than one where a condition decides, `ANY` where it cannot be told. */
export function verbsOf(
  outline: Outline,
  scope: Scope,
  options: Node | null | undefined,
): readonly RequestVerb[] {
  const object = resolved(scope, options)
  if (object === null) return [{ verb: 'GET', confidence: 1 }]
  if (object.type !== 'ObjectExpression') return [{ verb: 'ANY', confidence: 0.6 }]
  const method = fieldOf(object, 'method')
  if (method === undefined) return [{ verb: 'GET', confidence: hasSpread(object) ? 0.7 : 1 }]
  return alternativesOf(outline, scope, method).map((parts) => {
    const [text] = parts
    const verb = typeof text === 'string' && parts.length === 1 ? verbOfText(text) : null
    return verb === null ? { verb: 'ANY', confidence: 0.6 } : { verb, confidence: 1 }
  })
}

/** Fields of a body as it is written: an object, or the text that JSON makes of one. */
export function bodyFields(scope: Scope, body: Node | null | undefined): readonly string[] | null {
  const value = resolved(scope, body)
  if (value === null) return null
  if (value.type === 'CallExpression') {
    const { callee } = value
    const isJson =
      callee.type === 'MemberExpression' &&
      callee.object.type === 'Identifier' &&
      callee.object.name === 'JSON' &&
      callee.property.type === 'Identifier' &&
      callee.property.name === 'stringify'
    return isJson ? fieldNames(resolved(scope, value.arguments[0])) : null
  }
  return fieldNames(value)
}

/** The body in what is passed along: `{ body }` of the options, or an object after the path. */
export function passedFields(scope: Scope, given: readonly Node[]): readonly string[] | null {
  for (const argument of given.slice(1)) {
    const object = resolved(scope, argument)
    const body = fieldOf(object, 'body') ?? fieldOf(object, 'json') ?? fieldOf(object, 'data')
    if (body !== undefined) return bodyFields(scope, body)
  }
  const [, second] = given
  const object = resolved(scope, second)
  const isOptions = ['method', 'headers', 'params', 'signal', 'token', 'cache'].some(
    (name) => fieldOf(object, name) !== undefined,
  )
  return isOptions ? null : bodyFields(scope, second)
}
