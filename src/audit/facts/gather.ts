import { createHash } from 'node:crypto'
import type { Tree } from '../fixers/fixer.ts'
import type { Adapter, FileFacts } from './adapter.ts'
import { extractFacts } from './extract.ts'
import { createFactBase, type FactBase, type UnreadFile } from './fact-base.ts'

/** What a text gave, kept by its hash so that a file is read again only when it has changed. */
export interface KnownFile extends FileFacts {
  readonly sha256: string
}

export interface KnownFacts {
  /** Adapters and versions that found them. */
  readonly adapters: string
  readonly files: Readonly<Record<string, KnownFile>>
}

export interface Gathering {
  readonly base: FactBase
  /** Files that were read anew, and files whose facts were known. */
  readonly read: number
  readonly known: number
  /** For the next time. */
  readonly toKeep: KnownFacts
}

/** Everything that the adapters find in a tree, taking what is known of unchanged files. */
export function gatherFacts(
  tree: Tree,
  { adapters, known }: { readonly adapters: readonly Adapter[]; readonly known: KnownFacts | null },
): Gathering {
  const signature = signatureOf(adapters)
  const before = known?.adapters === signature ? known.files : {}
  const files: Record<string, KnownFile> = {}
  const unread: UnreadFile[] = []
  let read = 0
  for (const { path, kind } of tree.entries) {
    if (kind === 'link' || !adapters.some((adapter) => adapter.reads(path))) continue
    const text = tree.text(path)
    if (text === null) {
      unread.push({ file: path, reason: reasonOf(tree, path) })
      continue
    }
    const sha256 = createHash('sha256').update(text).digest('hex')
    const unchanged = Object.hasOwn(before, path) && before[path]?.sha256 === sha256 ? before[path] : null
    const found = unchanged ?? { sha256, ...extractFacts(adapters, path, text) }
    if (unchanged === null) read += 1
    if (!found.isParsed) unread.push({ file: path, reason: 'cannot be parsed' })
    files[path] = found
  }
  const all = Object.values(files)
  const base = createFactBase({
    facts: all.flatMap(({ facts }) => facts),
    unresolved: all.flatMap(({ unresolved }) => unresolved),
    paths: new Set(tree.entries.map(({ path }) => path)),
    unread,
  })
  return { base, read, known: all.length - read, toKeep: { adapters: signature, files } }
}

function signatureOf(adapters: readonly Adapter[]): string {
  return adapters.map(({ id, version }) => `${id}@${version}`).join(' ')
}

function reasonOf(tree: Tree, path: string): string {
  const bytes = tree.bytes(path)
  if (bytes === null) return 'is too large, or gone'
  return bytes.includes('\0') ? 'is binary' : 'is not UTF-8'
}
