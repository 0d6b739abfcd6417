import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mount, Workspace } from './workspace.ts'

type Overlay = Extract<Mount, { kind: 'overlay' }>

export function overlayIn(folder: string, lowers: readonly string[]): Overlay {
  return { kind: 'overlay', lowers, upper: join(folder, 'upper'), work: join(folder, 'work') }
}

/**
 * Layers are mounted by short links beside the mount point: a mount option cannot hold every path (colon, comma, backslash)
 * and not many long ones.
 */
export async function linkLowers(folder: string, lowers: readonly string[]): Promise<void> {
  await Promise.all(lowers.map((path, at) => symlink(path, join(folder, lowerName(at)))))
}

// The mount is seen by what is started here alone and ends with it, whatever kills it.
const ENTER = `
cd -- "$1" && mount -t overlay reveille -o "$2" root && cd / || exit 126
shift 2
exec "$@"
`

/** The argument list that mounts the overlay in a mount namespace of its own and runs a command there. */
export function enterOverlay(
  workspace: Pick<Workspace, 'folder'> & { readonly mount: Overlay },
  argv: readonly string[],
  isRoot: boolean,
): readonly string[] {
  const lowers = workspace.mount.lowers.map((_, at) => lowerName(at)).join(':')
  const layers = `lowerdir=${lowers},upperdir=upper,workdir=work`
  // Without redirects a folder of a lower layer cannot be renamed; a user who is not root may not have them.
  const options = isRoot ? `redirect_dir=on,${layers}` : `userxattr,${layers}`
  return [...newNamespace(isRoot), '--', '/bin/sh', '-c', ENTER, 'enter', workspace.folder, options, ...argv]
}

/** Runs a command as it will be seen inside: who is not root is root in a user namespace of his own. */
export function asInside(argv: readonly string[], isRoot: boolean): readonly string[] {
  return isRoot ? argv : ['unshare', '--user', '--map-root-user', '--', ...argv]
}

function newNamespace(isRoot: boolean): string[] {
  const user = isRoot ? [] : ['--user', '--map-root-user']
  return ['unshare', ...user, '--mount', '--propagation', 'private']
}

function lowerName(at: number): string {
  return `lower${at}`
}
