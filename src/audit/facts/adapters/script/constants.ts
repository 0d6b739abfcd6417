import type { VariableDeclaration } from 'oxc-parser'
import type { Adapter, Findings } from '../../adapter.ts'
import { plain, textOf } from './literals.ts'
import { keyOf } from './objects.ts'
import { outlineOf, type Outline } from './outline.ts'
import { isOwnScript } from './script-paths.ts'

const LONGEST = 200

/** Strings that a module exports, so that keys and paths can be followed to where they are written. */
export const constantAdapter: Adapter = {
  id: 'script-constants',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!file.text.includes('export')) return
    const outline = outlineOf(file)
    for (const statement of outline?.program.body ?? [])
      if (
        statement.type === 'ExportNamedDeclaration' &&
        statement.declaration?.type === 'VariableDeclaration'
      )
        if (outline !== null && statement.declaration.kind === 'const')
          readConstants(outline, statement.declaration, found)
  },
}

function readConstants(outline: Outline, { declarations }: VariableDeclaration, found: Findings): void {
  for (const { id, init } of declarations) {
    if (id.type !== 'Identifier' || init === null) continue
    const value = plain(init)
    const named =
      value.type === 'ObjectExpression'
        ? value.properties.flatMap((one) =>
            one.type === 'Property' ? [{ name: `${id.name}.${keyOf(one) ?? '?'}`, node: one.value }] : [],
          )
        : [{ name: id.name, node: value }]
    for (const { name, node } of named) {
      if (!/^(?:Literal|TemplateLiteral|BinaryExpression|TSAsExpression)$/.test(node.type)) continue
      if (node.type === 'Literal' && typeof node.value !== 'string') continue
      const text = textOf(outline, outline.top, node)
      if (text !== null && text.length <= LONGEST) found.fact('constant', node, { name, value: text })
    }
  }
}
