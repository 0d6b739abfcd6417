/** What git's index lists, read without git: nothing that stands in a workspace can make it run anything. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface TrackedEntry {
  /** As git holds it: names need not be UTF-8. */
  readonly path: Buffer
  readonly kind: 'file' | 'link' | 'submodule'
}

const HEADER_BYTES = 12
const MODE_AT = 24
const ID_AT = 40
const EXTENDED = 0x4000
const KINDS: Readonly<Record<number, TrackedEntry['kind']>> = { 8: 'file', 10: 'link', 14: 'submodule' }

/** What is tracked in the checkout at `root`; nothing where it has no index. */
export function readTrackedFiles(root: string): readonly TrackedEntry[] {
  const folder = gitDirectoryOf(root)
  const index = join(folder, 'index')
  if (!existsSync(index)) return []
  const config = readFileSync(join(folder, 'config'), 'utf8')
  const idBytes = /objectformat\s*=\s*sha256/i.test(config) ? 32 : 20
  return parseIndex(readFileSync(index), idBytes)
}

/** Entries in the order of the index, those of a conflict once. Throws for what is no whole index of version 2, 3 or 4. */
export function parseIndex(bytes: Buffer, idBytes: 20 | 32): readonly TrackedEntry[] {
  const version = bytes.length < HEADER_BYTES ? 0 : bytes.readUInt32BE(4)
  if (bytes.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4)
    throw new TypeError('this is no index of git that can be read')
  const entries = new Map<string, TrackedEntry>()
  let at = HEADER_BYTES
  let last = Buffer.alloc(0)
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const flagsAt = at + ID_AT + idBytes
    const nameAt = flagsAt + (bytes.readUInt16BE(flagsAt) & EXTENDED && version > 2 ? 4 : 2)
    const name = version === 4 ? compressedName(bytes, nameAt, last) : plainName(bytes, at, nameAt)
    const kind = KINDS[bytes.readUInt32BE(at + MODE_AT) >>> 12]
    if (kind !== undefined) entries.set(name.path.toString('latin1'), { path: name.path, kind })
    last = name.path
    at = name.next
  }
  requireWhole(bytes, at, idBytes)
  return [...entries.values()]
}

/** Extensions by which an index leaves entries to another file, or to folders that are not checked out. */
const PARTIAL = new Set(['link', 'sdir'])

function requireWhole(bytes: Buffer, first: number, idBytes: number): void {
  for (let at = first; at + 8 <= bytes.length - idBytes; at += 8 + bytes.readUInt32BE(at + 4))
    if (PARTIAL.has(bytes.toString('latin1', at, at + 4)))
      throw new TypeError('this index of git is split or sparse: it does not list every file')
}

interface Name {
  readonly path: Buffer<ArrayBuffer>
  /** Where the next entry begins. */
  readonly next: number
}

/** Filled up with NULs so that the entry is a multiple of eight bytes. */
function plainName(bytes: Buffer, entryAt: number, nameAt: number): Name {
  const end = bytes.indexOf(0, nameAt)
  const length = end - entryAt
  return { path: Buffer.from(bytes.subarray(nameAt, end)), next: entryAt + length + 8 - (length % 8) }
}

/** How many bytes of the last name to leave off, then what to put behind the rest. */
function compressedName(bytes: Buffer, nameAt: number, last: Buffer): Name {
  let at = nameAt
  let byte = bytes.readUInt8(at++)
  let dropped = byte & 127
  while (byte & 128) {
    byte = bytes.readUInt8(at++)
    dropped = ((dropped + 1) << 7) + (byte & 127)
  }
  const end = bytes.indexOf(0, at)
  const path = Buffer.concat([last.subarray(0, last.length - dropped), bytes.subarray(at, end)])
  return { path, next: end + 1 }
}

function gitDirectoryOf(root: string): string {
  const place = join(root, '.git')
  if (!existsSync(place) || statSync(place).isDirectory()) return place
  const [, named = ''] = /^gitdir: (.*)$/m.exec(readFileSync(place, 'utf8')) ?? []
  return resolve(root, named)
}
