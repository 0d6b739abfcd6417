/** Which file of a tree a word means, from where a line runs. All paths are relative to the root; '' is the root. */
import { posix } from 'node:path'

export interface Place {
  /** Working directory. */
  readonly folder: string
  /** Folder of the script that has the line; null outside of scripts. */
  readonly script: string | null
}

/** `$HERE/`, `${ROOT}/`, `$(dirname "$0")/`: where it leads can be guessed only. */
const EXPANSION = /^(?:\$\w+|\$[0-9@*]|\$\{[^}]*\}|\$\(.*\)|`[^`]*`)(?=\/|$)/s
const GLOB = /[*?[\]{}]/

/** Null where a path leads out of the repository. */
export function joined(folder: string, path: string): string | null {
  if (path.startsWith('/') || path.includes('\0')) return null
  const whole = posix.normalize(posix.join(folder, path)).replace(/\/+$/, '')
  if (whole === '.') return ''
  return whole === '..' || whole.startsWith('../') ? null : whole
}

/** Paths that a word may mean, most likely first; none for globs. */
export function meanings(word: string, place: Place): readonly string[] {
  const expansion = EXPANSION.exec(word)?.[0]
  const path = (expansion === undefined ? word : word.slice(expansion.length + 1)).replace(/::.*$/s, '')
  if (path === '' || GLOB.test(path)) return []
  const folders = expansion === undefined ? [place.folder] : [place.script ?? '', place.folder, '']
  return [...new Set(folders.flatMap((folder) => joined(folder, path) ?? []))].filter((one) => one !== '')
}

/** Where `cd WORD` leads; the old folder where it cannot be told. */
export function changedFolder(word: string | undefined, place: Place): string {
  if (word === undefined || word === '-' || word.startsWith('~')) return place.folder
  const expansion = EXPANSION.exec(word)?.[0]
  if (expansion === undefined) return joined(place.folder, word) ?? place.folder
  const rest = word.slice(expansion.length + 1)
  if (expansion.includes('dirname') || /^\$\{BASH_SOURCE|^\$\{0%/.test(expansion))
    return joined(place.script ?? place.folder, rest) ?? place.folder
  return expansion.includes('--show-toplevel') ? (joined('', rest) ?? '') : place.folder
}

/** The folder and all above it, nearest first, the root last. */
export function foldersUp(folder: string): readonly string[] {
  const folders = [folder]
  for (let at = folder; at !== '';) {
    at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : ''
    folders.push(at)
  }
  return folders
}

export function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}
