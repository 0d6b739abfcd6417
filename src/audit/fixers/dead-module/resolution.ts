import { readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, join, posix, relative } from 'node:path'
import { ResolverFactory, type NapiResolveOptions } from 'oxc-resolver'
import type { Tree } from '../fixer.ts'
import { descriptionIn } from './packages.ts'

/** What a specifier leads to, as Node, TypeScript and bundlers would find it: paths of the tree, null for all else. */
export interface Resolution {
  readonly fileOf: (from: string, specifier: string) => string | null
  readonly folderOf: (from: string, specifier: string) => string | null
}

const OPTIONS = {
  extensions: [
    ...['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.vue', '.svelte', '.astro'],
    ...['.css', '.scss', '.sass', '.less', '.d.ts', '.d.mts', '.d.cts'],
  ],
  extensionAlias: {
    '.js': ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
    '.jsx': ['.tsx', '.jsx'],
    '.mjs': ['.mts', '.d.mts', '.mjs'],
    '.cjs': ['.cts', '.d.cts', '.cjs'],
  },
  conditionNames: ['types', 'node', 'import', 'require', 'module', 'browser', 'development', 'default'],
  mainFields: ['types', 'module', 'main'],
} satisfies NapiResolveOptions

const CONFIG = /(?:^|\/)(?:ts|js)config[\w.-]*\.json$/

export function createResolution(tree: Tree): Resolution {
  const root = realpathSync(tree.root)
  const ways = waysOf(tree, root)
  const find = (from: string, specifier: string, toFolder: boolean): string | null => {
    const bare = bareSpecifier(specifier)
    if (bare === '' || bare.includes('\0')) return null
    for (const way of ways(from, toFolder)) {
      const found = way(bare)
      const path = found === undefined ? null : insideOf(root, found)
      if (path !== null && (toFolder || tree.has(path))) return path
    }
    return null
  }
  return {
    fileOf: (from, specifier) => find(from, specifier, false),
    folderOf: (from, specifier) => find(from, specifier, true),
  }
}

/** Without what loaders read: `raw!./a.svg?inline` is `./a.svg`. A `#` begins imports of a package. */
export function bareSpecifier(specifier: string): string {
  return specifier.slice(specifier.lastIndexOf('!') + 1).replace(/(?!^)[?#].*$/s, '')
}

type Way = (specifier: string) => string | undefined

/**
 * By the configuration that is nearest, then without any (one may be broken, or extend what is not installed), then by each
 * other configuration above, then by the names of the tree's own packages, which need not be installed either.
 */
function waysOf(tree: Tree, root: string): (from: string, toFolder: boolean) => readonly Way[] {
  const factories = new Map<string, ResolverFactory>()
  const factory = (key: string, options: NapiResolveOptions): ResolverFactory => {
    const known = factories.get(key) ?? new ResolverFactory({ ...OPTIONS, ...options })
    factories.set(key, known)
    return known
  }
  const configs = tree.entries.map(({ path }) => path).filter((path) => CONFIG.test(path))
  const packages = packagesOf(tree, root)
  return (from, toFolder) => {
    const kind = toFolder ? { resolveToContext: true } : {}
    const file = join(root, from)
    const above = configs.filter((path) => isAbove(posix.dirname(path), from))
    const plain = factory(`plain ${toFolder}`, kind)
    return [
      (name) => factory(`auto ${toFolder}`, { ...kind, tsconfig: 'auto' }).resolveFileSync(file, name).path,
      (name) => plain.sync(posix.dirname(file), name).path,
      ...above.map((config): Way => (name) => {
        if (name.startsWith('.')) return undefined
        const tsconfig = { configFile: join(root, config) }
        const chosen = factory(`${config} ${toFolder}`, { ...kind, tsconfig })
        return chosen.sync(posix.dirname(file), name).path
      }),
      (name) => byPackage(plain, packages, name),
    ]
  }
}

interface Package {
  readonly name: string
  readonly folder: string
}

function packagesOf(tree: Tree, root: string): readonly Package[] {
  return tree.entries.flatMap(({ path }) => {
    if (posix.basename(path) !== 'package.json') return []
    const name = nameIn(readFileSync(join(root, path), 'utf8'))
    return name === null ? [] : [{ name, folder: posix.dirname(join(root, path)) }]
  })
}

function nameIn(text: string): string | null {
  const name = descriptionIn(text)?.['name']
  return typeof name === 'string' && name !== '' ? name : null
}

/** A package may import itself by its exports; one without exports is its folder. */
function byPackage(
  plain: ResolverFactory,
  packages: readonly Package[],
  specifier: string,
): string | undefined {
  const owner = packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`))
  if (owner === undefined) return undefined
  const byExports = plain.sync(owner.folder, specifier).path
  return byExports ?? plain.sync(owner.folder, `.${specifier.slice(owner.name.length)}`).path
}

function isAbove(folder: string, path: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`)
}

function insideOf(root: string, place: string): string | null {
  const path = relative(root, place)
  return path === '' || path.startsWith('..') || isAbsolute(path) ? null : path
}
