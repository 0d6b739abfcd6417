/**
 * Scopes as globs over repository paths. Special are `*`, `**`, `?` and `{a,b}`; brackets and parentheses stand for
 * themselves, because frameworks name folders with them. Dot files match like any other. A path without special
 * characters means the file of that name or everything beneath the folder of that name.
 */
import picomatch from 'picomatch'
import type { Scope } from '../domain/task.ts'

type Globs = Pick<Scope, 'write'>

/** Reveille's own files: only a glob that names the folder may change them. */
const OWN_FOLDER = '.reveille'
const SPECIAL = /[*?{}\\]/

/** Tells of each repository path whether the scope allows to change it. An empty scope allows nothing. */
export function scopeMatcher(scope: Globs): (path: string) => boolean {
  const matchers = scope.write
    .map(normalise)
    .filter((glob) => glob !== '')
    .map(globMatcher)
  return (path) => matchers.some((matches) => matches(path))
}

/** Whether the scope names exactly this path: no glob, and no folder above it. */
export function namesLiterally(scope: Globs, path: string): boolean {
  return scope.write.some((glob) => !SPECIAL.test(glob) && normalise(glob) === path)
}

/**
 * Whether a path could be in both scopes. Symmetric, and conservative: it may say yes to scopes that share nothing, never
 * no to scopes that share a path. Names that differ only in case count as equal, as some file systems hold them for.
 */
export function scopesOverlap(one: Globs, other: Globs): boolean {
  const others = other.write.map(segmentsOf)
  return one.write.map(segmentsOf).some((left) => others.some((right) => segmentsOverlap(left, right)))
}

/**
 * The scope reduced to folders that exist among the files of a tree; '' is the root. It is never narrower than the scope: a
 * file stands for its folder, because a program that saves a file by renaming needs the folder around it.
 */
export function strictFolders(scope: Globs, files: Iterable<string>): readonly string[] {
  const existing = foldersOf(files)
  const wanted = new Set(
    scope.write
      .map(normalise)
      .filter((glob) => glob !== '')
      .map((glob) => existingFolder(literalPrefix(glob), existing)),
  )
  const sorted = [...wanted].toSorted()
  return sorted.filter((folder) => !sorted.some((above) => above !== folder && isBeneath(folder, above)))
}

function globMatcher(glob: string): (path: string) => boolean {
  const pattern = picomatch(glob.replace(/[()[\]|]/g, '\\$&'), {
    dot: true,
    nonegate: true,
    noextglob: true,
    flags: 's',
  })
  const namesOwnFolder = firstSegment(glob).toLowerCase() === OWN_FOLDER
  return (path) => {
    if (firstSegment(path).toLowerCase() === OWN_FOLDER && !namesOwnFolder) return false
    return pattern(path) || isBeneath(path, glob)
  }
}

/** Without `./` before and `/` behind; '' when the glob can match nothing. */
function normalise(glob: string): string {
  const bare = glob.replace(/^(\.\/+)+/, '').replace(/\/+$/, '')
  if (glob === '.' || (bare === '' && glob.startsWith('./'))) return '**'
  return bare
}

function segmentsOf(glob: string): readonly string[] {
  return normalise(glob).toLowerCase().split('/')
}

function segmentsOverlap(left: readonly string[], right: readonly string[]): boolean {
  if (left[0] === '' || right[0] === '') return false
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const [one = '', other = ''] = [left[at], right[at]]
    if (isUnbounded(one) || isUnbounded(other)) return true
    if (!segmentOverlap(one, other)) return false
  }
  return true
}

/** May stand for more than one segment, or for what is not worth to be told apart: braces may hold slashes. */
function isUnbounded(segment: string): boolean {
  return segment.includes('**') || /[{}\\]/.test(segment)
}

function segmentOverlap(one: string, other: string): boolean {
  if (one === other) return true
  if (SPECIAL.test(one) && SPECIAL.test(other)) return endsAgree(one, other)
  if (SPECIAL.test(one)) return globMatcher(one)(other)
  return SPECIAL.test(other) && globMatcher(other)(one)
}

/** Two patterns can match one name only if the fixed beginning of one goes on from that of the other; so with the ends. */
function endsAgree(one: string, other: string): boolean {
  const [start, otherStart] = [fixedStart(one), fixedStart(other)]
  const [end, otherEnd] = [fixedEnd(one), fixedEnd(other)]
  return (
    (start.startsWith(otherStart) || otherStart.startsWith(start)) &&
    (end.endsWith(otherEnd) || otherEnd.endsWith(end))
  )
}

function fixedStart(segment: string): string {
  return segment.slice(0, segment.search(SPECIAL))
}

function fixedEnd(segment: string): string {
  return /[^*?{}\\]*$/.exec(segment)?.[0] ?? ''
}

function literalPrefix(glob: string): string {
  const segments = glob.split('/')
  const end = segments.findIndex((segment) => SPECIAL.test(segment))
  return (end === -1 ? segments : segments.slice(0, end)).join('/')
}

function existingFolder(path: string, existing: ReadonlySet<string>): string {
  for (let folder = path; folder !== ''; folder = parentOf(folder)) if (existing.has(folder)) return folder
  return ''
}

function foldersOf(files: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>()
  for (const file of files) {
    for (let folder = parentOf(file); folder !== '' && !folders.has(folder); folder = parentOf(folder))
      folders.add(folder)
  }
  return folders
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function firstSegment(path: string): string {
  return path.split('/', 1)[0] ?? ''
}

function isBeneath(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}
