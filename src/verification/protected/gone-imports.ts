/**
 * Old tests of code that the work removed or renamed: the module still loads, with nothing under the names that are gone, so that
 * the tests that never used them can still be asked. No parser reads it; what is not understood stays as it is.
 */
import { folderOf, foldersUp, joined, within } from '../closure/places.ts'
import type { TreeReader } from '../file-change.ts'
import { isPython } from '../syntax/python.ts'

export interface GoneImports {
  readonly path: string
  /** The old file, which imports what is gone as nothing. */
  readonly text: string
  /** Names of the file for what is gone. */
  readonly names: readonly string[]
}

interface Import {
  /** The whole statement, as it is written. */
  readonly statement: string
  readonly module: string
  readonly names: readonly { readonly name: string; readonly local: string }[]
}

const SCRIPT = /^import\s*\{([^}'"]*)\}\s*from\s*(['"])(\.{1,2}\/[^'"\n]+)\2[ \t]*;?/gm
const PYTHON = /^from[ \t]+([\w.]+)[ \t]+import[ \t]+(?:\(([^()]*)\)|([\w, \t]+))[ \t]*$/gm
const SCRIPT_WHOLE =
  /(?:^import\s*\*\s*as\s+[\w$]+\s+from|^(?:const|let|var)\s[^=\n]{1,300}=\s*require\()\s*(['"])(\.{1,2}\/[^'"\n]+)\1/gm
const PYTHON_WHOLE = /^import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+\w+)?[ \t]*$/gm
/** Folders from which projects install their packages, besides the one that holds them. */
const PYTHON_ROOTS = ['src', 'lib', 'python']
const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx', '/index.js', '/index.ts']

/** Null where the file imports nothing that the work took away. `was` is the tree of the target, `is` that of the work. */
export async function goneImports(
  path: string,
  { was, is }: { readonly was: TreeReader; readonly is: TreeReader },
): Promise<GoneImports | null> {
  const text = await was.read(path)
  if (text === null) return null
  const gone = new Set<string>()
  let tolerant = text
  for (const [index, one] of importsIn(path, text).entries()) {
    const module = modulesOf(path, one.module).find((candidate) => was.paths.includes(candidate))
    if (module === undefined) continue
    const [before, after] = [await was.read(module), await is.read(module)]
    const missing = one.names.filter(
      ({ name }) => offers(module, before, name) && !offers(module, after, name),
    )
    if (missing.length === 0) continue
    for (const { local } of missing) gone.add(local)
    const instead = isPython(path)
      ? inPython(one, missing)
      : inScript(one, { index, isThere: after !== null })
    tolerant = tolerant.replace(one.statement, () => instead)
  }
  for (const name of await goneMembers({ path, text }, { was, is })) gone.add(name)
  return gone.size === 0 ? null : { path, text: tolerant, names: [...gone] }
}

/** Words of the file that are members of a module it imports as a whole, and no more: it loads, and finds nothing under them. */
async function goneMembers(
  { path, text }: { readonly path: string; readonly text: string },
  { was, is }: { readonly was: TreeReader; readonly is: TreeReader },
): Promise<readonly string[]> {
  const modules = wholeImports(path, text).flatMap((named) => modulesOf(path, named))
  const words = new Set(text.match(/[A-Za-z_$][\w$]*/g))
  const found: string[] = []
  for (const module of new Set(modules.filter((candidate) => was.paths.includes(candidate)))) {
    const [before, after] = [await was.read(module), await is.read(module)]
    if (before === null || after === null || before === after) continue
    found.push(...[...words].filter((word) => offers(module, before, word) && !offers(module, after, word)))
  }
  return found
}

function wholeImports(path: string, text: string): readonly string[] {
  if (!isPython(path)) return [...text.matchAll(SCRIPT_WHOLE)].map(([, , module = '']) => module)
  const inner = importsIn(path, text).flatMap(({ module, names }) =>
    names.map(({ name }) => `${module}${module.endsWith('.') ? '' : '.'}${name}`),
  )
  return [...[...text.matchAll(PYTHON_WHOLE)].map(([, module = '']) => module), ...inner]
}

/** Whether a test of the file uses something that is gone. `id` is what its runner calls it. */
export function usesGone({ names, text: old }: GoneImports, id: string): boolean {
  const title = id.slice(id.lastIndexOf(' > ') + ' > '.length).replace(/\[.*$/s, '')
  const bodies = testsIn(old).filter(({ head }) => head.includes(title))
  return bodies.some(({ text }) =>
    names.some((name) => new RegExp(`(?<![\\w$])${RegExp.escape(name)}(?![\\w$])`).test(text)),
  )
}

function importsIn(path: string, text: string): readonly Import[] {
  if (isPython(path))
    return [...text.matchAll(PYTHON)].map(([statement, module = '', inner, plain]) => ({
      ...{ statement, module, names: namesIn(inner ?? plain ?? '') },
    }))
  return [...text.matchAll(SCRIPT)].map(([statement, inner = '', , module = '']) => ({
    ...{ statement, module, names: namesIn(inner) },
  }))
}

function namesIn(list: string): Import['names'] {
  return list
    .replaceAll(/#.*$|\/\/.*$/gm, '')
    .split(',')
    .map((part) => part.trim().split(/\s+as\s+/))
    .filter(([name = '']) => /^[\w$]+$/.test(name))
    .map(([name = '', local = name]) => ({ name, local }))
}

function modulesOf(path: string, module: string): readonly string[] {
  if (!isPython(path)) {
    const base = joined(folderOf(path), module)
    if (base === null) return []
    return [...ENDINGS.map((ending) => `${base}${ending}`), base.replace(/\.([mc]?)js$/, '.$1ts')]
  }
  const dots = /^\.*/.exec(module)?.[0].length ?? 0
  const inner = module.slice(dots).replaceAll('.', '/')
  const folders = foldersUp(folderOf(path))
  const roots = folders.flatMap((folder) => PYTHON_ROOTS.map((root) => within(folder, root)))
  const bases = dots === 0 ? [...folders, ...roots] : folders.slice(dots - 1, dots)
  return bases.flatMap((folder) => [`${within(folder, inner)}.py`, `${within(folder, inner)}/__init__.py`])
}

/** Whether a module has something of that name for others, as far as its text tells; one that hands on everything may. */
function offers(path: string, text: string | null, name: string): boolean {
  if (text === null) return false
  if (isPython(path))
    return new RegExp(
      `^(?:(?:async )?def|class) ${name}\\b|^${name}\\s*[:=]|^\\s*(?:from|import)\\b.*\\b${name}\\b|import \\*|^\\s+${name},?$`,
      'm',
    ).test(text)
  const quoted = RegExp.escape(name)
  return new RegExp(
    `\\bexport\\s+(?:default\\s+)?(?:declare\\s+)?(?:async\\s+)?(?:abstract\\s+)?(?:function\\s*\\*?|class|const|let|var|enum|type|interface|namespace)\\s+${quoted}(?![\\w$])|\\bexport\\s*(?:type\\s*)?\\{[^}]*(?<![\\w$])${quoted}(?![\\w$])[^}]*\\}|\\bexport\\s*\\*|\\bexport\\s+(?:const|let|var)\\s*\\{[^}]*${quoted}|exports\\.${quoted}(?![\\w$])|module\\.exports\\s*=`,
  ).test(text)
}

function inScript(
  { statement, names }: Import,
  { index, isThere }: { readonly index: number; readonly isThere: boolean },
): string {
  const taken = names.map(({ name, local }) => (name === local ? name : `${name}: ${local}`)).join(', ')
  if (!isThere) return `const { ${taken} } = {};`
  const space = `reveilleModule${index}`
  return `${statement.replace(/\{[^}]*\}/, `* as ${space}`).replace(/;?$/, ';')} const { ${taken} } = ${space};`
}

function inPython({ names, module }: Import, missing: Import['names']): string {
  const rest = names.filter((one) => !missing.includes(one))
  const nothing = missing.map(({ local }) => `${local} = None`).join('; ')
  if (rest.length === 0) return nothing
  const kept = rest.map(({ name, local }) => (name === local ? name : `${name} as ${local}`)).join(', ')
  return `from ${module} import ${kept}; ${nothing}`
}

const TEST_BEGINS = /^\s*(?:(?:test|it|describe|suite)(?:\.\w+)*\s*\(|(?:async\s+)?def test|class )/

/** From each line that begins a test to the next one that does. */
function testsIn(text: string): readonly { readonly head: string; readonly text: string }[] {
  const tests: { head: string; text: string }[] = []
  for (const line of text.split('\n')) {
    const last = tests.at(-1)
    if (last === undefined || TEST_BEGINS.test(line)) tests.push({ head: line, text: line })
    else last.text += `\n${line}`
  }
  return tests
}
