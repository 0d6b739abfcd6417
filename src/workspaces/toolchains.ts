import { basename, dirname, isAbsolute, join, normalize, relative, resolve } from 'node:path'

/** What a jail must show of the machine so that the user's tools run as they do outside. Never a credential. */
export interface Toolchains {
  /** Folders and files readable at the same path inside, sorted, none within another. */
  readonly readable: readonly string[]
  /** System folders that are links, e.g. /bin on a merged system. */
  readonly links: readonly { readonly path: string; readonly target: string }[]
  /** Files below `readable` that may hold credentials and must show as empty. */
  readonly hidden: readonly string[]
  /** Folders below `readable` that must show as empty: a home or a repository may stand in /usr. */
  readonly covered: readonly string[]
  readonly path: readonly string[]
  /** Tells version managers where they live, HOME being another one inside. */
  readonly variables: Readonly<Record<string, string>>
}

/** What is on the machine. Only what the user may read exists. */
export interface HostLookup {
  exists(path: string): boolean
  /** Target of a symbolic link, null for anything else. */
  linkAt(path: string): string | null
  /** Paths of the symbolic links in a folder. */
  linksIn(folder: string): readonly string[]
  /** The path without links; the path itself when it does not exist. */
  realPath(path: string): string
}

export interface ToolchainQuery {
  readonly path: string
  readonly home: string
  /** Folders that must never show, nor anything in them: state, cache, the user's repository. */
  readonly forbidden: readonly string[]
  readonly lookup: HostLookup
}

const SYSTEM_FOLDERS = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/nix/store',
  '/gnu/store',
]

/** Of /etc: no accounts, no keys, nothing that names a server which wants a password. */
const SYSTEM_FILES = [
  'alternatives', 'ca-certificates', 'crypto-policies', 'fonts', 'host.conf', 'ld.so.cache', 'ld.so.conf',
  'ld.so.conf.d', 'locale.alias', 'localtime', 'maven/logging', 'maven/m2.conf', 'mime.types',
  'openssl/openssl.cnf', 'os-release', 'perl', 'pki/ca-trust/extracted', 'pki/tls/certs', 'pki/tls/openssl.cnf',
  'protocols', 'python3', 'services', 'ssl/certs', 'ssl/openssl.cnf', 'terminfo',
  'timezone', ...[8, 11, 17, 21, 25].map((version) => `java-${version}-openjdk`),
].map((name) => join('/etc', name)) // prettier-ignore

/** Version managers: the parts of their folder under HOME that tools need, and how they are told where it is. */
const MANAGERS: readonly {
  readonly folder: string
  readonly parts: readonly string[]
  readonly variable?: string
}[] = [
  { folder: '.asdf', parts: [''], variable: 'ASDF_DATA_DIR' },
  { folder: '.bun', parts: ['bin'] },
  { folder: '.cargo', parts: ['bin'] },
  { folder: '.deno', parts: ['bin'] },
  { folder: '.dotnet', parts: [''], variable: 'DOTNET_ROOT' },
  { folder: '.local/share/fnm', parts: [''], variable: 'FNM_DIR' },
  { folder: '.local/share/mise', parts: [''], variable: 'MISE_DATA_DIR' },
  { folder: '.local/share/pnpm', parts: [''], variable: 'PNPM_HOME' },
  { folder: '.local/share/uv', parts: ['python', 'tools'] },
  { folder: '.nodenv', parts: [''], variable: 'NODENV_ROOT' },
  { folder: '.nvm', parts: [''], variable: 'NVM_DIR' },
  { folder: '.pyenv', parts: [''], variable: 'PYENV_ROOT' },
  { folder: '.rbenv', parts: [''], variable: 'RBENV_ROOT' },
  { folder: '.rustup', parts: [''], variable: 'RUSTUP_HOME' },
  { folder: '.sdkman', parts: ['candidates'], variable: 'SDKMAN_DIR' },
  { folder: '.volta', parts: [''], variable: 'VOLTA_HOME' },
]

/** Relative to every folder shown: where package managers keep tokens. */
const CREDENTIALS = [
  '.condarc', '.env', '.git-credentials', '.netrc', '.npmrc', '.pypirc', 'auth.json', 'credentials',
  'credentials.toml', 'etc/npmrc', 'etc/pip.conf', 'pip.conf',
] // prettier-ignore

