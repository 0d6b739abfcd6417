/** Variables of the environment, as scripts write them. */
import type { Node } from 'oxc-parser'

/** `process.env`, `import.meta.env`, `Bun.env`, also where it may be absent. */
export function isEnvironment(node: Node): boolean {
  if (
    node.type === 'ChainExpression' ||
    node.type === 'TSAsExpression' ||
    node.type === 'TSNonNullExpression'
  )
    return isEnvironment(node.expression)
  if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return false
  if (node.computed || node.property.name !== 'env') return false
  const { object } = node
  if (object.type === 'MetaProperty') return true
  if (object.type === 'MemberExpression') return isProcess(object.property)
  return isProcess(object)
}

function isProcess(node: Node): boolean {
  return node.type === 'Identifier' && (node.name === 'process' || node.name === 'Bun')
}

/** The variable that a member of the environment names; null for other members and for names that are computed. */
export function variableOf(node: Node): string | null {
  if (
    node.type === 'TSNonNullExpression' ||
    node.type === 'TSAsExpression' ||
    node.type === 'ChainExpression'
  )
    return variableOf(node.expression)
  if (node.type === 'CallExpression') return ofGet(node)
  if (node.type !== 'MemberExpression' || !isEnvironment(node.object)) return null
  const { property, computed } = node
  if (property.type === 'Identifier' && !computed) return property.name
  if (property.type === 'Literal' && typeof property.value === 'string') return property.value
  return null
}

/** `Deno.env.get('X')` */
function ofGet({ callee, arguments: given }: Extract<Node, { type: 'CallExpression' }>): string | null {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'MemberExpression') return null
  const { object, property } = callee.object
  const isDeno = object.type === 'Identifier' && object.name === 'Deno'
  if (!isDeno || property.type !== 'Identifier' || property.name !== 'env') return null
  const [first] = given
  return first?.type === 'Literal' && typeof first.value === 'string' ? first.value : null
}
