import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isReveilleError } from '../domain/errors.ts'
import type { Git, Worktree, WrittenTree } from '../support/git.ts'
import { makeReadable } from '../support/folders-on-disk.ts'
import { nameOf } from '../support/git/runner.ts'
import { removeSpecialFiles } from './special-files.ts'
import { copyIndex, indexFileOf } from './workspace-folders.ts'
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
  const special = await removeSpecialFiles(workspace, { searchPath, enter })
  await start()
  const written = await git.writeTree(worktree).catch(async (error: unknown): Promise<WrittenTree> => {
    if (!isUnreadable(error)) throw error
    await makeReadable(workspace.root, searchPath, enter)
    await start()
    return git.writeTree(worktree)
  })
  const ignored = new Set(await git.ignoredPaths(worktree, special))
  const refused = [...written.refused, ...special.filter((path) => !ignored.has(path)).map(nameOf)]
  return { tree: written.tree, refused: [...new Set(refused)].toSorted() }
}

async function freshIndex(workspace: Workspace, indexFile: string): Promise<void> {
  await rm(`${indexFile}.lock`, { force: true })
  await copyIndex(indexFileOf(workspace), indexFile)
}

/** What ran here may have taken away the right to read, from us too when we are not root. */
function isUnreadable(error: unknown): boolean {
  return isReveilleError(error, 'git-failed') && String(error.data?.['stderr']).includes('Permission denied')
}
