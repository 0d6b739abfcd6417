import { constants } from 'node:fs'
import { lstat, open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

/** In the agent's private HOME: where it leaves what it has found. */
export const ARTEFACT_FILE = 'artefact.json'
/** In the folder of the run: the same, masked, once it was found to be valid. */
export const STORED_ARTEFACT = 'artefact.json'
const MOST_BYTES = 1024 * 1024

export type ReadArtefact =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly why: string }

/** Reads what an agent has left, which may be anything: only a regular file is opened, and never one behind a link. */
export async function readArtefact(home: string): Promise<ReadArtefact> {
  if (!(await lstat(home)).isDirectory()) return refused('its HOME is no folder')
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const opened = await open(join(home, ARTEFACT_FILE), O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(reasonOf)
  if ('kind' in opened) return opened
  try {
    return await readRegular(opened)
  } finally {
    await opened.close()
  }
}

async function readRegular(file: FileHandle): Promise<ReadArtefact> {
  const found = await file.stat()
  if (!found.isFile()) return refused('it is no regular file')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES + 1), 0, MOST_BYTES + 1, 0)
  if (bytesRead > MOST_BYTES || found.size > MOST_BYTES) return refused('it is larger than 1 MB')
  try {
    return {
      kind: 'read',
      text: new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead)),
    }
  } catch {
    return refused('it is no UTF-8 text')
  }
}

function reasonOf(error: NodeJS.ErrnoException): ReadArtefact {
  if (error.code === 'ENOENT') return { kind: 'missing' }
  if (error.code === 'ELOOP') return refused('it is a symbolic link')
  return refused(`it cannot be read (${error.code ?? error.message})`)
}

function refused(why: string): ReadArtefact {
  return { kind: 'refused', why }
}
