import { isUtf8 } from 'node:buffer'
import { existsSync, lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, posix, relative, resolve } from 'node:path'
import { readTrackedFiles } from '../../support/git/tracked-files.ts'
import type { Tree, TreeEntry } from './fixer.ts'

/** Nobody writes a larger file by hand, and what names others in it is not for people. */
const MOST_BYTES = 64 * 1024 * 1024

/** The tracked files of the checkout at `root`, read when they are asked for. Nothing is reached through a link. */
export function readTree(root: string): Tree {
  const places = new Map<string, Buffer>()
  const entries: TreeEntry[] = []
  for (const { path: raw, kind } of readTrackedFiles(root)) {
    const path = raw.toString('utf8')
    const place = Buffer.concat([Buffer.from(`${root}/`), raw])
    if (kind === 'submodule' || kindAt(place) !== kind) continue
    places.set(path, place)
    entries.push({ path, kind })
  }
  const kept = keeper((path) => bytesAt(places.get(path), root))
  return {
    root,
    entries: entries.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    has: (path) => places.has(path),
    bytes: kept,
    text: (path) => textOf(kept(path)),
    linkTarget: (path) => targetAt(path, places.get(path), root),
  }
}

function keeper(read: (path: string) => string | null): (path: string) => string | null {
  const known = new Map<string, string | null>()
  return (path) => {
    const before = known.get(path)
    if (before !== undefined) return before
    const bytes = read(path)
    known.set(path, bytes)
    return bytes
  }
}

function kindAt(place: Buffer): TreeEntry['kind'] | null {
  const found = lstatSync(place, { throwIfNoEntry: false })
  if (found?.isFile()) return 'file'
  return found?.isSymbolicLink() ? 'link' : null
}

function bytesAt(place: Buffer | undefined, root: string): string | null {
  if (place === undefined || kindAt(place) !== 'file' || lstatSync(place).size > MOST_BYTES) return null
  const real = realpathSync(place, { encoding: 'buffer' })
  return real.equals(place) || isInside(root, real) ? readFileSync(place).toString('latin1') : null
}

function isInside(root: string, real: Buffer): boolean {
  const path = relative(realpathSync(root), real.toString('utf8'))
  return path !== '' && !path.startsWith('..') && !isAbsolute(path)
}

/** Without a byte order mark nothing changes: offsets and text are those of the file. */
function textOf(bytes: string | null): string | null {
  if (bytes === null || bytes.includes('\0')) return null
  const buffer = Buffer.from(bytes, 'latin1')
  return isUtf8(buffer) ? buffer.toString('utf8') : null
}

/** Folders may be links too. */
function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder
}

function targetAt(path: string, place: Buffer | undefined, root: string): string | null {
  if (place === undefined || kindAt(place) !== 'link') return null
  const target = readlinkSync(place).toString()
  const whole = resolve(root, posix.dirname(path), target)
  const inside = relative(realpathSync(root), join(realFolder(dirname(whole)), basename(whole)))
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? null : inside.replace(/\/$/, '')
}
