import type {
  AssignmentExpression,
  CallExpression,
  Class,
  ExportDefaultDeclaration,
  Node,
  VariableDeclarator,
} from 'oxc-parser'
import { isFunction, type FunctionNode } from '../../../../verification/integrity/typescript/syntax.ts'
import { keyOf } from './objects.ts'

export interface FunctionNames {
  readonly of: (node: FunctionNode) => string | null
  readonly declared: (node: VariableDeclarator) => void
  readonly assigned: (node: AssignmentExpression) => void
  readonly property: (node: { readonly key: Node; readonly computed: boolean; readonly value: Node }) => void
  readonly byDefault: (node: ExportDefaultDeclaration) => void
  readonly class: (node: Class) => void
  /** `memo(function () ...)` is called as what it is wrapped in. */
  readonly passed: (node: CallExpression) => void
}

/** Functions by the names that readers know them by; to be told of what holds a function before the function. */
export function createNames(): FunctionNames {
  const names = new WeakMap<Node, string>()
  const give = (node: Node | null | undefined, name: string | null) => {
    if (node === null || node === undefined || name === null || names.has(node)) return
    names.set(node, name)
    if (node.type !== 'ObjectExpression') return
    for (const property of node.properties) {
      if (property.type !== 'Property' || !isFunction(property.value)) continue
      const key = keyOf(property)
      if (key !== null) names.set(property.value, `${name}.${key}`)
    }
  }
  return {
    of: (node) => node.id?.name ?? names.get(node) ?? null,
    declared: ({ id, init }) => give(init, id.type === 'Identifier' ? id.name : null),
    assigned: ({ left, right }) => give(right, assignedName(left)),
    property: (node) => {
      if (isFunction(node.value)) give(node.value, keyOf(node))
    },
    byDefault: ({ declaration }) => give(declaration, 'default'),
    class: (node) => {
      const owner = node.id?.name ?? names.get(node) ?? 'default'
      for (const member of node.body.body) {
        if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue
        const key = keyOf(member)
        if (key !== null && member.value !== null && isFunction(member.value))
          give(member.value, `${owner}.${key}`)
      }
    },
    passed: (node) => {
      const name = names.get(node)
      const [first] = node.arguments
      if (name !== undefined && first !== undefined && isFunction(first)) give(first, name)
    },
  }
}

function assignedName(left: Node): string | null {
  if (left.type === 'Identifier') return left.name
  return left.type === 'MemberExpression' && left.property.type === 'Identifier' && !left.computed
    ? left.property.name
    : null
}
