import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import { makeReadable } from '../support/folders-on-disk.ts'
import { splitNul } from '../support/git/runner.ts'
import { runCommand, type CommandResult } from '../support/process.ts'
import { writeWhole } from '../support/whole-file.ts'
import type { Workspace } from './workspace.ts'

interface Access {
  readonly searchPath: string
  enter(argv: readonly string[]): readonly string[]
}

const DEADLINE_MS = 10 * 60_000
const OUTPUT_BYTES = 16 * 1024 * 1024

/**
 * Removes pipes, sockets and devices, which no tree can hold and for which git would wait for ever, e.g. where it expects a
 * .gitignore. Returns all that were ever removed here, relative to the root, their bytes as Latin-1.
 */
export async function removeSpecialFiles(workspace: Workspace, access: Access): Promise<readonly string[]> {
  const recordFile = join(workspace.folder, 'special-files.json')
  const known = parsed(await readFile(recordFile, 'utf8').catch(() => '[]'))
  if (!(await mayHoldSpecialFiles(workspace))) return known
  const listed = await find(workspace, access, ['-print0'])
  // Whoever takes this workspace after a kill must refuse them too.
  const all = [...new Set([...known, ...splitNul(listed.stdout).map((path) => withinRoot(path, workspace))])]
  await writeWhole(recordFile, JSON.stringify(all))
  await find(workspace, access, ['-exec', 'rm', '-f', '--', '{}', '+'])
  return all
}

/** Looks at what was written in the workspace, without entering it. What cannot be looked at may be anything. */
async function mayHoldSpecialFiles({ mount, root, environmentFolders }: Workspace): Promise<boolean> {
  const top = mount.kind === 'overlay' ? mount.upper : root
  const skipped = new Set(['.git', ...environmentFolders].map((name) => bytesOf(join(top, name))))
  const folders = [bytesOf(top)]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const options = { withFileTypes: true, encoding: 'buffer' } as const
    const entries = await readdir(Buffer.from(folder, 'latin1'), options).catch(() => null)
    if (entries === null) return true
    for (const entry of entries) {
      const place = `${folder}/${entry.name.toString('latin1')}`
      if (entry.isFile() || entry.isSymbolicLink()) continue
      if (!entry.isDirectory()) {
        if (!(mount.kind === 'overlay' && (await isDeletion(place)))) return true
      } else if (!skipped.has(place)) folders.push(place)
    }
  }
  return false
}

/** An overlay marks what was deleted by a device 0/0. */
async function isDeletion(place: string): Promise<boolean> {
  const found = await lstat(Buffer.from(place, 'latin1'))
  return found.isCharacterDevice() && found.rdev === 0
}

/** Does something with the special files that are seen from inside, where deletions are no files. */
async function find(workspace: Workspace, access: Access, action: readonly string[]): Promise<CommandResult> {
  const skipped = ['.git', ...workspace.environmentFolders].flatMap((name) => [
    ...['-path', escaped(join(workspace.root, name)), '-type', 'd', '-prune', '-o'],
  ])
  const special = ['(', '-type', 'p', '-o', '-type', 's', '-o', '-type', 'b', '-o', '-type', 'c', ')']
  const attempt = (): Promise<CommandResult> =>
    runCommand({
      argv: access.enter(['find', workspace.root, '-xdev', ...skipped, ...special, ...action]),
      variables: { PATH: access.searchPath, LC_ALL: 'C' },
      cwd: '/',
      timeoutMs: DEADLINE_MS,
      maxOutputBytes: OUTPUT_BYTES,
    })
  const first = await attempt()
  if (first.exitCode === 0) return first
  await makeReadable(workspace.root, access.searchPath, (argv) => access.enter(argv))
  const last = await attempt()
  if (last.exitCode === 0) return last
  throw new ReveilleError('workspace-failed', `special files in ${workspace.root} cannot be removed`, {
    data: { stderr: last.stderr.toString() },
  })
}

/** A path as a pattern of find that means nothing but itself. */
function escaped(path: string): string {
  return path.replace(/[\\*?[\]]/g, '\\$&')
}

function withinRoot(path: string, { root }: Workspace): string {
  return path.slice(bytesOf(root).length + 1)
}

function bytesOf(path: string): string {
  return Buffer.from(path).toString('latin1')
}

/** Only Reveille writes the record, and whole. */
function parsed(text: string): readonly string[] {
  return JSON.parse(text) as readonly string[]
}
