/** The scripts of a tree, read once, and where each name that they export is declared. */
import { isScript, parseScriptProgram } from '../../../verification/syntax/script-program.ts'
import type { Tree } from '../fixer.ts'
import type { Resolution } from './resolution.ts'
import { exportsOf, type ExportKind, type ScriptExports } from './script-exports.ts'
import { sitesIn, type Site } from './script-sites.ts'

export interface Module {
  readonly path: string
  /** Without a byte order mark, which `mark` is. */
  readonly text: string
  readonly mark: string
  readonly sites: readonly Site[]
  readonly exports: ScriptExports
}

export interface Origin {
  readonly path: string
  readonly name: string
  readonly kind: ExportKind
  readonly local: string | null
}

export interface Modules {
  /** Every script of the tree that can be read. */
  readonly all: readonly Module[]
  /** Paths of scripts that cannot. */
  readonly unreadable: readonly string[]
  readonly at: (path: string) => Module | null
  /** Where a module's export is declared, through whatever hands it on; null when that cannot be known. */
  readonly originOf: (path: string, name: string) => Origin | null
  /** Every name that a module exports; null when that cannot be known. */
  readonly namesOf: (path: string) => ReadonlySet<string> | null
}

export function readModules(tree: Tree, resolution: Resolution): Modules {
  const byPath = new Map<string, Module>()
  const unreadable: string[] = []
  for (const { path, kind } of tree.entries) {
    if (kind !== 'file' || !isScript(path)) continue
    const module = readModule(path, tree.text(path))
    if (module === null) unreadable.push(path)
    else byPath.set(path, module)
  }
  const at = (path: string): Module | null => byPath.get(path) ?? null
  const world = { at, resolution }
  return {
    all: [...byPath.values()],
    unreadable,
    at,
    originOf: (path, name) => originOf(world, { path, name }, new Set()),
    namesOf: (path) => namesOf(world, path, new Set()),
  }
}

function readModule(path: string, source: string | null): Module | null {
  try {
    const parsed = source === null ? null : parseScriptProgram(path, source)
    if (parsed === null || source === null) return null
    const { program, text } = parsed
    const mark = source.slice(0, source.length - text.length)
    return { path, text, mark, sites: sitesIn(program, text), exports: exportsOf(program) }
  } catch (error) {
    // Deeper than the stack.
    if (error instanceof RangeError) return null
    throw error
  }
}

interface World extends Pick<Modules, 'at'> {
  readonly resolution: Resolution
}

interface Asked {
  readonly path: string
  readonly name: string
}

function originOf(world: World, { path, name }: Asked, seen: Set<string>): Origin | null {
  const module = world.at(path)
  if (module === null || seen.has(`${path}\0${name}`)) return null
  seen.add(`${path}\0${name}`)
  const { byName, stars } = module.exports
  const own = byName.get(name)
  if (own !== undefined) {
    if (own.from === null || own.from.name === '*') return { path, name, kind: own.kind, local: own.local }
    const next = world.resolution.fileOf(path, own.from.specifier)
    const found = next === null ? null : originOf(world, { path: next, name: own.from.name }, seen)
    return found === null ? null : { ...found, kind: own.kind === 'type' ? 'type' : found.kind }
  }
  // `export *` hands on everything but the default.
  if (name === 'default') return null
  for (const star of stars) {
    const next = world.resolution.fileOf(path, star)
    const found = next === null ? null : originOf(world, { path: next, name }, seen)
    if (found !== null) return found
  }
  return null
}

function namesOf(world: World, path: string, seen: Set<string>): ReadonlySet<string> | null {
  const module = world.at(path)
  if (module === null || module.exports.isOpaque) return null
  if (seen.has(path)) return new Set()
  seen.add(path)
  const names = new Set(module.exports.byName.keys())
  for (const star of module.exports.stars) {
    const next = world.resolution.fileOf(path, star)
    const more = next === null ? null : namesOf(world, next, seen)
    if (more === null) return null
    for (const name of more) if (name !== 'default') names.add(name)
  }
  return names
}
