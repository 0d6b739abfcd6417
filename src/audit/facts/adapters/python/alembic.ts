import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import { lastName, ownerName, type PythonCall } from './calls.ts'
import { elementsOf, literalText } from './literals.ts'
import { isPythonPath, pythonTree, spanOf } from './python-tree.ts'
import type { Definition, PythonTree } from './python-tree.ts'
import { operationChanges } from './schema-operations.ts'
import { roundsAround, scopeAt } from './scope.ts'

/** Revisions of Alembic: their place in the graph, and what `upgrade()` does to the schema, in order. */
export const alembicAdapter: Adapter = {
  id: 'alembic',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/^revision\b/m.test(file.text) || !/^down_revision\b/m.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    const [revision, parents] = [valueOf(tree, 'revision'), parentsOf(tree, valueOf(tree, 'down_revision'))]
    const version = literalText(revision)
    const whole = { start: 0, end: file.text.length }
    if (version === null || parents === null) found.unresolved('migration', whole)
    if (version === null) return
    const opaque = changes(tree, version, found)
    const confidence = parents === null ? 0.5 : 1
    found.fact('migration', whole, { tool: 'alembic', version, parents, opaque }, { confidence })
  },
}

function valueOf(tree: PythonTree, name: string): SgNode | null {
  return (
    tree.assignments.find((assignment) => assignment.owner === null && assignment.name === name)?.value ??
    null
  )
}

/** Null where they cannot be read. */
function parentsOf(tree: PythonTree, node: SgNode | null): readonly string[] | null {
  if (node?.kind() === 'none') return []
  const names = (elementsOf(node, scopeAt(tree, 0)) ?? [node]).map(literalText)
  return names.includes(null) ? null : names.filter((name) => name !== null)
}

/** Gives the number of operations that it does not understand. */
function changes(tree: PythonTree, version: string, found: Findings): number {
  const upgrade = tree.definitions.find(({ name, owner }) => name === 'upgrade' && owner === null)
  let [opaque, order] = [0, 0]
  for (const call of upgrade === undefined ? [] : callsIn(tree, upgrade)) {
    const span = spanOf(call.node)
    const batch = batchTable(call)
    for (const round of roundsAround(tree, call.node)) {
      const result = operationChanges(call, { scope: round, batch })
      opaque += result.opaque
      if (result.opaque > 0) found.unresolved('schemaChange', span)
      const isConditional = call.node.ancestors().some((ancestor) => ancestor.kind() === 'if_statement')
      const confidence = isConditional ? 0.8 : round.isLooped ? 0.9 : 1
      for (const change of result.changes)
        found.fact(
          'schemaChange',
          span,
          { version, order: order++, change },
          { symbol: 'upgrade', confidence },
        )
    }
  }
  return opaque
}

/** Operations of a function and of those of the same file that it calls, in the order in which they run. */
function callsIn(tree: PythonTree, definition: Definition, depth = 0): PythonCall[] {
  const calls = tree.calls.filter(({ node }) => tree.definitionAt(spanOf(node).start) === definition)
  return calls.flatMap((call) => {
    if (/^(?:\w+_)?op\.|^batch\w*\./.test(call.name)) return [call]
    const helper =
      depth < 3 ? tree.definitions.find(({ name, owner }) => name === call.name && owner === null) : undefined
    return helper === undefined || helper === definition ? [] : callsIn(tree, helper, depth + 1)
  })
}

/** Table of `with op.batch_alter_table("wards") as batch_op:` around a call of `batch_op`. */
function batchTable(call: PythonCall): string | null {
  const owner = ownerName(call.name)
  if (owner === 'op') return null
  const block = call.node.ancestors().find((ancestor) => {
    if (ancestor.kind() !== 'with_statement') return false
    return new RegExp(String.raw`batch_alter_table[\s\S]*\bas\s+${owner}\b`).test(
      ancestor.text().split(/:\s*\n/)[0] ?? '',
    )
  })
  const opening = block
    ?.findAll({ rule: { kind: 'call' } })
    .find((one) => lastName(one.field('function')?.text() ?? '') === 'batch_alter_table')
  const [table] = opening?.field('arguments')?.namedChildren() ?? []
  return literalText(table)
}
