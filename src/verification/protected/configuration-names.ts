/** Files that the configuration of test runners and compilers names: setup files, environments, reporters, plugins. */
import { folderOf, joined } from '../closure/places.ts'
import type { TreeReader } from '../file-change.ts'
import { isInSourceFolder, pathKind } from './kinds.ts'

const MOST_FILES = 200
/** Configuration that can name files. */
const NAMES_FILES =
  /(?:^|\/)(?:package\.json|\.?(?:jest|vitest|vite|mocha|ava|karma|cypress|playwright|babel|eslint|nyc|c8)[^/]*|\.(?:mocharc|nycrc|c8rc|babelrc|swcrc)[^/]*)$/
const KEYS = [
  'setupFiles|setupFilesAfterEnv|globalSetup|globalTeardown|setupFile|supportFile|require|import|loader|extends',
  'testEnvironment|environment|reporters?|runner|testRunner|pool|resolver|sequencer|testSequencer|processor',
  'snapshotSerializers|snapshotEnvironment|transform|presets?|plugins|testResultsProcessor',
].join('|')
const VALUES = new RegExp(
  `(?<![\\w-])["']?(?:${KEYS})["']?[ \\t]*:\\s*(\\[[^\\]]{0,4000}\\]|\\{[^}]{0,4000}\\}|["'\`][^"'\`\\n]{1,300}["'\`]|[^\\s,'"\`[{][^\\n,]{0,300}|(?:\\n[ \\t]*-[^\\n]{1,300})+)`,
  'g',
)
const IMPORTS = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*["'](\.{1,2}\/[^"'\n]{1,300})["']/g
const PACKAGE = /(?:^|\/)package\.json$/
const PACKAGE_KEYS = new Set([
  'jest',
  'vitest',
  'mocha',
  'ava',
  'babel',
  'nyc',
  'c8',
  'eslintConfig',
  'tap',
  'swc',
])
const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.json', '/index.js', '/index.ts']

/** Existing files, outside of source folders and besides those that are protected for their own name. */
export async function namedByConfiguration(tree: TreeReader): Promise<readonly string[]> {
  const paths = new Set(tree.paths)
  const configuration = tree.paths.filter(
    (path) => NAMES_FILES.test(path) && pathKind(path) === 'configuration',
  )
  const found = new Set<string>()
  for (const path of configuration.slice(0, MOST_FILES)) {
    const text = await tree.read(path)
    const settings = text !== null && PACKAGE.test(path) ? toolSettings(text) : text
    for (const name of settings === null ? [] : namesIn(settings)) {
      const file = existing(paths, folderOf(path), name)
      if (file !== undefined && pathKind(file) === null && !isInSourceFolder(file)) found.add(file)
    }
  }
  return [...found].toSorted()
}

/** In a package.json the same words name scripts and what the package exports, too. */
function toolSettings(text: string): string | null {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null) return null
    const settings: readonly (readonly [string, unknown])[] = Object.entries(parsed)
    return JSON.stringify(settings.filter(([key]) => PACKAGE_KEYS.has(key)).map(([, value]) => value))
  } catch {
    return null
  }
}

function namesIn(text: string): readonly string[] {
  const values = [...text.matchAll(VALUES)].flatMap(([, value = '']) =>
    value.split(/["'`\s,[\]{}]+/).filter((word) => /[./]/.test(word)),
  )
  return [...values, ...[...text.matchAll(IMPORTS)].flatMap(([, name]) => name ?? [])]
}

function existing(paths: ReadonlySet<string>, folder: string, name: string): string | undefined {
  const base = joined(folder, name.replace(/^<rootDir>\/?/, './'))
  if (base === null) return undefined
  return ENDINGS.map((ending) => `${base}${ending}`).find((path) => paths.has(path))
}
