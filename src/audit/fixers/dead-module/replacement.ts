/** Where the same exports stand now. */
import { posix } from 'node:path'
import { isTestPath } from '../../../verification/protected/kinds.ts'
import { listed, shownPath } from '../shown.ts'
import type { Modules, Origin } from './modules.ts'
import { knownName, stemsOf, type Subject } from './subject.ts'
import type { Import } from './uses.ts'

/** What the importers of one file take from it together. */
export interface Need {
  readonly file: string
  readonly names: ReadonlySet<string>
  /** Somebody hands everything on, so that more names would be more exports. */
  readonly isExact: boolean
}

export type Replacement =
  | { readonly kind: 'module'; readonly path: string }
  /** A whole sentence. */
  | { readonly kind: 'none'; readonly reason: string }

/** Null when what its importers take cannot be known. */
export function needOf(modules: Modules, file: string, imports: readonly Import[]): Need | null {
  const names = new Set<string>()
  let isExact = false
  for (const { site } of imports) {
    if (site.taken.kind === 'mock') continue
    if (site.taken.kind === 'names') {
      for (const name of site.taken.names) names.add(name)
      continue
    }
    const all = modules.namesOf(file)
    if (all === null) return null
    for (const name of all) if (site.taken.kind === 'all' || name !== 'default') names.add(name)
    isExact ||= site.taken.kind === 'star'
  }
  return { file, names, isExact }
}

/** The module that the task names; in a folder the one that stands where the file stands in the subject. */
export function namedReplacement(
  modules: Modules,
  subject: Subject,
  { need, named }: { readonly need: Need; readonly named: string },
): Replacement {
  const place = posix.normalize(named.trim()).replace(/^\/+|\/+$/g, '')
  const inside = subject.isFolder ? posix.relative(subject.path, need.file) : ''
  const wanted = stemsOf(posix.join(place, inside))
  const module =
    modules.at(place) ?? modules.all.find(({ path }) => stemsOf(path).some((stem) => wanted.includes(stem)))
  if (module === undefined || module === null)
    return none(`The replacement ${shownPath(place)} holds no module for ${shownPath(need.file)}.`)
  if (subject.has(module.path))
    return none(`The replacement ${shownPath(module.path)} is to be removed itself.`)
  const lacking = lackingIn(modules, subject, { need, path: module.path })
  return lacking === null ? { kind: 'module', path: module.path } : none(lacking)
}

/** Exactly one: the module from which the file itself has what it exports, or that declares all of it by the same names. */
export function foundReplacement(modules: Modules, subject: Subject, need: Need): Replacement {
  const what = `${listed([...need.names].map(shownName))} of ${shownPath(need.file)}`
  if (need.names.size === 0) return none(`Nothing says what is taken from ${shownPath(need.file)}.`)
  const origins = [...need.names].map((name) => modules.originOf(need.file, name))
  const sources = new Set(origins.map((origin) => origin?.path ?? need.file))
  const [source = need.file] = sources
  const handedOn = sources.size === 1 && !subject.has(source) ? [source] : []
  const candidates =
    handedOn.length > 0
      ? handedOn
      : modules.all
          // A program does what it does when it is imported.
          .filter(({ path, text }) => isCandidate(path, need) && !text.startsWith('#!'))
          .map(({ path }) => path)
  const fitting = candidates.filter(
    (path) =>
      !subject.has(path) &&
      lackingIn(modules, subject, { need, path }) === null &&
      (handedOn.length > 0 || declaresAll(modules, { need, path })),
  )
  const [only] = fitting
  if (only === undefined) return none(`No other module exports ${what}.`)
  const isKnown = handedOn.length > 0 || need.names.size > 1 || knownName(only) === knownName(need.file)
  if (fitting.length === 1 && !isKnown)
    return none(`${shownPath(only)} exports ${what} too, but nothing else says that it is the same.`)
  if (fitting.length === 1) return { kind: 'module', path: only }
  return none(`Several modules export ${what}: ${listed(fitting.map(shownPath), 5)}.`)
}

function isCandidate(path: string, { file }: Need): boolean {
  return path !== file && !isTestPath(path) && !/\.d\.[mc]?ts$|\.stories\.\w+$/.test(path)
}

/** A default has no name that others could share, so the name it is declared by, or that of its file, must be the same. */
function declaresAll(
  modules: Modules,
  { need, path }: { readonly need: Need; readonly path: string },
): boolean {
  return [...need.names].every((name) => {
    const [mine, theirs] = [modules.originOf(need.file, name), modules.originOf(path, name)]
    if (theirs?.path !== path) return false
    if (name !== 'default') return true
    const isSameFile = posix.basename(stemsOf(path)[0] ?? '') === posix.basename(stemsOf(need.file)[0] ?? '')
    return isSameFile || (mine !== null && mine.local !== null && mine.local === theirs.local)
  })
}

/** Why a module cannot stand in for the file; null when it can. */
function lackingIn(
  modules: Modules,
  subject: Subject,
  { need, path }: { readonly need: Need; readonly path: string },
): string | null {
  const here = shownPath(path)
  if (modules.at(path)?.exports.isOpaque !== false || modules.at(need.file)?.exports.isOpaque !== false)
    return `What ${here} or ${shownPath(need.file)} exports is decided when it runs.`
  for (const name of need.names) {
    const theirs = modules.originOf(path, name)
    if (theirs === null) return `${here} does not export ${shownName(name)}.`
    if (subject.has(theirs.path)) return `${here} has ${shownName(name)} from what is to be removed.`
    if (!isSameKind(name, modules.originOf(need.file, name), theirs))
      return `${shownName(name)} of ${here} is another kind of thing.`
  }
  const names = modules.namesOf(path)
  const more = [...(names ?? [])].filter((name) => name !== 'default' && !need.names.has(name))
  return need.isExact && (names === null || more.length > 0)
    ? `${here} exports more (${listed(more.map(shownName))}), and all of it is handed on.`
    : null
}

function isSameKind(name: string, mine: Origin | null, theirs: Origin): boolean {
  if (mine === null) return false
  if (mine.path === theirs.path && mine.name === theirs.name) return true
  if (name === 'default') return mine.kind === theirs.kind && mine.kind !== 'unknown'
  const kinds = new Set([mine.kind, theirs.kind])
  return kinds.has('type') ? kinds.size === 1 : !(kinds.has('class') && kinds.has('function'))
}

function shownName(name: string): string {
  return name === 'default' ? 'its default export' : shownPath(name)
}

function none(reason: string): Replacement {
  return { kind: 'none', reason }
}
