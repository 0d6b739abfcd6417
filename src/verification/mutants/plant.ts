import { isPython, looksLikePython, parsePython } from '../syntax/python.ts'
import { parseScript } from '../syntax/script.ts'
import { withoutMark } from '../syntax/script-program.ts'
import { inTurn } from './choose.ts'
import { pythonSites } from './python-sites.ts'
import { scriptSites } from './script-sites.ts'
import type { Site } from './site.ts'

/** A source with exactly one fault in it. */
export interface Mutant {
  readonly path: string
  /** Counted from 1. */
  readonly line: number
  /** What was changed: `< became <=`. */
  readonly description: string
  readonly source: string
}

export interface Planting {
  readonly path: string
  readonly source: string
  readonly most: number
  readonly seed: number
}

/**
 * Faults such as people make, at most so many, spread over the functions of a file, the same for the same seed. Each can still
 * be parsed. Empty for what cannot be read, or is neither JavaScript, TypeScript nor Python. That all are noticed is rarely
 * reachable: some change nothing that anybody could observe (`<` or `<=` where both sides are never equal), which no program can
 * tell; so whoever asks for tests says what share is enough.
 */
export function plantMutants({ path, most, seed, ...given }: Planting): readonly Mutant[] {
  const source = withoutMark(given.source)
  const planted: { readonly site: Site; readonly source: string }[] = []
  const seen = new Set([source])
  for (const site of inTurn(sitesOf(path, source), seed)) {
    if (planted.length >= most) break
    const mutated = source.slice(0, site.start) + site.replacement + source.slice(site.end)
    if (seen.has(mutated) || !isSound(path, mutated)) continue
    seen.add(mutated)
    planted.push({ site, source: mutated })
  }
  return planted
    .toSorted((one, other) => one.site.start - other.site.start)
    .map((one) => ({ path, line: one.site.line, description: one.site.description, source: one.source }))
}

export function sitesOf(path: string, source: string): readonly Site[] {
  if (isPython(path)) {
    const root = parsePython(source)
    return root === null ? [] : pythonSites(root)
  }
  const root = parseScript(path, source)
  return root === null ? [] : scriptSites(root, source)
}

/** Whether it can still be parsed. */
export function isSound(path: string, source: string): boolean {
  return isPython(path) ? looksLikePython(source) : parseScript(path, source) !== null
}
