/** Everything outside of the subject that uses it: what can be moved elsewhere, and what cannot. */
import { posix } from 'node:path'
import { isScript } from '../../../verification/syntax/script-program.ts'
import { pathKind } from '../../../verification/protected/kinds.ts'
import type { Tree, TreeEntry } from '../fixer.ts'
import { isIgnoreFile, isTaskFile, lineAt, shownPath } from '../shown.ts'
import { aliasBlock } from './alias-block.ts'
import { isPublic } from './public-entry.ts'
import { livePlace } from './live-places.ts'
import type { Meaning } from './meaning.ts'
import { mentionsIn, saysWord, WORD } from './mentions.ts'
import type { Module, Modules } from './modules.ts'
import { reachOfComputed, reachOfGlob } from './patterns.ts'
import type { Resolution } from './resolution.ts'
import type { Site } from './script-sites.ts'
import { knownName, type Subject } from './subject.ts'

/** An import that could lead elsewhere. */
export interface Import {
  readonly importer: Module
  readonly site: Site
  /** Of the subject. */
  readonly file: string
}

export interface Uses {
  readonly imports: readonly Import[]
  /** A line each, with file and line: what nobody but a person can settle. */
  readonly blockers: readonly string[]
  /** What is said and stands in nobody's way. */
  readonly notes: readonly string[]
}

export interface UsesWorld {
  readonly tree: Tree
  readonly subject: Subject
  readonly resolution: Resolution
  readonly modules: Modules
  readonly meaning: Meaning
}

export function usesOf(world: UsesWorld): Uses {
  const { tree, subject, modules } = world
  const found = { imports: [] as Import[], blockers: [] as string[], notes: [] as string[] }
  for (const file of subject.files) {
    const reason = livePlace(tree, file) ?? ambient(modules, file) ?? isPublic(tree, file)
    if (reason !== null) found.blockers.push(`${shownPath(file)} ${reason}`)
  }
  for (const entry of tree.entries) {
    if (subject.has(entry.path) || isTaskFile(entry.path)) continue
    const uses = usesIn(world, entry)
    found.imports.push(...uses.imports)
    found.blockers.push(...uses.blockers)
    found.notes.push(...uses.notes)
  }
  return found
}

const NOTHING: Uses = { imports: [], blockers: [], notes: [] }

function ambient(modules: Modules, file: string): string | null {
  return /\.d\.[mc]?ts$/.test(file) && modules.at(file)?.exports.isAmbient !== false
    ? 'declares for everybody, without being imported'
    : null
}

function usesIn(world: UsesWorld, entry: TreeEntry): Uses {
  const { tree, subject, modules } = world
  const { path } = entry
  if (entry.kind === 'link') {
    const target = tree.linkTarget(path) ?? ''
    const isUse = subject.has(target) || target === subject.path || target.startsWith(`${subject.path}/`)
    return isUse
      ? { ...NOTHING, blockers: [`${shownPath(path)} is a link to ${shownPath(target)}`] }
      : NOTHING
  }
  const module = modules.at(path)
  if (module !== null) return usesInScript(world, module)
  if (isIgnoreFile(path) || pathKind(path) === 'lock') return NOTHING
  const text = tree.text(path) ?? tree.bytes(path)?.replaceAll('\0', '') ?? null
  if (text === null) return NOTHING
  if (isScript(path)) return usesInUnreadable(world, path, text)
  const aliases = aliasBlock(path, text)
  const { within, outside } = mentionsIn(world, { path, text, within: aliases })
  const notes = within.map((line) => `${line} in an alias, which leads nowhere then`)
  return isForPeople(path) ? { ...NOTHING, notes: outside } : { ...NOTHING, blockers: outside, notes }
}

