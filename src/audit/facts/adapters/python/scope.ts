/** What names mean at a place of a file: constants, names of the function around, variables of loops over known lists. */
import type { SgNode } from '@ast-grep/napi'
import { elementsOf, type Scope } from './literals.ts'
import { spanOf, type Assignment, type PythonTree } from './python-tree.ts'

const byName = new WeakMap<PythonTree, ReadonlyMap<string, readonly Assignment[]>>()

export function scopeAt(tree: PythonTree, offset: number): Scope {
  return { valueOf: (name) => valueAt(tree, name, offset), isLooped: false }
}

/** One scope a round of the loops around the node; a single one where none is, or its list is not known. */
export function roundsAround(tree: PythonTree, node: SgNode): readonly Scope[] {
  const outside = scopeAt(tree, spanOf(node).start)
  const loop = node.ancestors().find((ancestor) => ancestor.kind() === 'for_statement')
  const variable = loop?.field('left')
  if (loop === undefined || variable?.kind() !== 'identifier') return [outside]
  const elements = elementsOf(loop.field('right'), outside)
  if (elements === null) return [outside]
  const name = variable.text()
  return elements.map((element) => ({
    valueOf: (asked) => (asked === name ? element : outside.valueOf(asked)),
    isLooped: true,
  }))
}

function valueAt(tree: PythonTree, name: string, offset: number): SgNode | null {
  const named = namesOf(tree).get(name) ?? []
  let around = tree.definitionAt(offset)
  for (;;) {
    const owner = around
    // Names of a class are no names of its methods.
    const isSeen = owner === null || owner.kind === 'function' || owner === tree.definitionAt(offset)
    const here = isSeen ? named.filter((assignment) => assignment.owner === owner) : []
    if (here.length > 0) return here.length === 1 ? (here[0]?.value ?? null) : null
    if (owner !== null && isParameter(owner.node, name)) return null
    if (owner === null) return null
    around = owner.owner
  }
}

function isParameter(definition: SgNode, name: string): boolean {
  const parameters = definition.field('parameters')?.text() ?? ''
  return new RegExp(`[(,*\\s]${name}\\s*[,:=)]`).test(parameters)
}

function namesOf(tree: PythonTree): ReadonlyMap<string, readonly Assignment[]> {
  const kept = byName.get(tree)
  if (kept !== undefined) return kept
  const made = Map.groupBy(tree.assignments, ({ name }) => name)
  byName.set(tree, made)
  return made
}
