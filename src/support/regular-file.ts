/** Files that an untrusted program has left, which may be anything. */
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'

export type RegularFile =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'missing' }
  /** `why` goes on from "it": a part of a sentence. */
  | { readonly kind: 'refused'; readonly why: string }

/** Reads a regular file of at most so many bytes: never one behind a link at its place, a pipe or a device. */
export async function readRegularFile(path: string, mostBytes: number): Promise<RegularFile> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  // Opening a pipe would wait for whoever writes to it.
  const opened = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(reasonOf)
  if ('kind' in opened) return opened
  try {
    return await readOpened(opened, mostBytes)
  } finally {
    await opened.close()
  }
}

async function readOpened(file: FileHandle, mostBytes: number): Promise<RegularFile> {
  const found = await file.stat()
  if (!found.isFile()) return refused('is no regular file')
  // A second name may be that of a file which the program itself could not read.
  if (found.nlink > 1) return refused('has a second name')
  const tooLarge = refused(`is larger than ${sizeText(mostBytes)}`)
  if (found.size > mostBytes) return tooLarge
  // One byte more than there was: it may be growing.
  const bytes = Buffer.alloc(found.size + 1)
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
  return bytesRead > mostBytes ? tooLarge : { kind: 'read', bytes: bytes.subarray(0, bytesRead) }
}

const MEGABYTE = 1024 * 1024

function sizeText(bytes: number): string {
  return bytes < MEGABYTE ? `${bytes} bytes` : `${Math.floor(bytes / MEGABYTE)} MB`
}

function reasonOf(error: NodeJS.ErrnoException): RegularFile {
  if (error.code === 'ENOENT') return { kind: 'missing' }
  if (error.code === 'ELOOP') return refused('is a symbolic link')
  return refused(`cannot be read (${error.code ?? error.message})`)
}

function refused(why: string): RegularFile {
  return { kind: 'refused', why }
}
