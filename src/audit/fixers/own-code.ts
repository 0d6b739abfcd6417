/** What a jail must show so that a fixer can run in it: this program's sources and the packages that they load. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

const SOURCES = resolve(import.meta.dirname, '../..')
const PACKAGES = ['oxc-parser', 'oxc-resolver', 'picomatch']

let known: readonly string[] | undefined

/** Absolute paths, the same ones at every call. */
export function ownCode(): readonly string[] {
  known ??= [SOURCES, descriptionOf(SOURCES), ...PACKAGES.flatMap(packageFolders)]
  return known
}

/** The package.json that says how the sources are read. */
function descriptionOf(folder: string): string {
  const place = join(folder, 'package.json')
  return existsSync(place) || folder === dirname(folder) ? place : descriptionOf(dirname(folder))
}

/** The package and, where it is native, what it loads on this machine: the one of its optional packages that is installed. */
function packageFolders(name: string): readonly string[] {
  const description = createRequire(import.meta.url).resolve(`${name}/package.json`)
  const load = createRequire(description)
  // What a package says of itself: names of packages, or nothing.
  const { optionalDependencies = {} } = load(description) as {
    readonly optionalDependencies?: Readonly<Record<string, string>>
  }
  const native = Object.keys(optionalDependencies).flatMap((binding) => {
    const folder = installed(load, binding)
    return folder === null ? [] : [folder]
  })
  return [dirname(description), ...native]
}

function installed(load: NodeJS.Require, name: string): string | null {
  const [place] = (load.resolve.paths(name) ?? []).filter((folder) => existsSync(join(folder, name)))
  return place === undefined ? null : join(place, name)
}
