/** What a script imports from its own folder, without parsing it: every string that looks like a relative path counts. */
import { posix } from 'node:path'

const SCRIPT_EXTENSIONS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx', '.json']
const INDEX_FILES = ['/index.js', '/index.mjs', '/index.cjs', '/index.ts']
const RELATIVE = /["'`](\.\/[^"'`\n\\]{1,300})["'`]/g
const PYTHON_FROM = /^[ \t]*from[ \t]+(\.?)([\w.]*)[ \t]+import[ \t]+\(?([^\n#]*)/gm
const PYTHON_IMPORT = /^[ \t]*import[ \t]+([^\n#]+)/gm

/** Paths that may exist, each inside of the script's folder. */
export function scriptImports(path: string, text: string): readonly string[] {
  const found = [...text.matchAll(RELATIVE)].flatMap(([, name = '']) =>
    [...SCRIPT_EXTENSIONS, ...INDEX_FILES].map((ending) => `${name}${ending}`),
  )
  // TypeScript may name the file that it would become.
  const typed = found.map((name) => name.replace(/\.([mc]?)js$/, '.$1ts'))
  return inside(path, [...found, ...typed])
}

/** The folder of a script that is started is on Python's path, so that plain imports find its neighbours. */
export function pythonImports(path: string, text: string): readonly string[] {
  const modules: string[] = []
  for (const [, , module = '', names = ''] of text.matchAll(PYTHON_FROM)) {
    modules.push(module, ...namesIn(names).map((name) => (module === '' ? name : `${module}.${name}`)))
  }
  for (const [, names = ''] of text.matchAll(PYTHON_IMPORT)) modules.push(...namesIn(names))
  const bases = modules.filter((module) => /^\w/.test(module)).map((module) => module.replaceAll('.', '/'))
  return inside(
    path,
    bases.flatMap((base) => [`${base}.py`, `${base}/__init__.py`]),
  )
}

function namesIn(list: string): readonly string[] {
  return list.split(',').flatMap((name) => /^[\s(]*([\w.]+)/.exec(name)?.[1] ?? [])
}

function inside(path: string, names: readonly string[]): readonly string[] {
  const folder = posix.dirname(path)
  return [...new Set(names.map((name) => posix.join(folder, name)))].filter((name) =>
    name.startsWith(`${folder}/`),
  )
}
