/** Whether a text that stands in a file means a file of the subject. */
import { posix } from 'node:path'
import { isScript } from '../../../verification/syntax/script-program.ts'
import type { Tree } from '../fixer.ts'
import { bareSpecifier, type Resolution } from './resolution.ts'
import { stemsOf, type Subject } from './subject.ts'

export interface Meant {
  /** Of the subject. */
  readonly file: string
  /** Whether the specifier resolves to it; otherwise it cannot be told from a text that does. */
  readonly isCertain: boolean
}

export interface Meaning {
  /** Of what stands where a module is named. */
  readonly ofSpecifier: (from: string, specifier: string) => Meant | null
  /** Of what stands anywhere else and may be a path. */
  readonly ofWord: (from: string, word: string) => string | null
}

interface World {
  readonly tree: Tree
  readonly resolution: Resolution
  readonly subject: Subject
  /** Every name that only one file of the tree has. */
  readonly rare: ReadonlySet<string>
  /** Folders with a package.json, and the root. */
  readonly tops: ReadonlySet<string>
}

export function createMeaning(tree: Tree, resolution: Resolution, subject: Subject): Meaning {
  const paths = tree.entries.map(({ path }) => path)
  const tops = paths
    .filter((path) => posix.basename(path) === 'package.json')
    .map((path) => posix.dirname(path))
  const world = { tree, resolution, subject, rare: rareNames(paths), tops: new Set([...tops, '.']) }
  return {
    ofSpecifier: (from, specifier) => ofSpecifier(world, from, specifier),
    ofWord: (from, word) => ofWord(world, from, word),
  }
}

function rareNames(paths: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const path of paths) counts.set(posix.basename(path), (counts.get(posix.basename(path)) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count === 1).map(([name]) => name))
}

function ofSpecifier({ resolution, subject }: World, from: string, specifier: string): Meant | null {
  const resolved = resolution.fileOf(from, specifier)
  if (resolved !== null && subject.has(resolved)) return { file: resolved, isCertain: true }
  const bare = bareSpecifier(specifier)
  const joined = bare.startsWith('.') ? posix.join(posix.dirname(from), bare).replace(/\/$/, '') : null
  // Most of what is imported is a script.
  const files = subject.files.toSorted((one, other) => Number(isScript(other)) - Number(isScript(one)))
  const twin = files.find((file) => {
    if (joined !== null && (file === joined || (resolved === null && stemsOf(file).includes(joined))))
      return true
    if (resolved !== null) return !bare.endsWith(posix.basename(resolved)) && isTwin(file, resolved)
    return joined === null && isTail(bare, file)
  })
  return twin === undefined ? null : { file: twin, isCertain: false }
}

/** Of `a.ts` and `a.js` another tool may choose the other. */
function isTwin(one: string, other: string): boolean {
  return stemsOf(one)[0] === stemsOf(other)[0]
}

/** Aliases that are nobody's scope in a registry. */
const ALIAS = /^(?:[@~#$]{0,2}|[@~#$](?:src|app|root|lib))$/

/** What no configuration here explains, and ends as the path of the file does: `~/legacy/report`. */
function isTail(specifier: string, file: string): boolean {
  return stemsOf(file).some((stem) => {
    const own = stem.split('/')
    const words = (stemsOf(specifier)[0] ?? specifier).split('/')
    let same = 0
    while (same < own.length && same < words.length && own.at(-1 - same) === words.at(-1 - same)) same += 1
    const [first = ''] = words
    if (same === words.length) return same >= 2
    if (same < words.length - 1) return false
    return ALIAS.test(first) ? same >= 1 : /^[@~#$]/.test(first) && same >= 2
  })
}

/** Files in which a word without any slash names a folder beside them. */
const NAMES_FOLDERS = /(?:^|\/)(?:package|[jt]sconfig[\w.-]*|turbo|nx|lerna)\.json$|Dockerfile|\.toml$/

function ofWord({ subject, rare, tops }: World, from: string, word: string): string | null {
  // A folder that only a variable knows may be any.
  const known = word.replace(/^\$(?:\{\w+\}|\w+)\//, '')
  const clean = known
    .replace(/^file:\/\//, '')
    .replace(/(?::\d+)+$/, '')
    .replace(/[?#].*$/, '')
  const literal = /[*{]/.test(clean) ? clean.slice(0, clean.search(/[*{]/)).replace(/[^/]*$/, '') : clean
  const isGlob = literal !== clean
  const path = literal.replace(/\/+$/, '')
  if (path === '' || path === '.') return null
  for (const base of basesOf(from)) {
    const place = posix.join(base, path)
    if (!isGlob && subject.has(place)) return place
    const isBareWord = !literal.includes('/') && !(NAMES_FOLDERS.test(from) && base === posix.dirname(from))
    if (subject.isFolder && !isBareWord && isInside(place, subject.path)) {
      if (isGlob || place === subject.path) return subject.path
    }
    if (isGlob || path.startsWith('/') || !path.includes('/') || !tops.has(base)) continue
    const named = subject.files.find((file) => stemsOf(file).includes(place))
    if (named !== undefined) return named
  }
  if (isGlob) return null
  const whole = subject.files.find((file) => file.includes('/') && path.endsWith(`/${file}`))
  if (whole !== undefined) return whole
  const name = known === word ? path : posix.basename(path)
  if (!name.includes('.') || !rare.has(name)) return null
  return subject.files.find((file) => posix.basename(file) === name) ?? null
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

/** The file's own folder, then every one above it; what is served stands in `public`. */
function basesOf(from: string): readonly string[] {
  const bases: string[] = []
  for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
    bases.push(folder, posix.join(folder, 'public'))
    if (folder === '.') return bases
  }
}
