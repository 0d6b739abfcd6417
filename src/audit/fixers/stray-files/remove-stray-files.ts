import { isTestPath, pathKind } from '../../../verification/protected/kinds.ts'
import { scopeMatcher } from '../../../spec/scope.ts'
import type { Fixer, FixerOrder, FixerPlan, Tree } from '../fixer.ts'
import { isOwnFile, listed, shownPath } from '../shown.ts'
import { referencesTo, type Reference, type Subject } from './references.ts'
import { originalOf } from './stray-name.ts'

/**
 * Removes what by its name is a copy that editors, merges or people left behind, and that no other file of the tree names.
 * What only other such copies name goes with them, so that a second run finds nothing more.
 */
export const removeStrayFiles: Fixer = { plan }

function plan(tree: Tree, order: FixerOrder): FixerPlan {
  const strays = straysOf(tree)
  const held = strays.flatMap((stray) => {
    const reason = reasonByPlace(stray.path, order)
    return reason === null ? [] : [[stray.path, reason] as const]
  })
  const kept = new Map(held)
  for (const [path, reason] of named(tree, strays, kept)) kept.set(path, reason)
  const removed = strays.map(({ path }) => path).filter((path) => !kept.has(path))
  return {
    kind: 'edits',
    edits: removed.map((path) => ({ kind: 'delete', path })),
    sentences: [
      ...removed.map((path) => `Removed ${shownPath(path)}: nothing names it.`),
      ...strays.flatMap(({ path }) => {
        const reason = kept.get(path)
        return reason === undefined ? [] : [`Kept ${shownPath(path)}: ${reason}.`]
      }),
      summary(removed.length, kept.size, tree.entries.length),
    ],
  }
}

function straysOf({ entries, has }: Tree): readonly Subject[] {
  return entries.flatMap(({ path }) => {
    const original = isOwnFile(path) || path.includes('\uFFFD') ? null : originalOf(path, has)
    return original === null ? [] : [{ path, original }]
  })
}

/** Why a copy is kept whatever names it; null for one that is this task's. */
function reasonByPlace(path: string, { parameters, mayWrite, allow }: FixerOrder): string | null {
  const globs = (parameters['paths'] ?? '**').split(/\s+/).filter((glob) => glob !== '')
  if (!scopeMatcher({ write: globs })(path)) return 'it is not among the paths that the task names'
  if (!mayWrite(path)) return 'it is outside of what the task may change'
  if (isTestPath(path) && !allow.includes('tests'))
    return 'it lies among tests, and the task may not change them (allow: [tests])'
  if (pathKind(path) === 'configuration' && !allow.includes('configuration'))
    return 'it lies among configuration, and the task may not change it (allow: [configuration])'
  return null
}

/** Kept are those that a file names which is kept itself. */
function named(
  tree: Tree,
  strays: readonly Subject[],
  held: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const references = referencesTo(tree, strays)
  const waiting = new Set(strays.map(({ path }) => path).filter((path) => !held.has(path)))
  const kept = new Map<string, string>()
  for (let isSettled = false; !isSettled;) {
    isSettled = true
    for (const path of waiting) {
      const standing = (references.get(path) ?? []).filter(({ from }) => !waiting.has(from))
      if (standing.length === 0) continue
      kept.set(path, reasonOf(standing))
      waiting.delete(path)
      isSettled = false
    }
  }
  return kept
}

function reasonOf(references: readonly Reference[]): string {
  return listed(references.map(({ text }) => text))
}

function summary(removed: number, kept: number, looked: number): string {
  if (removed + kept === 0) return `There is nothing to do: none of ${looked} files is named like a copy.`
  return `${removed} removed, ${kept} kept, of ${looked} files.`
}