/** Derives from PATH and HOME what a jail shows of the machine. Pure but for the lookup. */
export function findToolchains(query: ToolchainQuery): Toolchains {
  const { lookup } = query
  const links = SYSTEM_FOLDERS.flatMap((path) => {
    const target = lookup.linkAt(path)
    return target === null ? [] : [{ path, target }]
  })
  const linked = new Set(links.map(({ path }) => path))
  const system = [...SYSTEM_FOLDERS, ...SYSTEM_FILES].filter(
    (path) => lookup.exists(path) && !linked.has(path),
  )
  const managers = MANAGERS.filter(({ folder }) => mayShow(join(query.home, folder), query))
  const managed = managers
    .flatMap(({ folder, parts }) => parts.map((part) => join(query.home, folder, part)))
    .filter((path) => lookup.exists(path))
  const entries = pathEntries(query)
  const readable = outermost(
    [...system, ...managed, ...entries.flatMap((entry) => shownFor(entry, query))],
    linked,
  )
  return {
    readable,
    links,
    hidden: hiddenBelow(readable, query),
    covered: coveredBelow(readable, query),
    path: entries,
    variables: Object.fromEntries(
      managers.flatMap(({ folder, variable }) => (variable ? [[variable, join(query.home, folder)]] : [])),
    ),
  }
}

function pathEntries(query: ToolchainQuery): string[] {
  const entries = query.path
    .split(':')
    .filter(isAbsolute)
    .map(normalize)
    .map((entry) => entry.replace(/(.)\/$/, '$1'))
  return [...new Set(entries)].filter((entry) => mayShow(entry, query))
}

/**
 * The installation that a PATH entry belongs to, or just the entry when showing its parent would show more than tools. In a
 * place for everything: what the entry's tools load and what they are links to.
 */
function shownFor(entry: string, query: ToolchainQuery): readonly string[] {
  const parent = dirname(entry)
  if (!isForEverything(parent, query)) return [installationOf(entry, query) ?? entry]
  const targets = query.lookup
    .linksIn(entry)
    // Its way may lead over other links, e.g. one named current.
    .flatMap((link) => [resolve(entry, query.lookup.linkAt(link) ?? link), query.lookup.realPath(link)])
    .map((target) => installationOf(dirname(target), query) ?? target)
  const more = [join(parent, 'lib'), ...targets]
  return [entry, ...more.filter((path) => mayShow(path, query) && !isForEverything(path, query))]
}

/** The parent of a folder with programs, if it holds nothing but what was installed. */
function installationOf(folder: string, query: ToolchainQuery): string | null {
  const parent = dirname(folder)
  const isInstallation =
    basename(parent) === 'node_modules' ||
    (['lib', 'libexec', 'pyvenv.cfg'].some((name) => query.lookup.exists(join(parent, name))) &&
      !['.git', '.env'].some((name) => query.lookup.exists(join(parent, name))))
  return isInstallation && !isForEverything(parent, query) && mayShow(parent, query) ? parent : null
}

/** Folders in HOME that programs of all kinds use: keyrings, sessions and histories are in them too. */
const FOR_EVERYTHING = ['.cache', '.config', '.local', '.local/share', '.local/state', '.var', 'Library']

function isForEverything(path: string, { home, lookup }: ToolchainQuery): boolean {
  return [home, lookup.realPath(home)].some((root) =>
    FOR_EVERYTHING.some((name) => [path, lookup.realPath(path)].includes(join(root, name))),
  )
}

/** Neither the home nor a forbidden folder may come with it; nothing inside a forbidden folder may show. */
function mayShow(path: string, { home, forbidden, lookup }: ToolchainQuery): boolean {
  if (!lookup.exists(path)) return false
  const forms = [path, lookup.realPath(path)]
  const isClear = (folder: string): boolean =>
    forms.every((form) => !contains(form, folder) && !contains(folder, form))
  return (
    forms.every((form) => !contains(form, home) && !contains(form, lookup.realPath(home))) &&
    forbidden.every(isClear)
  )
}

function hiddenBelow(readable: readonly string[], { lookup }: ToolchainQuery): string[] {
  return readable
    .filter((path) => !SYSTEM_FOLDERS.includes(path) && !path.startsWith('/etc/'))
    .flatMap((path) => CREDENTIALS.map((name) => join(path, name)))
    .filter((path) => lookup.exists(path))
}

function coveredBelow(readable: readonly string[], { home, forbidden, lookup }: ToolchainQuery): string[] {
  const unwanted = [home, ...forbidden].flatMap((path) => [path, lookup.realPath(path)])
  const below = unwanted.filter((path) => readable.some((shown) => shown !== path && contains(shown, path)))
  return outermost(
    below.filter((path) => lookup.exists(path)),
    new Set(),
  )
}

/** Drops what another path shows already, also by way of a system link. */
function outermost(paths: readonly string[], links: ReadonlySet<string>): string[] {
  const unique = [...new Set(paths)].toSorted()
  return unique.filter(
    (path) =>
      ![...links].some((link) => contains(link, path)) &&
      !unique.some((other) => other !== path && contains(other, path)),
  )
}

export function contains(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith('../') && !isAbsolute(way))
}
