import type { Git } from '../support/git.ts'
import { ReveilleError } from '../domain/errors.ts'
import { runCommand } from '../support/process.ts'
import { writePrivateGit } from './private-git.ts'
import { takeTree } from './take.ts'
import {
  createWorkspaceFolders,
  indexFileOf,
  type Creation,
  type WorkspacePlaces,
} from './workspace-folders.ts'
import type { Workspace, Workspaces } from './workspace.ts'

const COPY_DEADLINE_MS = 10 * 60_000

/**
 * Workspaces whose files are all their own: a whole checkout and a copy of the environment. Works everywhere; costs time and
 * disk for every file. Never hard links, through which one workspace could change all others.
 */
export function createPlainWorkspaces(places: WorkspacePlaces & { readonly git: Git }): Workspaces {
  const { git, searchPath } = places
  const folders = createWorkspaceFolders(places)
  const enter = (_: unknown, argv: readonly string[]): readonly string[] => argv
  return {
    strategy: 'plain',
    find: (id) => folders.find(id),
    list: () => folders.list(),
    evict: (id) => folders.evict(id),
    remove: (id) => folders.remove(id),
    size: (id) => folders.size(id),
    enter,
    takeTree: (workspace) => takeTree({ git, searchPath }, workspace, (argv) => argv),
    async create(creation) {
      const tree = await git.treeOf(creation.commit)
      const workspace = await folders.begin(creation, () => ({ kind: 'plain' }))
      const worktree = { root: workspace.root, indexFile: indexFileOf(workspace), exclude: [] }
      await git.checkOut({ ...worktree, enter: (argv) => argv }, tree)
      await copyEnvironment(creation, workspace, searchPath)
      await writePrivateGit(workspace, places.commonDirectory)
      await folders.finish(workspace)
      return workspace
    },
  }
}

async function copyEnvironment(
  { environment }: Creation,
  workspace: Workspace,
  searchPath: string,
): Promise<void> {
  if (environment.layer === null) return
  const result = await runCommand({
    argv: ['cp', '-a', `${environment.layer}/.`, `${workspace.root}/`],
    variables: { PATH: searchPath, LC_ALL: 'C' },
    cwd: '/',
    timeoutMs: COPY_DEADLINE_MS,
    maxOutputBytes: 64 * 1024,
    diesWithUs: true,
  })
  if (result.exitCode === 0) return
  throw new ReveilleError('workspace-failed', 'the environment could not be copied into a workspace', {
    data: { stderr: result.stderr.toString() },
  })
}
