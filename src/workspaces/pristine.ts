import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Git } from '../support/git.ts'
import { removeFolder, syncToDisk } from '../support/folders-on-disk.ts'

/** The files of a tree and the index that git made with them. Nothing ever changes them: they are mounted. */
export interface Pristine {
  readonly tree: string
  readonly files: string
  readonly indexFile: string
}

export interface PristineTrees {
  /** A pristine of the tree, or of one so like it that the difference is better written into the workspace. */
  near(tree: string): Promise<Pristine>
}

export interface PristineOptions {
  readonly git: Git
  readonly cacheDirectory: string
  readonly searchPath: string
  /** Wraps the check-out, so that owners look as they will in a workspace. */
  asInside(argv: readonly string[]): readonly string[]
  /** Folders that workspaces have as layers now; null when that cannot be told. */
  layersInUse(): Promise<ReadonlySet<string> | null>
}

/** More paths than this are cheaper checked out once than written into every workspace. */
const FEW_PATHS = 500
/** The last used ones are compared, and kept. */
const COMPARED = 3
const KEPT = 4
const IDLE_MS = 60 * 60_000

export function createPristineTrees(options: PristineOptions): PristineTrees {
  const all = join(options.cacheDirectory, 'trees')
  const making = new Map<string, Promise<Pristine>>()
  // By tree: the tree of the pristine that was near enough. The difference of two trees never changes.
  const near = new Map<string, string>()
  let drafts = 0

  const make = async (tree: string): Promise<Pristine> => {
    const draft = join(all, `.new-${process.pid}-${(drafts += 1)}`)
    await mkdir(join(draft, 'files'), { recursive: true })
    await checkOut(options, draft, tree)
    // A power cut must not leave a tree that is whole by its name and has empty files.
    await syncToDisk(draft, options.searchPath)
    const made = pristineAt(join(all, tree))
    const isMine = await rename(draft, dirname(made.files)).then(
      () => true,
      () => false,
    )
    if (!isMine) await removeFolder(draft, options.searchPath)
    await touch(made)
    await forgetIdle(all, options)
    return made
  }

  return {
    async near(tree) {
      const known = await byLastUse(all)
      const lastTime = known.find((pristine) => pristine.tree === near.get(tree))
      const found = lastTime ?? (await nearest(options.git, known, tree))
      if (found !== null) {
        near.set(tree, found.tree)
        await touch(found)
        return found
      }
      const made = making.get(tree) ?? make(tree).finally(() => making.delete(tree))
      making.set(tree, made)
      return made
    },
  }
}

async function nearest(git: Git, known: readonly Pristine[], tree: string): Promise<Pristine | null> {
  const same = known.find((pristine) => pristine.tree === tree)
  if (same !== undefined) return same
  for (const pristine of known.slice(0, COMPARED)) {
    // The objects of an old tree may be gone by now.
    const changes = await git.changes(pristine.tree, tree).catch(() => null)
    if (changes !== null && changes.length <= FEW_PATHS) return pristine
  }
  return null
}

function pristineAt(folder: string): Pristine {
  return { tree: basename(folder), files: join(folder, 'files'), indexFile: join(folder, 'index') }
}

function checkOut(options: PristineOptions, draft: string, tree: string): Promise<void> {
  const { files, indexFile } = pristineAt(draft)
  return options.git.checkOut(
    { root: files, indexFile, exclude: [], enter: (argv) => options.asInside(argv) },
    tree,
  )
}

/** The file system's own clock tells when a tree was last used. */
function touch(pristine: Pristine): Promise<void> {
  return writeFile(usedFile(dirname(pristine.files)), '')
}

function usedFile(folder: string): string {
  return join(folder, 'used')
}

async function byLastUse(all: string): Promise<readonly Pristine[]> {
  const names = (await readdir(all).catch(() => [])).filter((name) => !name.startsWith('.'))
  const dated = await Promise.all(names.map(async (name) => ({ name, at: await lastUse(join(all, name)) })))
  return dated.toSorted((one, other) => other.at - one.at).map(({ name }) => pristineAt(join(all, name)))
}

async function lastUse(folder: string): Promise<number> {
  for (const path of [usedFile(folder), folder]) {
    const found = await stat(path).catch(() => null)
    if (found !== null) return found.mtimeMs
  }
  return 0
}

/** Removes trees, and drafts of the dead, that nothing has used for an hour; never one that a workspace has mounted. */
async function forgetIdle(all: string, options: PristineOptions): Promise<void> {
  const known = await byLastUse(all)
  const inUse = await options.layersInUse()
  const [newest] = known
  if (inUse === null || newest === undefined) return
  const now = await lastUse(dirname(newest.files))
  const drafts = (await readdir(all)).filter((name) => name.startsWith('.')).map((name) => join(all, name))
  const candidates = [...known.slice(KEPT).map(({ files }) => dirname(files)), ...drafts]
  for (const folder of candidates) {
    if (inUse.has(pristineAt(folder).files) || now - (await lastUse(folder)) < IDLE_MS) continue
    await removeFolder(folder, options.searchPath)
  }
}
