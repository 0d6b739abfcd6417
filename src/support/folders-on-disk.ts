import { access, mkdir, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import { runCommand, type CommandResult } from './process.ts'

const DEADLINE_MS = 10 * 60_000
const REMOVED = '.removed-'

/**
 * Takes a folder away under its name at once and then deletes it. Killed in between, the rest stands under a name that
 * `withoutRemoved` tells, and the next call finishes it. Nothing happens when the folder is gone.
 */
export async function removeFolder(path: string, searchPath: string): Promise<void> {
  const aside = asideOf(path)
  if (await exists(aside)) await deleteFolder(aside, searchPath)
  await mkdir(dirname(path), { recursive: true })
  const isThere = await rename(path, aside).then(
    () => true,
    (error: unknown) => (isMissing(error) ? false : Promise.reject(failed(path, error))),
  )
  if (isThere) await deleteFolder(aside, searchPath)
}

/** Names in a folder, those of half-removed folders as they were before. Sorted, each once; other hidden ones if wanted. */
export async function namesIn(folder: string, { hidden = false } = {}): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const plain = names.map((name) => (name.startsWith(REMOVED) ? name.slice(REMOVED.length) : name))
  return [...new Set(plain.filter((name) => hidden || !name.startsWith('.')))].toSorted()
}

/** Bytes on disk of a folder, or of what is left of it. */
export async function bytesOf(path: string, searchPath: string): Promise<number> {
  const sizes = await Promise.all([path, asideOf(path)].map((place) => diskUse(place, searchPath)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Gives their owner access to all files of a folder; what runs first may be wrapped to see them. */
export async function makeReadable(
  path: string,
  searchPath: string,
  enter: (argv: readonly string[]) => readonly string[] = (argv) => argv,
): Promise<void> {
  const folders = ['-type', 'd', '!', '-perm', '-700', '-exec', 'chmod', 'u+rwx', '{}', ';']
  const files = ['-type', 'f', '!', '-perm', '-400', '-exec', 'chmod', 'u+r', '{}', '+']
  // Folders one by one, before find looks into them. It follows no link.
  await run(enter(['find', path, ...folders]), searchPath)
  await run(enter(['find', path, ...files]), searchPath)
}

/** Waits until everything below a folder is on disk. */
export async function syncToDisk(folder: string, searchPath: string): Promise<void> {
  const result = await run(['sync', '-f', folder], searchPath)
  if (result.exitCode === 0) return
  throw new ReveilleError('workspace-failed', `${folder} could not be synced to disk`)
}

async function diskUse(path: string, searchPath: string): Promise<number> {
  if (!(await exists(path))) return 0
  const { stdout } = await run(['du', '-sk', path], searchPath)
  return Number.parseInt(stdout.toString(), 10) * 1024 || 0
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function deleteFolder(path: string, searchPath: string): Promise<void> {
  const isGone = async (): Promise<boolean> =>
    (await run(['rm', '-rf', '--', path], searchPath)).exitCode === 0
  if (await isGone()) return
  await makeReadable(path, searchPath)
  const last = await run(['rm', '-rf', '--', path], searchPath)
  if (last.exitCode !== 0) throw failed(path, last.stderr.toString().trim())
}

function run(argv: readonly string[], searchPath: string): Promise<CommandResult> {
  return runCommand({
    argv,
    variables: { PATH: searchPath, LC_ALL: 'C' },
    cwd: '/',
    timeoutMs: DEADLINE_MS,
    maxOutputBytes: 64 * 1024,
  })
}

function asideOf(path: string): string {
  return join(dirname(path), REMOVED + path.slice(dirname(path).length + 1))
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function failed(path: string, cause: unknown): ReveilleError {
  return new ReveilleError('workspace-failed', `${path} cannot be removed: ${String(cause)}`, { cause })
}
