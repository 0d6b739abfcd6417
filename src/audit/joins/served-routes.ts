import type { FactBase } from '../facts/fact-base.ts'
import type { Fact, Place } from '../facts/fact.ts'
import { pythonModule } from './python-modules.ts'

export interface ServedRoute extends Place {
  readonly verb: string
  /** With the prefixes of all that it is mounted in, as far as they are known. */
  readonly path: string
  readonly handler: string
  readonly responseModel: string | null
  /** `unknown` where a mount that could not be made out may be its own. */
  readonly mount: 'mounted' | 'unmounted' | 'unknown'
}

type Router = Fact<'router'>
type Mount = Fact<'routerMount'>

/** Routes as they are served: once for each way by which their router is reached from an application. */
export function servedRoutes(base: FactBase): readonly ServedRoute[] {
  const world = worldOf(base)
  return base.all('route').flatMap((route) => servedAs(world, route))
}

interface World {
  readonly routers: ReadonlyMap<string, Router>
  /** Mounts by the router that is mounted. */
  readonly mounts: ReadonlyMap<string, readonly Mount[]>
  /** Whether every mount of the frameworks whose mounts we follow is known. */
  readonly isWhole: boolean
}

function worldOf(base: FactBase): World {
  const routers = new Map(base.all('router').map((router) => [keyOf(router), router]))
  const mounts = new Map<string, Mount[]>()
  let isWhole = base.unresolved.every(({ relation }) => relation !== 'routerMount' && relation !== 'router')
  for (const mount of base.all('routerMount')) {
    const child = childOf(base, routers, mount)
    if (child === null) isWhole = false
    else mounts.set(child, [...(mounts.get(child) ?? []), mount])
  }
  return { routers, mounts, isWhole }
}

function keyOf({ file, name }: { readonly file: string; readonly name: string }): string {
  return `${file}#${name}`
}

/** The router that a mount names: one of its own file, or one that the file imports. */
function childOf(base: FactBase, routers: ReadonlyMap<string, Router>, mount: Mount): string | null {
  const words = mount.child.split('.')
  const own = keyOf({ file: mount.file, name: mount.child })
  if (routers.has(own)) return own
  const name = words.at(-1) ?? ''
  for (const specifier of specifiersOf(base, mount.file, words.slice(0, -1))) {
    const file = pythonModule(base.paths, { from: mount.file, specifier })
    const key = file === null ? null : keyOf({ file, name })
    if (key !== null && routers.has(key)) return key
  }
  return null
}

/** Modules that the words in front of a router's name may mean in a file. */
function specifiersOf(base: FactBase, file: string, words: readonly string[]): readonly string[] {
  const [first, ...rest] = words
  const imports = base.all('import').filter((fact) => fact.file === file)
  if (first === undefined) return imports.map(({ specifier }) => specifier)
  const within = imports
    .filter(({ names }) => names.includes(first))
    .map(({ specifier }) => [specifier, first, ...rest])
  return [...within.map(joined), words.join('.')]
}

/** `.` and `x` are `.x`, `..a` and `x` are `..a.x`. */
function joined([module = '', ...words]: readonly string[]): string {
  return words.reduce((path, word) => (path.endsWith('.') ? `${path}${word}` : `${path}.${word}`), module)
}

function servedAs(world: World, route: Fact<'route'>): readonly ServedRoute[] {
  const { file, line, endLine, verb, path, handler, responseModel, router } = route
  const own = { file, line, endLine, verb, handler, responseModel }
  if (router === null) return [{ ...own, path, mount: 'mounted' }]
  const key = keyOf({ file, name: router })
  const found = world.routers.get(key)
  const ways = prefixesOf(world, key, new Set())
  const prefix = found?.prefix ?? ''
  if (ways.length > 0)
    return ways.map((way) => ({ ...own, path: `${way}${path}` || '/', mount: 'mounted' as const }))
  const isKnown = world.isWhole && found !== undefined
  return [{ ...own, path: `${prefix}${path}` || '/', mount: isKnown ? 'unmounted' : 'unknown' }]
}

/** What stands before the routes of a router on each way from an application to it. */
function prefixesOf(world: World, key: string, passed: ReadonlySet<string>): readonly string[] {
  const router = world.routers.get(key)
  if (router === undefined || passed.has(key)) return []
  if (router.isApplication) return [router.prefix]
  return (world.mounts.get(key) ?? []).flatMap((mount) =>
    prefixesOf(world, keyOf({ file: mount.file, name: mount.parent }), new Set([...passed, key])).map(
      (above) => `${above}${mount.prefix}${router.prefix}`,
    ),
  )
}
