import { childOfKind, everyNode, type SyntaxNode } from '../../syntax/node.ts'
import type { ImportedName } from '../test-file.ts'

export function importsOf(module: SyntaxNode): readonly ImportedName[] {
  return everyNode(module).flatMap((node) => {
    if (node.kind === 'import_statement') return node.children.flatMap(wholeModule)
    return node.kind === 'import_from_statement' ? fromModule(node) : []
  })
}

function wholeModule(node: SyntaxNode): readonly ImportedName[] {
  const { name, local } = renamed(node)
  if (name === null) return []
  return [{ module: name, name: null, local: local ?? name.split('.')[0] ?? name }]
}

function fromModule(node: SyntaxNode): readonly ImportedName[] {
  const [, from, ...rest] = node.children
  const module = (from?.text ?? '').replaceAll(/\s/g, '')
  if (childOfKind(node, 'wildcard_import') !== undefined) return [{ module, name: null, local: '*' }]
  return rest
    .map(renamed)
    .flatMap(({ name, local }) => (name === null ? [] : [{ module, name, local: local ?? name }]))
}

function renamed(node: SyntaxNode): { readonly name: string | null; readonly local: string | null } {
  if (node.kind === 'dotted_name') return { name: node.text.replaceAll(/\s/g, ''), local: null }
  const [name, , local] = node.children
  if (node.kind !== 'aliased_import' || name === undefined) return { name: null, local: null }
  return { name: name.text.replaceAll(/\s/g, ''), local: local?.text ?? null }
}
