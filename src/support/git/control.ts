import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../whole-file.ts'

/** An empty folder inside the control directory, to run git from. */
export function emptyFolder(controlDirectory: string): string {
  return join(controlDirectory, 'empty')
}

/** A second control directory, inside the first, that overrules all attributes which change the bytes of files. */
export function rawDirectory(controlDirectory: string): string {
  return join(controlDirectory, 'raw')
}

/**
 * Makes the bare directory through which Reveille reads and writes the user's objects. HEAD names a branch that never
 * exists. Written by hand, because that costs no process; the configuration comes last and makes it whole.
 */
export async function prepareControlDirectory(
  directory: string,
  objectFormat: () => Promise<string>,
): Promise<void> {
  const configFile = join(directory, 'config')
  const found = await readFile(configFile, 'utf8').catch(() => null)
  if (found !== null && [configuration('sha1'), configuration('sha256')].includes(found)) return
  const wanted = configuration(await objectFormat())
  await writeControl(rawDirectory(directory), wanted, '* -text -eol -ident -filter -working-tree-encoding\n')
  await writeControl(directory, wanted, '')
}

async function writeControl(directory: string, config: string, attributes: string): Promise<void> {
  const folders = ['objects', 'refs', 'info', emptyFolder('.')].map((name) => join(directory, name))
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })))
  await writeWhole(join(directory, 'info', 'attributes'), attributes)
  await writeWhole(join(directory, 'HEAD'), 'ref: refs/heads/none\n')
  await writeWhole(join(directory, 'config'), config)
}

function configuration(objectFormat: string): string {
  const isSha1 = objectFormat === 'sha1'
  return [
    '[core]',
    `\trepositoryFormatVersion = ${isSha1 ? 0 : 1}`,
    '\tbare = true',
    '\tfileMode = true',
    '\tsymlinks = true',
    '\tattributesFile = /dev/null',
    '\texcludesFile = /dev/null',
    '\tuntrackedCache = false',
    '[diff]',
    '\tignoreSubmodules = all',
    '[gc]',
    '\tauto = 0',
    ...(isSha1 ? [] : ['[extensions]', `\tobjectFormat = ${objectFormat}`]),
    '',
  ].join('\n')
}
