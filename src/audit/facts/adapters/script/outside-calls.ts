/** Calls of functions from elsewhere that are given a path: requests, if what they call turns out to make them. */
import type { CallExpression, Node } from 'oxc-parser'
import { isFunction } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Findings } from '../../adapter.ts'
import type { Verb } from '../../relations/routes.ts'
import { fieldOf } from './objects.ts'
import { symbolOf, type Outline, type Scope, type Site } from './outline.ts'
import { passedFields, resolved, verbOfName, verbOfText } from './request-options.ts'
import { urlsOf } from './urls.ts'
import { parameterOf } from './wrappers.ts'

const SERVERS = /^(?:app|server|fastify|router|routes?|\w*(?:Router|Routes|App))$/
/** Functions that are given paths and make no requests. */
const NAVIGATES =
  /^(?:redirect|permanentRedirect|navigate|push|replace|revalidatePath|revalidateTag|prefetch|join|resolve|startsWith|endsWith|includes|use|mount|visit|goto|mock|describe|it|test|expect|Link|href|cn|clsx|t)$/
const OWN = /^(?:\.|@\/|~|#|src\/|@[\w-]+\/)/
const FOREIGN =
  /^@(?:tanstack|playwright|testing-library|nestjs|mui|radix-ui|types|babel|vitest|jest|angular)\//

/** The join with wrappers decides; until then it is half certain. */
export function readOutsideCall(
  outline: Outline,
  { node, scope }: Site<CallExpression>,
  found: Findings,
): void {
  const [first] = node.arguments
  if (first === undefined || first.type === 'SpreadElement') return
  const swr = isSwr(outline, node)
  const callee = swr ? '' : calleeOf(outline, scope, node)
  if (callee === null) return
  const config = resolved(scope, first)
  const target =
    config?.type === 'ObjectExpression' ? (fieldOf(config, 'url') ?? fieldOf(config, 'path')) : first
  if (target === undefined || !mayBePath(target)) return
  const verb = swr ? 'GET' : verbIn(scope, node, callee.slice(callee.lastIndexOf('.') + 1))
  for (const url of urlsOf(outline, scope, target)) {
    if (url.base !== '' || !url.isRooted || !/^\/(?:[\w{:]|$)/.test(url.path)) continue
    const confidence = swr ? 0.7 : callee.startsWith('(') ? 0.4 : 0.5
    found.fact(
      'clientCall',
      node,
      {
        verb,
        path: url.path,
        base: callee.replace('(', ''),
        by: 'wrapper',
        fields: passedFields(scope, node.arguments),
      },
      { symbol: symbolOf(scope), confidence: Math.min(confidence, url.confidence) },
    )
  }
}

/** Cheap, before anything is folded. */
function mayBePath(node: Node): boolean {
  return [
    'Literal',
    'TemplateLiteral',
    'BinaryExpression',
    'ConditionalExpression',
    'Identifier',
    'CallExpression',
  ].includes(node.type)
}

/** The words that name what is called, where it is imported; with `(` before them where it is a parameter. */
function calleeOf(
  { imports, file }: Outline,
  scope: Scope,
  { callee, arguments: given }: CallExpression,
): string | null {
  if (given.some((one) => isFunction(one))) return null
  const root = callee.type === 'MemberExpression' ? callee.object : callee
  if (root.type !== 'Identifier' || SERVERS.test(root.name)) return null
  const text = file.text.slice(callee.start, callee.end)
  const last = text.slice(text.lastIndexOf('.') + 1)
  if (NAVIGATES.test(last) || /\s/.test(text)) return null
  const imported = imports.get(root.name)
  if (imported !== undefined) return OWN.test(imported.module) && !FOREIGN.test(imported.module) ? text : null
  const isPassed = callee.type === 'Identifier' && parameterOf(scope, callee) !== null
  return isPassed ? `(${text}` : null
}

function isSwr({ imports }: Outline, { callee }: CallExpression): boolean {
  return callee.type === 'Identifier' && /^swr(?:\/|$)/.test(imports.get(callee.name)?.module ?? '')
}

function verbIn(scope: Scope, { arguments: given }: CallExpression, name: string): Verb {
  for (const argument of given) {
    const method = fieldOf(resolved(scope, argument), 'method')
    if (method !== undefined)
      return method.type === 'Literal' ? (verbOfText(String(method.value)) ?? 'ANY') : 'ANY'
  }
  return verbOfName(name) ?? 'ANY'
}
