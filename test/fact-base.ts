import { extractFacts } from '../src/audit/facts/extract.ts'
import type { Adapter } from '../src/audit/facts/adapter.ts'
import { ADAPTERS } from '../src/audit/facts/adapters.ts'
import { createFactBase, type FactBase } from '../src/audit/facts/fact-base.ts'

/** What all adapters find in files that exist nowhere else. */
export function factBaseOf(
  files: Readonly<Record<string, string>>,
  adapters: readonly Adapter[] = ADAPTERS,
): FactBase {
  const found = Object.entries(files).map(([path, text]) => extractFacts(adapters, path, text))
  return createFactBase({
    facts: found.flatMap(({ facts }) => facts),
    unresolved: found.flatMap(({ unresolved }) => unresolved),
    paths: new Set(Object.keys(files)),
    unread: [],
  })
}
