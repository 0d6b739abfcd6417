/** What a repository is made of, as far as facts tell, small enough to be given to an agent. */
import type { FactBase } from '../facts/fact-base.ts'
import type { Place } from '../facts/fact.ts'
import { LAYERS, type Layer } from '../layers.ts'
import { inventoryOf, type LayerCount } from './inventory.ts'
import { servedRoutes, type ServedRoute } from '../joins/served-routes.ts'

export interface FolderRow {
  readonly path: string
  readonly modules: number
  readonly tests: number
}

export interface NamedPlace extends Place {
  readonly name: string
}

export interface VariableRow {
  readonly name: string
  readonly writers: readonly Place[]
  readonly readers: readonly Place[]
}

export interface ArchitectureMap {
  readonly files: {
    readonly all: number
    /** Meant for an adapter and not read, with the reason. */
    readonly unread: readonly { readonly file: string; readonly reason: string }[]
    /** Seen by an adapter and not made out. */
    readonly unresolved: number
  }
  readonly layers: readonly {
    readonly layer: Layer
    readonly title: string
    readonly counts: readonly LayerCount[]
  }[]
  readonly folders: readonly FolderRow[]
  readonly routes: readonly ServedRoute[]
  readonly services: readonly NamedPlace[]
  readonly queues: readonly NamedPlace[]
  readonly tables: readonly NamedPlace[]
  readonly tools: readonly NamedPlace[]
  readonly variables: readonly VariableRow[]
}

export function architectureMap(base: FactBase): ArchitectureMap {
  const counts = inventoryOf(base)
  const named = <Row extends Place>(
    rows: readonly Row[],
    name: (row: Row) => string,
  ): readonly NamedPlace[] => rows.map((row) => ({ name: name(row), ...placeOf(row) }))
  return {
    files: { all: base.paths.size, unread: base.unread, unresolved: base.unresolved.length },
    layers: Object.entries(LAYERS).map(([layer, title]) => ({
      // The keys of the table are the layers.
      layer: layer as Layer,
      title,
      counts: counts.filter((count) => count.layer === layer),
    })),
    folders: foldersOf(base),
    routes: servedRoutes(base),
    services: named(base.all('composeService'), ({ service }) => service),
    queues: named(base.all('queueDeclaration'), ({ queue }) => queue),
    tables: named(base.all('model'), ({ table }) => table),
    tools: named(base.all('tool'), ({ name }) => name),
    variables: variablesOf(base),
  }
}

function placeOf({ file, line, endLine }: Place): Place {
  return { file, line, endLine }
}

const DEEPEST_FOLDER = 3

function foldersOf(base: FactBase): readonly FolderRow[] {
  const folders = Map.groupBy(base.all('module'), ({ file }) => folderOf(file))
  return [...folders]
    .map(([path, modules]) => ({
      path,
      modules: modules.length,
      tests: modules.filter(({ isTest }) => isTest).length,
    }))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

function folderOf(file: string): string {
  return file.split('/').slice(0, -1).slice(0, DEEPEST_FOLDER).join('/') || '.'
}

function variablesOf(base: FactBase): readonly VariableRow[] {
  const [writes, reads] = [base.all('environmentWrite'), base.all('environmentRead')]
  const names = new Set([...writes, ...reads].map(({ name }) => name))
  return [...names].toSorted().map((name) => ({
    name,
    writers: writes.filter((fact) => fact.name === name).map(placeOf),
    readers: reads.filter((fact) => fact.name === name).map(placeOf),
  }))
}
