import { posix } from 'node:path'

/**
 * The file of a Python module as another file names it: dots in front are folders above it, any other name is looked for below
 * every folder that could be on the path, the nearest first. Null when the tree holds no such module.
 */
export function pythonModule(
  paths: ReadonlySet<string>,
  { from, specifier }: { readonly from: string; readonly specifier: string },
): string | null {
  const [, dots = '', name = ''] = /^(\.*)(.*)$/.exec(specifier) ?? []
  const words = name === '' ? [] : name.split('.')
  const folder = posix.dirname(from)
  if (dots !== '') {
    const above = Array.from({ length: dots.length - 1 }, () => '..')
    return fileOf(paths, posix.join(folder, ...above, ...words))
  }
  if (words.length === 0) return null
  for (let root = folder; ; root = posix.dirname(root)) {
    const found = fileOf(paths, posix.join(root, ...words))
    if (found !== null || root === '.') return found
  }
}

function fileOf(paths: ReadonlySet<string>, module: string): string | null {
  const found = [`${module}.py`, posix.join(module, '__init__.py')].find((path) => paths.has(path))
  return found ?? null
}
