import type { Node } from 'oxc-parser'
import { isFunction, type FunctionNode } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Adapter, Findings } from '../../adapter.ts'
import { variableOf } from './environment-names.ts'
import { alternativesOf, plain, textOf } from './literals.ts'
import { fieldOf } from './objects.ts'
import { outlineOf, type Outline, type Scope } from './outline.ts'
import { makerOf } from './requests.ts'
import { isOwnScript } from './script-paths.ts'

const BASE_NAME = /base|prefix|api|url|origin|host|endpoint|server|backend/i
const ADDRESS = /^(?:https?|wss?):\/\//i

/** Constants, functions and clients that give requests their beginning. */
export const baseAddressAdapter: Adapter = {
  id: 'script-base-address',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    const outline = outlineOf(file)
    if (outline === null) return
    for (const { node, scope } of outline.variables) {
      if (node.id.type !== 'Identifier' || node.init === null) continue
      if (makerOf(outline, node.init) !== null)
        readMaker(outline, scope, { name: node.id.name, made: node.init }, found)
      else if (scope === outline.top && !isFunction(node.init))
        readValue(outline, scope, { name: node.id.name, value: node.init }, found)
    }
    for (const { node, scope } of outline.functions) readFunction(outline, scope, node, found)
    for (const { node, scope } of outline.assignments)
      if (isDefaultBase(node.left)) readValue(outline, scope, { name: 'axios', value: node.right }, found)
  },
}

interface Named {
  readonly name: string
  readonly value: Node
}

function readMaker(
  outline: Outline,
  scope: Scope,
  { name, made }: { readonly name: string; readonly made: Node },
  found: Findings,
): void {
  const options = made.type === 'CallExpression' ? made.arguments[0] : undefined
  const value = fieldOf(options, 'baseURL') ?? fieldOf(options, 'prefixUrl') ?? fieldOf(options, 'prefix')
  if (value !== undefined) readValue(outline, scope, { name, value }, found)
}

/** Functions that do nothing but give an address, and parameters that have one for a default. */
function readFunction(outline: Outline, scope: Scope, node: FunctionNode, found: Findings): void {
  for (const [name, parameter] of scope.parameters)
    if (parameter.default !== null) readValue(outline, scope, { name, value: parameter.default }, found)
  const value = onlyResult(node)
  if (value !== null && scope.name !== null && node.params.length === 0)
    readValue(outline, scope, { name: scope.name, value }, found)
}

function onlyResult({ body }: FunctionNode): Node | null {
  if (body === null) return null
  if (body.type !== 'BlockStatement') return body
  const [only, ...others] = body.body
  return others.length === 0 && only?.type === 'ReturnStatement' ? only.argument : null
}

function isDefaultBase(left: Node): boolean {
  return (
    left.type === 'MemberExpression' &&
    left.property.type === 'Identifier' &&
    left.property.name === 'baseURL' &&
    left.object.type === 'MemberExpression' &&
    left.object.object.type === 'Identifier' &&
    left.object.object.name === 'axios'
  )
}

function readValue(outline: Outline, scope: Scope, { name, value }: Named, found: Findings): void {
  const text = textOf(outline, scope, value)
  if (text !== null) {
    const counts = ADDRESS.test(text) || (/^\/[\w-]/.test(text) && BASE_NAME.test(name))
    if (counts) found.fact('baseAddress', value, { name, variable: null, value: text, suffix: '' })
    return
  }
  const [parts] = alternativesOf(outline, scope, plain(value))
  const [first, suffix = '', ...others] = parts ?? []
  if (first === undefined || typeof first === 'string' || typeof suffix !== 'string' || others.length > 0)
    return
  const known = fromEnvironment(outline, scope, first)
  if (known === null) return
  if (/token|key|secret|password/i.test(known.variable)) return
  const isAddress = BASE_NAME.test(name) || BASE_NAME.test(known.variable) || ADDRESS.test(known.value ?? '')
  if (isAddress) found.fact('baseAddress', value, { name, ...known, suffix })
}

/** `process.env.X`, with what stands in for it. */
function fromEnvironment(
  outline: Outline,
  scope: Scope,
  node: Node,
): { readonly variable: string; readonly value: string | null } | null {
  if (node.type === 'LogicalExpression') {
    const left = fromEnvironment(outline, scope, node.left)
    return left === null ? null : { variable: left.variable, value: textOf(outline, scope, node.right) }
  }
  const variable = variableOf(node)
  return variable === null ? null : { variable, value: null }
}