function usesInScript(world: UsesWorld, module: Module): Uses {
  const imports: Import[] = []
  const [blockers, notes]: [string[], string[]] = [[], []]
  for (const site of module.sites) {
    if (site.kind === 'import' || site.kind === 'require') {
      const meant = world.meaning.ofSpecifier(module.path, site.specifier)
      if (meant?.isCertain === true && site.taken.kind !== 'effect')
        imports.push({ importer: module, site, file: meant.file })
      else if (meant !== null)
        blockers.push(`${at(module, site)} ${wordsFor(site, meant.file, meant.isCertain)}`)
      continue
    }
    const use = otherUse(world, module, site)
    if (use !== null) (use.isNote ? notes : blockers).push(`${at(module, site)} ${use.text}`)
  }
  return { imports, blockers, notes }
}

export function at(module: Module, { start }: Site): string {
  return `${shownPath(module.path)}:${lineAt(module.text, start)}`
}

function wordsFor({ taken, specifier }: Site, file: string, isCertain: boolean): string {
  if (!isCertain) return `may mean ${shownPath(file)} by ${shownPath(specifier)}`
  return taken.kind === 'effect'
    ? `imports ${shownPath(file)} for what it does`
    : `imports ${shownPath(file)}`
}

interface OtherUse {
  readonly text: string
  readonly isNote: boolean
}

function otherUse(world: UsesWorld, { path }: Module, site: Site): OtherUse | null {
  const { meaning, resolution, subject } = world
  const pattern = { from: path, pattern: site.specifier }
  switch (site.kind) {
    case 'computed': {
      const reach = reachOfComputed(resolution, subject, pattern)
      if (reach.kind === 'file')
        return against(`could load ${shownPath(reach.file)} by a name that is put together`)
      return reach.kind === 'anywhere' ? loadsAnything(world, path) : null
    }
    case 'glob': {
      const reach = reachOfGlob(resolution, subject, pattern)
      return reach.kind === 'file' ? against(`loads ${shownPath(reach.file)} by a pattern`) : null
    }
    default: {
      for (const word of [site.specifier, ...(site.specifier.match(WORD) ?? [])]) {
        const relative = /^[.@~#$]/.test(word) ? (meaning.ofSpecifier(path, word)?.file ?? null) : null
        const file = relative ?? meaning.ofWord(path, word)
        if (file !== null) return against(`names ${shownPath(file)}`)
      }
      return null
    }
  }
}

function against(text: string): OtherUse {
  return { text, isNote: false }
}

/**
 * A name that comes from elsewhere stands in the way only if something in the tree says a name of the subject, or the loader
 * itself that of a folder around it, which it may list.
 */
function loadsAnything({ modules, subject }: UsesWorld, path: string): OtherUse {
  const loader = modules.at(path)?.text ?? ''
  const folders = new Set(subject.files.map((file) => posix.basename(posix.dirname(file))))
  const folder = [...folders].find((name) => saysWord(loader, name))
  if (folder !== undefined) return against(`loads what it is told, and says ${JSON.stringify(folder)}`)
  const names = new Set(subject.files.flatMap((file) => [knownName(file), posix.basename(file)]))
  for (const module of modules.all) {
    if (subject.has(module.path)) continue
    const site = module.sites.find(
      ({ kind, specifier }) => kind === 'text' && names.has(specifier.slice(specifier.lastIndexOf('/') + 1)),
    )
    if (site === undefined) continue
    return against(`loads what it is told, and ${at(module, site)} says ${JSON.stringify(site.specifier)}`)
  }
  return { text: 'loads what it is told; no text of the tree says a name of what is removed', isNote: true }
}

/** What cannot be parsed is taken at its words. */
function usesInUnreadable({ subject }: UsesWorld, path: string, text: string): Uses {
  const name = subject.files.map(knownName).find((one) => text.includes(one))
  if (name === undefined) return NOTHING
  return { ...NOTHING, blockers: [`${shownPath(path)} cannot be parsed, and says ${JSON.stringify(name)}`] }
}

const FOR_PEOPLE =
  /\.(?:md|markdown|rst|adoc|txt)$|(?:^|\/)(?:CODEOWNERS|AUTHORS|NOTICE|LICEN[CS]E|CHANGELOG)$/i

function isForPeople(path: string): boolean {
  return FOR_PEOPLE.test(path)
}
