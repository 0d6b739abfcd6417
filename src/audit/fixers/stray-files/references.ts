/** Where files name another one: by its name, by its path, by a pattern that is made for it, or by a link. */
import { posix } from 'node:path'
import { scopeMatcher } from '../../../spec/scope.ts'
import type { Tree, TreeEntry } from '../fixer.ts'
import { isIgnoreFile, isTaskFile, lineAt, shownPath } from '../shown.ts'
import { endingIn } from './ending.ts'

export interface Subject {
  readonly path: string
  /** What it is a copy of, whether that is there or not. */
  readonly original: string
}

export interface Reference {
  /** The file that names the other. */
  readonly from: string
  /** A sentence without its end. */
  readonly text: string
}

/** Words that could be patterns of paths. */
const PATTERN = /[^\s"'`,;:=()[\]<>|&!]*[*?{][^\s"'`,;:=()[\]<>|&!]*(?:,[^\s"'`;:=()[\]<>|&!]*\})*/g
const LONGEST_PATTERN = 200
/** Beyond these a file is data. */
const MOST_PATTERNS = 2_000

/** The first place in each file that names a subject, by the subject's path. No file names itself. */
export function referencesTo(
  tree: Tree,
  subjects: readonly Subject[],
): ReadonlyMap<string, readonly Reference[]> {
  const needles = subjects.map((subject) => ({ subject, spellings: spellingsOf(subject.path) }))
  const found = new Map(subjects.map(({ path }) => [path, [] as Reference[]]))
  for (const entry of tree.entries) {
    if (isTaskFile(entry.path)) continue
    const read = readerOf(tree, entry)
    for (const needle of needles) {
      const text = needle.subject.path === entry.path ? null : read(needle)
      if (text !== null) found.get(needle.subject.path)?.push({ from: entry.path, text })
    }
  }
  return found
}

interface Needle {
  readonly subject: Subject
  readonly spellings: readonly string[]
}

type Read = (needle: Needle) => string | null

function readerOf(tree: Tree, entry: TreeEntry): Read {
  const here = shownPath(entry.path)
  if (entry.kind === 'link') {
    const target = tree.linkTarget(entry.path)
    return ({ subject }) => (target === subject.path ? `the link ${here} leads to it` : null)
  }
  const bytes = usedPart(entry.path, tree.bytes(entry.path))
  if (bytes === null) return () => null
  const [patterns, folded] = [patternsIn(bytes), bytes.toLowerCase()]
  return ({ subject, spellings }) => {
    const at = placeOf(folded, spellings)
    if (at !== null) return `${here}:${lineAt(bytes, at)} names it`
    const pattern = patterns.find(({ glob }) => isMadeFor(glob, entry.path, subject))
    if (pattern !== undefined)
      return `${here}:${lineAt(bytes, pattern.at)} means it by ${shownPath(pattern.glob)}`
    const ending = isIgnoreFile(entry.path) ? null : endingIn({ path: entry.path, bytes }, subject)
    return ending === null ? null : `${here}:${lineAt(bytes, ending)} puts names like it together`
  }
}

/** Of a file that says what to ignore only what it excepts is used. */
function usedPart(path: string, bytes: string | null): string | null {
  if (bytes === null || !isIgnoreFile(path)) return bytes
  return bytes.replaceAll(/^(?!!).*$/gm, '')
}

/** How a name is written in source, data and addresses. Bytes, one character each, in lower case: some systems read it as any. */
function spellingsOf(path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const accented = [name, name.normalize('NFC'), name.normalize('NFD')]
  const written = [
    ...accented,
    ...[JSON.stringify(name).slice(1, -1), encodeURI(name), encodeURIComponent(name)],
  ]
  const inShell = name.replaceAll(/[^\w.~/-]/g, (sign) => `\\${sign}`)
  const bytes = [...written, inShell].map((text) => Buffer.from(text, 'utf8').toString('latin1'))
  const wide = Buffer.from(name, 'utf16le')
  const all = [...bytes, wide.toString('latin1'), Buffer.from(wide).swap16().toString('latin1')]
  return [...new Set(all.map((spelling) => spelling.toLowerCase()))]
}

function placeOf(bytes: string, spellings: readonly string[]): number | null {
  for (const spelling of spellings) {
    for (let at = bytes.indexOf(spelling); at !== -1; at = bytes.indexOf(spelling, at + 1))
      if (standsAlone(bytes, at, at + spelling.length)) return at
  }
  return null
}

/** `a.bak` is not meant by `data.bak` and `a.bakery`, but by `\na.bak` and `%2Fa.bak`. */
function standsAlone(bytes: string, start: number, end: number): boolean {
  const before = bytes.slice(Math.max(0, start - 3), start)
  const isPartOfName = /[\w-]$/.test(before) && !/\\[nrtbfv0]$|%[\dA-Fa-f]{2}$/.test(before)
  return !isPartOfName && !/^[\w~-]|^\.\w/.test(bytes.slice(end, end + 2))
}

interface Pattern {
  readonly glob: string
  readonly at: number
}

function patternsIn(bytes: string): readonly Pattern[] {
  if (bytes.includes('\0')) return []
  const found: Pattern[] = []
  for (const { 0: glob, index } of bytes.matchAll(PATTERN)) {
    if (glob.length <= LONGEST_PATTERN && /\w/.test(glob)) found.push({ glob, at: index })
    if (found.length > MOST_PATTERNS) break
  }
  return found
}

/** Whether it finds the copy but not what it is a copy of, or spells both: what finds both, as `src/**` does, means neither in particular. */
function isMadeFor(glob: string, from: string, { path, original }: Subject): boolean {
  const bare = Buffer.from(glob, 'latin1')
    .toString('utf8')
    .replace(/^(?:\.?\/)+/, '')
  const folder = posix.dirname(from)
  const places = [bare, `**/${bare}`, ...(folder === '.' ? [] : [posix.join(folder, bare)])]
  return places.some((place) => {
    const matches = scopeMatcher({ write: [place] })
    return matches(path) && (!/[*?]/.test(bare) || !matches(original))
  })
}
