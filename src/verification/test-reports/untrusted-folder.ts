import { constants } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

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
      const bytes = await readRegular(join(folder, name), left)
      if (bytes === null) return null
      left -= bytes.length
      files.push({ name, text: bytes.toString('utf8') })
    }
    return files
  } catch {
    return null
  }
}

/** Null for what is no regular file, or a longer one. */
async function readRegular(path: string, limit: number): Promise<Buffer | null> {
  // Opening a pipe would wait for whoever writes to it.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  await using file = await open(path, flags)
  const { size, nlink } = await file
    .stat()
    .then((found) => (found.isFile() ? found : { size: Infinity, nlink: 1 }))
  // A second name may be that of a file which the program itself could not read.
  if (size > limit || nlink > 1) return null
  const bytes = Buffer.alloc(size)
  const { bytesRead } = await file.read(bytes, 0, size, 0)
  return bytes.subarray(0, bytesRead)
}
