import { readdir, lstat } from 'node:fs/promises'
import path from 'node:path'
import type { Workspace } from './workspace.ts'

/**
 * Newest modification in a workspace, UTC ms; 0 when nothing was touched. Looks only where work is written: the upper layer
 * of an overlay, else the files without the environment. Stops at the first entry newer than `enough`.
 */
export async function lastActivity(workspace: Workspace, enough: number): Promise<number> {
  const top = workspace.mount.kind === 'overlay' ? workspace.mount.upper : workspace.root
  const skip = new Set(workspace.environmentFolders.map((folder) => path.join(top, folder)))
  let newest = 0
  const folders = [top]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const place = path.join(folder, entry.name)
      if (skip.has(place)) continue
      const changed = (await lstat(place).catch(() => null))?.mtimeMs ?? 0
      newest = Math.max(newest, changed)
      if (newest > enough) return newest
      if (entry.isDirectory()) folders.push(place)
    }
  }
  return newest
}
