import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readRegularFile } from '../../support/regular-file.ts'

const MOST_FILES = 2_000
const MOST_BYTES = 64 * 1024 * 1024

export interface FoundFile {
  readonly name: string
  readonly text: string
}

/**
 * Files of a folder that an untrusted program wrote to, by name: regular ones only, never through a link. Null where there is no
 * such folder, or one of the files is none, cannot be read, or there is more of them than anybody would need.
 */
export async function readUntrusted(
  folder: string,
  isWanted: (name: string) => boolean,
): Promise<readonly FoundFile[] | null> {
  try {
    if (!(await lstat(folder)).isDirectory()) return null
    const names = (await readdir(folder)).filter(isWanted).toSorted()
    if (names.length > MOST_FILES) return null
    const files: FoundFile[] = []
    let left = MOST_BYTES
    for (const name of names) {
      const found = await readRegularFile(join(folder, name), left)
      if (found.kind !== 'read') return null
      left -= found.bytes.length
      files.push({ name, text: found.bytes.toString('utf8') })
    }
    return files
  } catch {
    return null
  }
}
