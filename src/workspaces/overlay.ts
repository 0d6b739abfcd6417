import { mkdir } from 'node:fs/promises'
import { ReveilleError } from '../domain/errors.ts'
import type { Git } from '../support/git.ts'
import { asInside, enterOverlay, linkLowers, overlayIn } from './overlay-mount.ts'
import { createPristineTrees } from './pristine.ts'
import { writePrivateGit } from './private-git.ts'
import { takeTree } from './take.ts'
import {
  copyIndex,
  createWorkspaceFolders,
  indexFileOf,
  type WorkspaceFolders,
  type WorkspacePlaces,
} from './workspace-folders.ts'
import type { Workspace, Workspaces } from './workspace.ts'

export interface OverlayOptions extends WorkspacePlaces {
  readonly git: Git
  /** Root mounts as he is; anybody else in a user namespace. */
  readonly isRoot: boolean
}

/**
 * Workspaces that are thin layers over one pristine tree and the environment: what a run costs is what it changes. Linux
 * only, and only where an overlay may be mounted.
 */
export function createOverlayWorkspaces(options: OverlayOptions): Workspaces {
  const { git, searchPath, isRoot } = options
  const folders = createWorkspaceFolders(options)
  const pristines = createPristineTrees({
    ...options,
    asInside: (argv) => asInside(argv, isRoot),
    layersInUse: () => layersInUse(folders),
  })
  const enter = ({ folder, mount }: Workspace, argv: readonly string[]): readonly string[] => {
    if (mount.kind === 'plain') return argv
    return enterOverlay({ folder, mount }, argv, isRoot)
  }
  return {
    strategy: 'overlay',
    find: (id) => folders.find(id),
    list: () => folders.list(),
    evict: (id) => folders.evict(id),
    remove: (id) => folders.remove(id),
    size: (id) => folders.size(id),
    enter,
    takeTree: (workspace) => takeTree({ git, searchPath }, workspace, (argv) => enter(workspace, argv)),
    async create(creation) {
      const tree = await git.treeOf(creation.commit)
      const pristine = await pristines.near(tree)
      const { layer } = creation.environment
      const lowers = [...(layer === null ? [] : [layer]), pristine.files]
      const workspace = await folders.begin(creation, (folder) => overlayIn(folder, lowers))
      await prepareLayers(workspace)
      await copyIndex(pristine.indexFile, indexFileOf(workspace))
      if (pristine.tree !== tree) await git.checkOut(worktreeOf(workspace, enter), tree)
      await writePrivateGit(workspace, options.commonDirectory)
      await folders.finish(workspace)
      return workspace
    },
  }
}

async function prepareLayers({ folder, mount }: Workspace): Promise<void> {
  if (mount.kind !== 'overlay') throw new ReveilleError('internal', 'an overlay was expected')
  await Promise.all([mkdir(mount.upper), mkdir(mount.work), linkLowers(folder, mount.lowers)])
}

function worktreeOf(workspace: Workspace, enter: Workspaces['enter']): Parameters<Git['checkOut']>[0] {
  return {
    root: workspace.root,
    indexFile: indexFileOf(workspace),
    exclude: [],
    enter: (argv) => enter(workspace, argv),
  }
}

/** Null while a workspace is half made: what it is about to mount is not written down yet. */
async function layersInUse(folders: WorkspaceFolders): Promise<ReadonlySet<string> | null> {
  const found = await Promise.all((await folders.list()).map((id) => folders.find(id)))
  if (found.includes(null)) return null
  return new Set(found.flatMap((one) => (one?.mount.kind === 'overlay' ? one.mount.lowers : [])))
}
