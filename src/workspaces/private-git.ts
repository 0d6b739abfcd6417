import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OBJECTS_INSIDE } from './jail.ts'
import { copyIndex, indexFileOf } from './workspace-folders.ts'
import type { Workspace } from './workspace.ts'

/**
 * Writes the git directory that the agent sees, as `git clone --shared --no-checkout` makes one but for refs: detached at
 * the commit, borrowing the user's objects from where the jail binds them. Commits made there touch nothing shared. By hand,
 * because that costs no process.
 */
export async function writePrivateGit(workspace: Workspace, commonDirectory: string): Promise<void> {
  const at = (...names: string[]): string => join(workspace.gitDirectory, ...names)
  const folders = [['objects', 'info'], ['objects', 'pack'], ['refs', 'heads'], ['refs', 'tags'], ['info']]
  await Promise.all(folders.map((names) => mkdir(at(...names), { recursive: true })))
  await Promise.all([
    writeFile(at('HEAD'), `${workspace.commit}\n`),
    writeFile(at('config'), configuration(workspace.commit)),
    writeFile(at('objects', 'info', 'alternates'), `${OBJECTS_INSIDE}\n`),
    writeFile(
      at('info', 'exclude'),
      workspace.environmentFolders.map((path) => `/${escaped(path)}\n`).join(''),
    ),
    copyIndex(indexFileOf(workspace), at('index')),
    copyFile(join(commonDirectory, 'shallow'), at('shallow')).catch(() => undefined),
  ])
}

function configuration(commit: string): string {
  const isSha256 = commit.length === 64
  return [
    '[core]',
    `\trepositoryFormatVersion = ${isSha256 ? 1 : 0}`,
    '\tfileMode = true',
    '\tbare = false',
    '\tlogAllRefUpdates = true',
    // Owner and inode look different from inside: without this the first status would read every file.
    '\tcheckStat = minimal',
    '\ttrustCtime = false',
    '[gc]',
    '\tauto = 0',
    '[user]',
    '\tname = Agent',
    '\temail = agent@localhost',
    ...(isSha256 ? ['[extensions]', '\tobjectFormat = sha256'] : []),
    '',
  ].join('\n')
}

/** A path as an ignore pattern that means nothing but itself. */
function escaped(path: string): string {
  return path.replace(/[\\*?[\] ]/g, '\\$&')
}
