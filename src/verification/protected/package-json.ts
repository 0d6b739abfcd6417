/** Which of the keys of a package.json that differ have a say in how the project is built and tested. */

/** They tell people and registries about the package. */
const TOLD_ONLY = new Set([
  ...['version', 'description', 'keywords', 'author', 'contributors', 'maintainers', 'license', 'licenses'],
  ...['repository', 'bugs', 'homepage', 'funding', 'files', 'private'],
])

const DEPENDENCIES = new Set([
  ...['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'peerDependenciesMeta'],
  ...['bundledDependencies', 'bundleDependencies', 'overrides', 'resolutions'],
])

export interface PackageChange {
  /** Null when one of the two cannot be read: then anything may have changed. */
  readonly keys: readonly string[] | null
}

/** Keys that differ and are not only told, sorted; `mayDepend` leaves out those of dependencies. */
export function decidingKeys(
  { before, after }: { readonly before: string | null; readonly after: string | null },
  { mayDepend }: { readonly mayDepend: boolean },
): PackageChange {
  const [was, is] = [entriesOf(before), entriesOf(after)]
  if (was === null || is === null) return { keys: null }
  const differing = [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key))
  const keys = differing.filter((key) => !TOLD_ONLY.has(key) && !(mayDepend && DEPENDENCIES.has(key)))
  return { keys: keys.toSorted() }
}

/** The order of the top-level keys says nothing; that beneath them may. */
function entriesOf(text: string | null): ReadonlyMap<string, string> | null {
  if (text === null) return null
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
    return new Map(Object.entries(parsed).map(([key, value]) => [key, JSON.stringify(value)]))
  } catch {
    return null
  }
}

const BUILT = /^(?:dist|build|lib|out)\//
const SOURCES = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.tsx']

/** Files of the tree that a package.json says people start, or what such a file is built from. */
export function startedFiles(
  { folder, text }: { readonly folder: string; readonly text: string | null },
  paths: readonly string[],
): readonly string[] {
  const known = new Set(paths)
  return binsOf(text).flatMap((bin) => {
    const name = bin.replace(/^\.\//, '')
    const source = `src/${name.replace(BUILT, '').replace(/\.[cm]?[jt]sx?$/, '')}`
    const candidates = [name, ...(BUILT.test(name) ? SOURCES.map((ending) => `${source}${ending}`) : [])]
    return candidates
      .map((one) => (folder === '' ? one : `${folder}/${one}`))
      .filter((path) => known.has(path))
  })
}

function binsOf(text: string | null): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null')
    const bin: unknown = Object.entries(parsed ?? {}).find(([key]) => key === 'bin')?.[1]
    if (typeof bin === 'string') return [bin]
    return Object.values(bin ?? {}).filter((one): one is string => typeof one === 'string')
  } catch {
    return []
  }
}
