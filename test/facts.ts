import { expect } from 'vitest'
import type { Adapter } from '../src/audit/facts/adapter.ts'
import { extractFacts } from '../src/audit/facts/extract.ts'
import type { Fact } from '../src/audit/facts/fact.ts'
import type { RelationName } from '../src/audit/facts/relations.ts'

/** What an adapter finds in a text, of one relation. */
export function factsOf<Name extends RelationName>(
  adapter: Adapter,
  relation: Name,
  { path, text }: { readonly path: string; readonly text: string },
): readonly Fact<Name>[] {
  expect(adapter.reads(path)).toBe(true)
  const { facts } = extractFacts([adapter], path, text)
  // What the filter keeps is of the relation that was asked for.
  return facts.filter((fact) => fact.relation === relation) as unknown as readonly Fact<Name>[]
}

/** What an adapter sees in a text and cannot make out. */
export function unresolvedOf(
  adapter: Adapter,
  relation: RelationName,
  { path, text }: { readonly path: string; readonly text: string },
): readonly string[] {
  const { unresolved } = extractFacts([adapter], path, text)
  return unresolved.filter((one) => one.relation === relation).map((one) => one.text)
}
