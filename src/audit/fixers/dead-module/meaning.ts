/** Whether a text that stands in a file means a file of the subject. */
import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { isScript } from '../../../verification/syntax/script-program.ts'
import type { Tree } from '../fixer.ts'
import { isCompiledFrom } from './compiled.ts'
import { foreignPackages } from './packages.ts'
import { isMeantBy } from './patterns.ts'
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
  /** Names of packages that are no part of the tree. */
  readonly foreign: ReadonlySet<string>
}

export function createMeaning(tree: Tree, resolution: Resolution, subject: Subject): Meaning {
  const paths = tree.entries.map(({ path }) => path)
  const tops = paths
    .filter((path) => posix.basename(path) === 'package.json')
    .map((path) => posix.dirname(path))
  const names = { rare: rareNames(paths), tops: new Set([...tops, '.']), foreign: foreignPackages(tree) }
  const world = { tree, resolution, subject, ...names }
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

function ofSpecifier({ resolution, subject, foreign }: World, from: string, specifier: string): Meant | null {
  const resolved = resolution.fileOf(from, specifier)
  if (resolved !== null && subject.has(resolved)) return { file: resolved, isCertain: true }
  const bare = bareSpecifier(specifier)
  const joined = bare.startsWith('.') ? posix.join(posix.dirname(from), bare).replace(/\/$/, '') : null
  // Most of what is imported is a script.
  const files = subject.files.toSorted((one, other) => Number(isScript(other)) - Number(isScript(one)))
  const twin = files.find((file) => {
    if (joined !== null && (file === joined || isVariant(file, joined))) return true
    if (resolved !== null) return !bare.endsWith(posix.basename(resolved)) && isTwin(file, resolved)
    return joined === null
      ? isTail(bare, file) || (isUnexplained(bare, foreign) && endsAlike(bare, file))
      : isNear(joined, file)
  })
  return twin === undefined ? null : { file: twin, isCertain: false }
}

/** Of `a.ts` and `a.js` another tool may choose the other. */
function isTwin(one: string, other: string): boolean {
  return stemsOf(one)[0] === stemsOf(other)[0]
}

/** Bundlers choose among the variants of a module by the platform that they build for. */
function isVariant(file: string, joined: string): boolean {
  return (
    file.startsWith(`${joined}.`) &&
    /^\.(?:ios|android|native|web|windows|macos|electron|server|client)\./.test(file.slice(joined.length))
  )
}

/** Some file systems hold names that differ in case for equal. */
function isNear(joined: string, file: string): boolean {
  const wanted = joined.toLowerCase()
  return isCompiledFrom(joined, file) || stemsOf(file).some((stem) => stem.toLowerCase() === wanted)
}

/** No package that anybody depends on: some alias of a bundler, or a folder in which it looks for modules. */
function isUnexplained(specifier: string, foreign: ReadonlySet<string>): boolean {
  const [name = ''] = /^(?:@[^/]*\/)?[^/]*/.exec(specifier) ?? []
  return !isBuiltin(specifier) && !/^\w+:/.test(specifier) && !foreign.has(name)
}

function endsAlike(specifier: string, file: string): boolean {
  const last = posix.basename(stemsOf(specifier)[0] ?? specifier)
  return stemsOf(file).some((stem) => posix.basename(stem) === last)
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

function ofWord({ tree, subject, rare, tops }: World, from: string, word: string): string | null {
  // A folder that only a variable knows may be any.
  const slashed = word.replaceAll(/\\(?=[()[\]])/g, '').replaceAll(/\\+/g, '/')
  const known = slashed.replace(/^(?:\$(?:\{\w+\}|\w+)|<rootDir>)\//, '')
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
    const pattern = posix.join(base, clean)
    const meant = isGlob ? subject.files.find((file) => isMeantBy(file, { from, pattern })) : undefined
    if (meant !== undefined) return meant
    if (isGlob || !path.includes('/') || !tops.has(base)) continue
    const named = tree.has(place) ? undefined : subject.files.find((file) => isStemOf(file, place))
    if (named !== undefined) return named
  }
  if (isGlob) return null
  const behind = known === slashed || !path.includes('/') ? null : `/${stemsOf(path)[0] ?? path}`
  const ended =
    behind === null
      ? undefined
      : subject.files.find((file) => `/${stemsOf(file)[0] ?? file}`.endsWith(behind))
  if (ended !== undefined) return ended
  const whole = subject.files.find((file) => file.includes('/') && path.endsWith(`/${file}`))
  if (whole !== undefined) return whole
  const name = known === slashed ? path : posix.basename(path)
  if (!name.includes('.') || !rare.has(name)) return null
  return subject.files.find((file) => posix.basename(file) === name) ?? null
}

/** Without an extension, or with that which a compiler gives it. */
function isStemOf(file: string, place: string): boolean {
  return stemsOf(file).includes(place) || (isScript(file) && isCompiledFrom(place, file))
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
