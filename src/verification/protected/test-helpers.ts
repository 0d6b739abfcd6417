/** What tests import from places that are called after testing, besides the folders that hold nothing but tests. */
import { folderOf, foldersUp, joined, within } from '../closure/places.ts'
import type { TreeReader } from '../file-change.ts'
import { isPython } from '../syntax/python.ts'
import { isScript } from '../syntax/script-program.ts'
import { isInSourceFolder, pathKind } from './kinds.ts'

const MOST_READ = 300
const AT_ONCE = 8
/** As a word of its own in the path: `testing/helper.mjs`, `lib_test_support.py`, `harness/server.ts`. */
const NAMED_AFTER_TESTS =
  /(?:^|[/._-])(?:testing|tests?|testkit|testutils?|testhelpers?|specs?|mocks?|harness)(?=[/._-])/i
const SCRIPT_IMPORT = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*["'](\.{1,2}\/[^"'\n]{1,300})["']/g
const PYTHON_IMPORT = /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?([^\n#]*)|import[ \t]+([\w.]+))/gm
const ENDINGS = [
  '',
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
  '.mts',
  '.cts',
  '.tsx',
  '.jsx',
  '.json',
  '/index.js',
  '/index.ts',
]

/** Those of the tree, sorted. Nothing is read where no path could be one. */
export async function testHelpers(tree: TreeReader, tests: readonly string[]): Promise<readonly string[]> {
  const known = new Set(tree.paths)
  const candidates = new Set(tree.paths.filter((path) => mayHelp(path, known)))
  if (candidates.size === 0) return []
  const found = new Set<string>()
  let reading: readonly string[] = tests.slice(0, MOST_READ)
  for (let left = MOST_READ; reading.length > 0 && left > 0; left -= reading.length) {
    const imported = await importsOf(tree, reading.slice(0, left))
    reading = imported.filter((path) => candidates.has(path) && !found.has(path))
    for (const path of reading) found.add(path)
  }
  return [...found].toSorted()
}

function mayHelp(path: string, known: ReadonlySet<string>): boolean {
  if (pathKind(path) !== null || !NAMED_AFTER_TESTS.test(path) || isInSourceFolder(path)) return false
  return !(isScript(path) || isPython(path) || path.endsWith('.json')) ? false : !isOfProduct(path, known)
}

/** A package that others install, or a part of one, may be called so because it is for the tests of its users. */
function isOfProduct(path: string, known: ReadonlySet<string>): boolean {
  const folder = folderOf(path)
  if (folder === '') return false
  if (known.has(within(folder, 'package.json'))) return true
  return known.has(within(folderOf(folder), '__init__.py')) && folderOf(folder) !== ''
}

async function importsOf(tree: TreeReader, paths: readonly string[]): Promise<readonly string[]> {
  const known = new Set(tree.paths)
  const found = new Set<string>()
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const part = paths.slice(at, at + AT_ONCE)
    const texts = await Promise.all(part.map((path) => tree.read(path)))
    for (const [index, path] of part.entries())
      for (const one of isPython(path) ? pythonNames(path, texts[index]) : scriptNames(path, texts[index]))
        if (known.has(one)) found.add(one)
  }
  return [...found]
}

function scriptNames(path: string, text: string | null | undefined): readonly string[] {
  return [...(text ?? '').matchAll(SCRIPT_IMPORT)].flatMap(([, name = '']) => {
    const base = joined(folderOf(path), name)
    if (base === null) return []
    // TypeScript may name the file that it would become.
    return [...ENDINGS.map((ending) => `${base}${ending}`), base.replace(/\.([mc]?)js$/, '.$1ts')]
  })
}

/** A module may be named from any folder above that is on Python's path. */
function pythonNames(path: string, text: string | null | undefined): readonly string[] {
  const modules = [...(text ?? '').matchAll(PYTHON_IMPORT)].flatMap(([, from, names = '', plain]) => {
    const module = (from ?? plain ?? '').replace(/^\.+/, '')
    const inner = names.split(',').flatMap((name) => /^\s*(\w+)/.exec(name)?.[1] ?? [])
    return [module, ...inner.map((name) => (module === '' ? name : `${module}.${name}`))]
  })
  const bases = modules.filter((module) => module !== '').map((module) => module.replaceAll('.', '/'))
  return foldersUp(folderOf(path)).flatMap((folder) =>
    bases.flatMap((base) => [within(folder, `${base}.py`), within(folder, `${base}/__init__.py`)]),
  )
}
