import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Git } from '../support/git.ts'
import type { Ids } from '../support/ids.ts'
import { runCommand } from '../support/process.ts'
import { removeFolder } from '../support/folders-on-disk.ts'
import { enterOverlay, linkLowers, overlayIn } from './overlay-mount.ts'
import { createOverlayWorkspaces } from './overlay.ts'
import { createPlainWorkspaces } from './plain.ts'
import type { WorkspacePlaces } from './workspace-folders.ts'
import type { Workspaces } from './workspace.ts'

export interface WorkspaceChoice extends WorkspacePlaces {
  readonly git: Git
  readonly ids: Ids
  readonly platform: NodeJS.Platform
  readonly isRoot: boolean
}

/** Overlays where one can really be mounted, plain checkouts elsewhere. */
export async function chooseWorkspaces(choice: WorkspaceChoice): Promise<Workspaces> {
  const probe = await probeOverlay(choice)
  return probe.works ? createOverlayWorkspaces(choice) : createPlainWorkspaces(choice)
}

export interface OverlayProbe {
  readonly works: boolean
  /** One sentence for people. */
  readonly detail: string
}

const DEADLINE_MS = 10_000
/** A probe that is older has no process any more. */
const STALE_MS = 6 * DEADLINE_MS

/** Changes and deletes files through an overlay, in the cache, where workspaces will be. */
export async function probeOverlay(
  choice: Pick<WorkspaceChoice, 'cacheDirectory' | 'ids' | 'isRoot' | 'platform' | 'searchPath'>,
): Promise<OverlayProbe> {
  if (choice.platform !== 'linux')
    return { works: false, detail: `There are no overlays on ${choice.platform}.` }
  const folder = join(choice.cacheDirectory, `probe-${choice.ids.next()}`)
  const lower = join(folder, 'below')
  const mount = overlayIn(folder, [lower])
  const folders = [join(lower, 'folder'), join(folder, 'root'), mount.upper, mount.work]
  try {
    await Promise.all(folders.map((path) => mkdir(path, { recursive: true })))
    await removeStale(folder, choice)
    await linkLowers(folder, mount.lowers)
    const action = 'cd "$1" && rmdir folder && mkdir folder && echo x > folder/file && ! [ -e "$2" ]'
    const command = ['/bin/sh', '-c', action, 'probe', join(folder, 'root'), join(lower, 'folder', 'file')]
    const result = await runCommand({
      argv: enterOverlay({ folder, mount }, command, choice.isRoot),
      variables: { PATH: choice.searchPath, LC_ALL: 'C' },
      cwd: '/',
      timeoutMs: DEADLINE_MS,
      maxOutputBytes: 4096,
    })
    if (result.exitCode === 0)
      return { works: true, detail: 'Workspaces are overlays: they cost what changes in them.' }
    const reason = result.unstartable ?? result.stderr.toString().trim().split('\n')[0] ?? ''
    return {
      works: false,
      detail: `Workspaces are plain checkouts, because no overlay can be mounted: ${reason}`,
    }
  } finally {
    // What the kernel leaves in the work folder may not be read by its owner.
    await rm(folder, { recursive: true, force: true }).catch(() => removeFolder(folder, choice.searchPath))
  }
}

/** By the file system's own clock, which dated this probe too. */
async function removeStale(
  probe: string,
  { cacheDirectory, searchPath }: Pick<WorkspaceChoice, 'cacheDirectory' | 'searchPath'>,
): Promise<void> {
  const { mtimeMs: now } = await stat(probe)
  const names = (await readdir(cacheDirectory)).filter((name) => name.startsWith('probe-'))
  for (const path of names.map((name) => join(cacheDirectory, name))) {
    const found = await stat(path).catch(() => null)
    if (found !== null && now - found.mtimeMs > STALE_MS) await removeFolder(path, searchPath)
  }
}
