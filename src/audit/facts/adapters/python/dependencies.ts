/** What FastAPI runs before a handler: `Depends(x)` and `Security(x)`, wherever they stand. */
import type { SgNode } from '@ast-grep/napi'
import { asWritten, lastName, pythonCall } from './calls.ts'
import { elementsOf, type Scope } from './literals.ts'

const ASKS: ReadonlySet<string> = new Set(['Depends', 'Security'])

/** Dependencies that a node names, as written, without the word around them. */
export function dependenciesIn(node: SgNode | null | undefined): string[] {
  if (node === null || node === undefined) return []
  const text = node.text()
  if (!text.includes('Depends') && !text.includes('Security')) return []
  const calls = node.kind() === 'call' ? [node] : node.findAll({ rule: { kind: 'call' } })
  return calls.map(pythonCall).flatMap((call) => {
    if (!ASKS.has(lastName(call.name))) return []
    const asked = call.args[0] ?? call.named.get('dependency')
    return asked === undefined ? ['Depends()'] : [asWritten(asked)]
  })
}

/** What `dependencies=` lists, as written; null where the list cannot be seen. */
export function listedDependencies(list: SgNode | undefined, scope: Scope): string[] | null {
  if (list === undefined) return []
  const elements = elementsOf(list, scope)
  if (elements === null) return null
  return elements.flatMap((element) => {
    // A list may hold constants: `dependencies=[ONLY_ADMINS]`.
    const value = element.kind() === 'identifier' ? scope.valueOf(element.text()) : null
    const named = dependenciesIn(value ?? element)
    return named.length > 0 ? named : [asWritten(element)]
  })
}
