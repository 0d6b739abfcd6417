/** Code that changes what belongs to the language, the process or the test framework. */
import { ancestorsOf, childOf, childrenOf, everyNode, type SyntaxNode } from '../syntax/node.ts'
import { normalText } from '../integrity/normal-text.ts'
import type { Names } from './script-names.ts'

const BUILT_INS = new Set(
  `Object Array Number String Boolean Function Promise Map Set WeakMap WeakSet RegExp Date Math JSON Symbol BigInt Error TypeError
   RangeError Reflect Proxy Intl Iterator Uint8Array ArrayBuffer Buffer performance console`.split(/\s+/),
)
const GLOBALS = new Set([
  ...BUILT_INS,
  ...'setTimeout setInterval setImmediate queueMicrotask structuredClone fetch expect assert describe it test'.split(
    ' ',
  ),
  ...'process require eval parseInt parseFloat isNaN crypto beforeEach afterEach jest vi'.split(' '),
])
const PROCESS =
  /^process\.(?:exit|reallyExit|abort|kill|on|emit|emitWarning|hrtime|env|argv|exitCode)(?:$|\.bigint$)|^process\.(?:stdout|stderr)\.(?:write|end)$/
const MODULES =
  /^(?:require\.cache|Module\.(?:_load|_resolveFilename|_extensions|_cache|prototype\.require))\b/
/** Calls that set a property of their first argument. */
const SETTERS =
  /^(?:Object\.(?:defineProperty|defineProperties|assign|setPrototypeOf)|Reflect\.(?:set|defineProperty|setPrototypeOf))$/

export function changesBuiltIns(node: SyntaxNode, names: Names): boolean {
  switch (node.kind) {
    case 'AssignmentExpression': {
      const left = childOf(node, 'left')
      if (left !== undefined && /Pattern$/.test(left.kind)) return setsInPattern(left, names)
      if (left === undefined || /^(?:\?\?=|\|\|=)$/.test(node.word)) return false
      return isForeign(left, names) && !addsWhatIsMissing(node, left)
    }
    case 'UnaryExpression':
      return node.word === 'delete' && isForeign(childOf(node, 'argument'), names)
    case 'CallExpression':
      return setsForeign(node, names)
    default:
      return false
  }
}

/** `[assert.equal] = [fake]`, `({ a: Date.now } = fakes)`. */
function setsInPattern(pattern: SyntaxNode, names: Names): boolean {
  return everyNode(pattern).some(
    (part) =>
      part.kind === 'MemberExpression' && part.parent?.kind !== 'MemberExpression' && isForeign(part, names),
  )
}

/** Whether what is assigned to belongs to somebody else. */
function isForeign(left: SyntaxNode | undefined, names: Names): boolean {
  const path = names.pathOf(left) ?? ownerOf(left, names)
  if (path === null || left === undefined) return false
  const parts = path.split('.')
  const [root = ''] = parts
  if (parts.length === 1) {
    const isGlobal = left.kind === 'MemberExpression' || !names.declared.has(root)
    return isGlobal && GLOBALS.has(root) && !names.testing.has(root)
  }
  if (names.testing.has(root)) return true
  if (MODULES.test(path)) return true
  if (root === 'process') return PROCESS.test(path) && !/^process\.(?:exitCode|env|argv)$/.test(path)
  if (names.declared.has(root)) return false
  return BUILT_INS.has(root)
    ? parts.length === 2 || parts[1] === 'prototype'
    : ['assert', 'expect', 'chai'].includes(root)
}

/** `Array.prototype[name]`: the part before what only a run can tell. */
function ownerOf(left: SyntaxNode | undefined, names: Names): string | null {
  if (left?.kind !== 'MemberExpression') return null
  const path = names.pathOf(childOf(left, 'object'))
  return path !== null && (path.endsWith('.prototype') || MODULES.test(path)) ? `${path}.*` : null
}

function setsForeign(node: SyntaxNode, names: Names): boolean {
  const path = names.pathOf(childOf(node, 'callee')) ?? ''
  if (/(?:^|\.)syncBuiltinESMExports$|^Module\.(?:register|registerHooks)$/.test(path)) return true
  if (/^(?:expect\.(?:extend|addEqualityTesters)|chai\.(?:use|util\.\w+)|chai\.Assertion\.\w+)$/.test(path))
    return true
  const [target, property] = childrenOf(node, 'arguments')
  if (!SETTERS.test(path) || target === undefined || addsWhatIsMissing(node, target)) return false
  const owner = names.pathOf(target)
  if (owner === null) return false
  if (['globalThis', 'global', 'window', 'self'].includes(owner))
    return property?.kind !== 'StringLiteral' || GLOBALS.has(property.text.slice(1, -1))
  const [root = ''] = owner.split('.')
  if (names.testing.has(root)) return true
  return BUILT_INS.has(root) && !names.declared.has(root) && (owner === root || owner.endsWith('.prototype'))
}

/** `if (!Array.prototype.at) Array.prototype.at = …`: it adds what is not there and changes nothing that is. */
function addsWhatIsMissing(node: SyntaxNode, left: SyntaxNode): boolean {
  const name = normalText(left.text)
  const last = childOf(left, 'property')?.word ?? ''
  return ancestorsOf(node).some((outer) => {
    const test = outer.kind === 'LogicalExpression' ? childOf(outer, 'left') : childOf(outer, 'test')
    if (test === undefined || !['LogicalExpression', 'IfStatement'].includes(outer.kind)) return false
    const said = normalText(test.text)
    const asksFor = said.includes(name) || (last !== '' && said.includes(`"${last}"`))
    return asksFor && (outer.word === '||' || outer.word === '??' || /!|undefined|null/.test(said))
  })
}

const EQUALITY = /^(?:equals|isEqual|deepEqual|asymmetricMatch|\[Symbol\.hasInstance\])$/
const COERCION = /^(?:valueOf|\[Symbol\.toPrimitive\])$/

/** A method that calls everything equal, or a value that is another each time it is looked at. */
export function equalsEverything(node: SyntaxNode): boolean {
  if (node.kind !== 'MethodDefinition' && node.kind !== 'Property') return false
  const value = childOf(node, 'value')
  const key = childOf(node, 'key')?.text ?? ''
  const name = node.text.includes(`[${key}]`) ? `[${key}]` : key
  const body = value === undefined ? undefined : childOf(value, 'body')
  if (body === undefined) return false
  if (EQUALITY.test(name)) return /^(?:\{return true;?\}|true)$/.test(normalText(body.text))
  return COERCION.test(name) && countsItself(body)
}

/** Whether looking at the value changes something that outlives the look. */
function countsItself(body: SyntaxNode): boolean {
  const nodes = everyNode(body)
  const own = nodes
    .filter(({ kind }) => kind === 'VariableDeclarator')
    .map((node) => childOf(node, 'id')?.word)
  return nodes.some((node) => {
    const changed = childOf(node, 'argument') ?? childOf(node, 'left')
    const isStep = node.kind === 'UpdateExpression' || /^[+-]=$/.test(node.word)
    return isStep && changed !== undefined && !own.includes(changed.word)
  })
}
