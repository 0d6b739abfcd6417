import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

let written = 0

/**
 * Replaces a file by new content, synced to disk before it takes the place of the old: whoever reads it, after a power cut
 * too, sees all of the old or all of the new.
 */
export async function writeWhole(file: string, content: string): Promise<void> {
  const temporary = `${file}.${process.pid}-${(written += 1)}.new`
  const handle = await open(temporary, 'w')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
  await syncFolder(dirname(file))
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
