/** Files that nothing imports and that are used all the same, because of where they are or what they are called. */
import { posix } from 'node:path'
import { isTestPath, pathKind } from '../../../verification/protected/kinds.ts'
import type { Tree } from '../fixer.ts'
import { dependenciesIn } from './packages.ts'

const SCRIPT = String.raw`\.[mc]?[jt]sx?$`
/** Whatever a project adds to the extensions of its pages. */
const NEXT_ENDS = /^(?:page|route|default)(?:\.\w+)*\.(?:[mc]?[jt]sx?|mdx?)$/
const NEXT_WRAPS = new RegExp(
  `^(?:layout|template|loading|error|not-found|forbidden|unauthorized|global-error|global-not-found)${SCRIPT}`,
)
const NEXT_METADATA =
  /^(?:icon|apple-icon|opengraph-image|twitter-image|sitemap|robots|manifest|favicon)\d*(?:\.alt)?\.\w+$/
const NEXT_ROOT = new RegExp(
  `^(?:src/)?(?:middleware|proxy|instrumentation|instrumentation-client|mdx-components)${SCRIPT}`,
)
const OTHERS: readonly { readonly packages: RegExp; readonly folders: RegExp }[] = [
  {
    packages: /^nuxt$/,
    folders:
      /^(?:src\/|app\/)?(?:pages|layouts|middleware|plugins|server|components|composables|utils|modules|shared)\//,
  },
  { packages: /^@sveltejs\/kit$/, folders: /^src\/(?:routes|hooks|params|service-worker|app)(?:\/|\.)/ },
  { packages: /^(?:@remix-run|@react-router)\/dev$/, folders: /^app\/(?:routes\/|root\.|routes\.|entry\.)/ },
  { packages: /^astro$/, folders: /^src\/(?:pages|content|middleware|actions)(?:\/|\.)/ },
  { packages: /^gatsby$/, folders: /^(?:src\/(?:pages|templates|api)\/|gatsby-)/ },
  { packages: /^expo-router$/, folders: /^(?:src\/)?app\// },
  {
    packages: /^@tanstack\/(?:router-|[\w-]*start$)/,
    folders: /^(?:src|app)\/(?:routes\/|router\.|client\.|ssr\.)/,
  },
  { packages: /^@docusaurus\/core$/, folders: /^(?:src\/(?:pages|theme)|docs|blog)\// },
]
/** Their imports are names, which nothing here follows. */
const OTHER_LANGUAGE = /\.(?:pyi?|rb|go|rs|java|kts?|scala|cs|swift|exs?|clj|hs|php|dart|lua|erl)$/i

/** Found by tools under the name or in the folder that they have, whoever names it. */
const BY_NAME: readonly RegExp[] = [
  /(?:^|\/)(?!\.(?:git)?keep$)(?:[^/.]+|\.[^/]+)$/,
  /\.(?:ya?ml|toml|ini|cfg|conf|tf|sql|properties|service|cmd|bat|ps1|sh)$/i,
  /(?:^|\/)(?:[^/]+\.config|gulpfile|gruntfile|rakefile|webpack\.[\w-]+)\.[mc]?[jt]sx?$/i,
  /(?:^|\/)\.[^/]+\//,
  /(?:^|\/)(?:public|static|migrations|netlify\/(?:edge-)?functions|supabase\/functions)\//,
]

/** Files by which a host of functions is chosen, and where it looks for them. */
const HOSTS = [
  { file: 'vercel.json', folder: 'api/' },
  { file: 'wrangler.toml', folder: 'functions/' },
  { file: 'firebase.json', folder: 'functions/' },
]

/** Why a file is live by its place, or cannot be judged at all; null when its place says nothing. */
export function livePlace(tree: Tree, path: string): string | null {
  if (isTestPath(path)) return 'belongs to tests, which stay as they are'
  if (pathKind(path) !== null) return 'has a say in how the project is built or tested'
  if (OTHER_LANGUAGE.test(path)) return 'is in a language whose imports are not followed'
  if (tree.bytes(path)?.startsWith('#!') === true) return 'is a program, which anybody may start'
  if (BY_NAME.some((pattern) => pattern.test(path))) return 'is found by its name or its folder'
  const host = HOSTS.find(({ file, folder }) => tree.has(file) && path.startsWith(folder))
  if (host !== undefined) return `is served because of ${host.file}`
  return frameworkPlace(tree, path)
}

function frameworkPlace(tree: Tree, path: string): string | null {
  for (const { folder, packages } of packagesAbove(tree, path)) {
    const inside = folder === '.' ? path : path.slice(folder.length + 1)
    const isNext = packages.has('next') || tree.entries.some(({ path: one }) => isNextConfig(one, folder))
    const found = isNext ? nextPlace(tree, folder, inside) : null
    if (found !== null) return found
    const other = OTHERS.find(
      ({ packages: named, folders }) => [...packages].some((one) => named.test(one)) && folders.test(inside),
    )
    if (other !== undefined) return 'is found by its framework in the folder where it is'
  }
  return null
}

function isNextConfig(path: string, folder: string): boolean {
  return posix.dirname(path) === folder && /^next\.config\.[mc]?[jt]s$/.test(posix.basename(path))
}

function nextPlace(tree: Tree, folder: string, inside: string): string | null {
  if (NEXT_ROOT.test(inside)) return 'is loaded by Next.js for every request'
  const pages = /^(?:src\/)?pages\/(.+)$/.exec(inside)
  if (pages !== null && /\.[mc]?[jt]sx?$|\.mdx?$/.test(inside)) return `serves ${urlOf(pages[1] ?? '')}`
  const app = /^((?:src\/)?app)\/(.+)$/.exec(inside)
  if (app === null || isPrivate(app[2] ?? '')) return null
  const [, top = '', route = ''] = app
  const name = posix.basename(route)
  if (NEXT_ENDS.test(name)) return `serves ${urlOf(route)}`
  if (NEXT_METADATA.test(name)) return `is served by Next.js as part of ${urlOf(route)}`
  if (!NEXT_WRAPS.test(name)) return null
  const beneath = posix.join(folder, top, posix.dirname(route), '/')
  const end = tree.entries.find(
    ({ path }) =>
      path.startsWith(beneath) &&
      NEXT_ENDS.test(posix.basename(path)) &&
      !isPrivate(path.slice(beneath.length)),
  )
  return end === undefined ? null : `stands around ${end.path}`
}

/** Folders that begin with an underscore take no part in routing. */
function isPrivate(route: string): boolean {
  return posix
    .dirname(route)
    .split('/')
    .some((segment) => segment.startsWith('_'))
}

/** Groups and slots do not show in an address. */
function urlOf(route: string): string {
  const segments = posix
    .dirname(route)
    .split('/')
    .filter((segment) => segment !== '.' && !/^\(.*\)$|^@/.test(segment))
  const name = posix.basename(route).replace(/\.\w+$/, '')
  const last = /^(?:page|route|default|index)$/.test(name) ? [] : [name]
  return `/${[...segments, ...last].join('/')}`
}

interface PackageAbove {
  readonly folder: string
  /** Names of everything it depends on. */
  readonly packages: ReadonlySet<string>
}

function packagesAbove(tree: Tree, path: string): readonly PackageAbove[] {
  const found: PackageAbove[] = []
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const text = tree.text(folder === '.' ? 'package.json' : `${folder}/package.json`)
    found.push({ folder, packages: new Set(text === null ? [] : dependenciesIn(text)) })
    if (folder === '.') return found
  }
}
