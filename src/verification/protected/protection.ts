import type { Command } from '../../domain/check.ts'
import { closureOf } from '../command-closure.ts'
import type { TreeReader } from '../file-change.ts'
import { namedByConfiguration } from './configuration-names.ts'
import { pathKind, type PathKind } from './kinds.ts'

/** `gate`: a file that is none of the others, and to which the commands that prove work lead. */
export type ProtectedKind = PathKind | 'gate'

/** Which files decide what a proof says. */
export interface Protection {
  /** Null for a file that any work in whose scope it is may change. Answers for paths that do not exist yet, too. */
  kindOf(path: string): ProtectedKind | null
}

/** The tree is the one that the work started from: what the work itself says of its proof does not count. */
export async function protectionOf({
  tree,
  commands,
}: {
  readonly tree: TreeReader
  readonly commands: readonly Command[]
}): Promise<Protection> {
  const named = new Set(await namedByConfiguration(tree))
  const gate = new Set((await closureOf(commands, tree)).files)
  return {
    kindOf(path) {
      const kind = pathKind(path)
      if (kind !== null) return kind
      if (named.has(path)) return 'configuration'
      return gate.has(path) ? 'gate' : null
    },
  }
}
