/** What Python code does with the library that tests assert with: it may use it, and may not hand it to somebody else. */
import type { SyntaxNode } from '../syntax/node.ts'
import type { PythonNames } from './python-names.ts'

/** Whoever holds one can change what it says. */
const LIBRARY = /^(?:unittest|unittest\.case|unittest(?:\.case)?\.\w*TestCase|pytest|_pytest(?:\.\w+)*)$/
const ASKS_OF_TYPE = /^(?:isinstance|issubclass|super|cast|typing\.cast)$/
/** A value of the standard library that equals whatever it is compared with. */
const ANYTHING = /^unittest\.mock\.ANY$/

export function handsOutLibrary(node: SyntaxNode, names: PythonNames): boolean {
  if (node.kind !== 'identifier' && node.kind !== 'attribute') return false
  const { parent } = node
  if (parent === null || !LIBRARY.test(names.dotted(node) ?? '')) return false
  if (parent.kind === 'keyword_argument') return parent.children[0] !== node
  if (/^(?:list|tuple|set|pair|conditional_expression|return_statement)$/.test(parent.kind))
    return !isOfType(parent)
  if (parent.kind !== 'argument_list') return false
  const call = names.call(parent.parent ?? undefined)
  return call !== null && !ASKS_OF_TYPE.test(call.name ?? '')
}

/** `isinstance(one, (unittest.TestCase, Other))`. */
function isOfType({ parent }: SyntaxNode): boolean {
  return parent?.kind === 'argument_list' && ASKS_OF_TYPE.test(parent.parent?.children[0]?.text ?? '')
}

export function usesAnything(node: SyntaxNode, names: PythonNames): boolean {
  const isUse = node.kind === 'identifier' || node.kind === 'attribute'
  return isUse && node.parent?.kind !== 'attribute' && ANYTHING.test(names.dotted(node) ?? '')
}
