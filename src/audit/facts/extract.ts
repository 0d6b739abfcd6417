import { isPython } from '../../verification/syntax/python.ts'
import { isScript } from '../../verification/syntax/script-program.ts'
import type { Adapter, FileFacts, Findings } from './adapter.ts'
import type { AnyFact, Unresolved } from './fact.ts'
import { sourceFile, type SourceFile } from './source-file.ts'

/** What all adapters that read the file find in it, in the order of the adapters. */
export function extractFacts(adapters: readonly Adapter[], path: string, text: string): FileFacts {
  const file = sourceFile(path, text)
  const [facts, unresolved]: [AnyFact[], Unresolved[]] = [[], []]
  for (const adapter of adapters) {
    if (!adapter.reads(path)) continue
    adapter.read(file, findingsOf(file, adapter, { facts, unresolved }))
  }
  return { facts, unresolved, isParsed: isParsed(file) }
}

function isParsed(file: SourceFile): boolean {
  if (isScript(file.path)) return file.script() !== null
  return !isPython(file.path) || file.python() !== null
}

function findingsOf(
  file: SourceFile,
  adapter: Adapter,
  into: { readonly facts: AnyFact[]; readonly unresolved: Unresolved[] },
): Findings {
  const placeOf = ({ start, end }: { start: number; end: number }) => ({
    file: file.path,
    line: file.lineAt(start),
    endLine: file.lineAt(Math.max(start, end - 1)),
  })
  return {
    fact(relation, span, columns, { symbol = null, confidence = 1 } = {}) {
      const origin = { ...placeOf(span), symbol, confidence, adapter: adapter.id }
      // Name and columns belong together by the signature; the union cannot say so of a name that is not known yet.
      into.facts.push({ ...columns, ...origin, relation } as AnyFact)
    },
    unresolved(relation, span) {
      into.unresolved.push({
        relation,
        place: placeOf(span),
        text: file.text.slice(span.start, span.end).slice(0, 200),
      })
    },
  }
}
