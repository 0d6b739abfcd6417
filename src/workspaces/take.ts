import { copyFile, lstat, readdir, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { isReveilleError } from '../domain/errors.ts'
import type { Git, Worktree, WrittenTree } from '../support/git.ts'
import { makeReadable } from './folders-on-disk.ts'
import { indexFileOf } from './workspace-folders.ts'
import type { TakenTree, Workspace } from './workspace.ts'

/**
 * Takes the tree of a workspace with a copy of the index made at its creation: whatever earlier takes or a killed git left
 * behind has no say.
 */
export async function takeTree(
  { git, searchPath }: { readonly git: Git; readonly searchPath: string },
  workspace: Workspace,
  enter: Worktree['enter'],
): Promise<TakenTree> {
  const worktree: Worktree = {
    root: workspace.root,
    indexFile: join(workspace.folder, 'taken-index'),
    exclude: workspace.environmentFolders,
    enter: (argv) => enter(argv),
  }
  const start = (): Promise<void> => freshIndex(workspace, worktree.indexFile)
  await start()
  const written = await git.writeTree(worktree).catch(async (error: unknown): Promise<WrittenTree> => {
    if (!isUnreadable(error)) throw error
    await makeReadable(workspace.root, searchPath, enter)
    await start()
    return git.writeTree(worktree)
  })
  const special = await specialFiles(workspace)
  const ignored = new Set(await git.ignoredPaths(worktree, special))
  const refused = [...written.refused, ...special.filter((path) => !ignored.has(path))]
  return { tree: written.tree, refused: [...new Set(refused)].toSorted() }
}

async function freshIndex(workspace: Workspace, indexFile: string): Promise<void> {
  await rm(`${indexFile}.lock`, { force: true })
  await copyFile(indexFileOf(workspace), indexFile)
}

/** What ran here may have taken away the right to read, from us too when we are not root. */
function isUnreadable(error: unknown): boolean {
  return isReveilleError(error, 'git-failed') && String(error.data?.['stderr']).includes('Permission denied')
}

/** Pipes, sockets and devices, which no tree can hold. Only what was written in the workspace is looked at. */
async function specialFiles(workspace: Workspace): Promise<readonly string[]> {
  const top = workspace.mount.kind === 'overlay' ? workspace.mount.upper : workspace.root
  const skipped = new Set(['.git', ...workspace.environmentFolders].map((name) => join(top, name)))
  const found: string[] = []
  const folders = [top]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const place = join(folder, entry.name)
      if (entry.isFile() || entry.isSymbolicLink() || skipped.has(place)) continue
      if (entry.isDirectory()) folders.push(place)
      else if (!(await isDeletion(place))) found.push(relative(top, place))
    }
  }
  return found.toSorted()
}

/** An overlay marks what was deleted by a device 0/0. */
async function isDeletion(place: string): Promise<boolean> {
  const { rdev } = await lstat(place)
  return rdev === 0 && (await lstat(place)).isCharacterDevice()
}
