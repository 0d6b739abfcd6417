/** How an importer would name another module, in the way in which it named the last one. */
import { posix } from 'node:path'
import type { Resolution } from './resolution.ts'
import { stemsOf } from './subject.ts'

export interface Renaming {
  readonly importer: string
  /** As it is written now, and the file that it means. */
  readonly specifier: string
  readonly file: string
  /** The module to name instead. */
  readonly replacement: string
}

/** Null when no way of writing it leads there. */
export function renamed(resolution: Resolution, renaming: Renaming): string | null {
  const ways = renaming.specifier.startsWith('.')
    ? relativeWays(renaming)
    : [...aliasedWays(renaming), ...relativeWays(renaming)]
  return ways.find((way) => resolution.fileOf(renaming.importer, way) === renaming.replacement) ?? null
}

function relativeWays({ importer, specifier, file, replacement }: Renaming): readonly string[] {
  return endingsLike(specifier, file, replacement).map((target) => {
    const path = posix.relative(posix.dirname(importer), target)
    return path.startsWith('../') ? path : path === '' ? '.' : `./${path}`
  })
}

/** An alias stands for the beginning of a path: what stands behind it, in the specifier and in the path, is the same. */
function aliasedWays({ specifier, file, replacement }: Renaming): readonly string[] {
  const old = [file, ...stemsOf(file), jsName(file)].find((path) => sameTail(specifier, path) > 0)
  if (old === undefined) return []
  const [words, path] = [specifier.split('/'), old.split('/')]
  const ways: string[] = []
  for (let tail = sameTail(specifier, old); tail >= 0; tail--) {
    const [alias, base] = [words.slice(0, words.length - tail), path.slice(0, path.length - tail)]
    const beginning = base.length === 0 ? '' : `${base.join('/')}/`
    for (const target of endingsLike(specifier, file, replacement))
      if (target.startsWith(beginning)) ways.push([...alias, target.slice(beginning.length)].join('/'))
  }
  return ways.filter((way) => !way.startsWith('/'))
}

function sameTail(specifier: string, path: string): number {
  const [words, own] = [specifier.split('/'), path.split('/')]
  let same = 0
  while (same < words.length && same < own.length && words.at(-1 - same) === own.at(-1 - same)) same += 1
  return same
}

/** With the extension if the old one had it, or the compiled one, or where nobody finds it without; as a last resort in any other way. */
function endingsLike(specifier: string, file: string, replacement: string): readonly string[] {
  const isNamedInFull = /\.[mc][jt]s$/.test(replacement)
  const [stem = replacement, ...shorter] = isNamedInFull ? [jsName(replacement)] : stemsOf(replacement)
  const named = posix.extname(file) !== '' && specifier.endsWith(posix.extname(file))
  const compiled = /\.[mc]?jsx?$/.test(specifier)
  const bare = posix.basename(specifier) === 'index' ? [stem, ...shorter] : [...shorter.toReversed(), stem]
  if (named) return [replacement, jsName(replacement), ...bare]
  return compiled ? [jsName(replacement), replacement, ...bare] : [...bare, jsName(replacement), replacement]
}

/** TypeScript may name the file that it would become. */
function jsName(path: string): string {
  return path.replace(/\.([mc]?)tsx?$/, '.$1js')
}
