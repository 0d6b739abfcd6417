import { posix } from 'node:path'
import type { Tree } from '../fixer.ts'

/** What is to be removed. */
export interface Subject {
  readonly path: string
  readonly isFolder: boolean
  /** Its files and links, sorted. */
  readonly files: readonly string[]
  readonly has: (path: string) => boolean
}

/** Null where there is nothing of that name. */
export function subjectAt(tree: Tree, written: string): Subject | null {
  const path = posix.normalize(written.trim()).replace(/^\/+|\/+$/g, '')
  const inside = tree.entries.map((entry) => entry.path).filter((one) => one.startsWith(`${path}/`))
  const files = tree.has(path) ? [path] : inside
  const known = new Set(files)
  return files.length === 0 ? null : { path, files, isFolder: !tree.has(path), has: (one) => known.has(one) }
}

const EXTENSION = /\.d\.[mc]?ts$|\.[mc]?[jt]sx?$|\.(?:json|s?css|sass|less|styl)$/

/** How a file may be named without its extension, from the longest name to the shortest. */
export function stemsOf(path: string): readonly string[] {
  const stem = path.replace(EXTENSION, '')
  const folder = posix.dirname(stem)
  const partial = posix.basename(stem).replace(/^_/, '')
  return [
    ...new Set([
      stem,
      posix.join(folder, partial),
      ...(partial === 'index' && folder !== '.' ? [folder] : []),
    ]),
  ]
}

/** The word by which a file is known: an index is known by its folder. */
export function knownName(path: string): string {
  return posix.basename(stemsOf(path).at(-1) ?? path)
}
