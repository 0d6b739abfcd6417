/** Endings that stand without a name: whoever puts a name before one at run time may mean any copy that ends so. */
import { isTestPath } from '../../../verification/protected/kinds.ts'

/** Nobody puts names together for copies of what is programmed: editors leave those. */
const CODE =
  /\.(?:[mc]?[jt]sx?|py|rb|go|rs|java|kts?|cs|php|swift|scala|c|cc|cpp|h|hpp|vue|svelte|css|scss|less|html?)$/i
const PROSE = /\.(?:md|markdown|rst|adoc|txt|po)$/i

/** What runs on all of a tree, from wherever it stands. */
const FOR_ALL =
  /^[^/]+$|^\.|^(?:bin|ci|deploy|infra|ops|scripts|tools)\/|\.(?:sh|bash|mk|bat|cmd|ps1)$|(?:^|\/)[^/.]+$/

/** A part of a project keeps copies of its own files. */
function isWithinReach(program: string, copy: string): boolean {
  const [part = ''] = program.split('/')
  return FOR_ALL.test(program) || copy.startsWith(`${part}/`)
}

/** Where bytes of a file say the ending of a copy alone, as `$name.bak` and `suffix + ".bak"` do; null where none does. */
export function endingIn(
  { path, bytes }: { readonly path: string; readonly bytes: string },
  copy: { readonly path: string; readonly original: string },
): number | null {
  const ending = copy.path.slice(copy.original.length)
  const isEnding = copy.path.startsWith(copy.original) && ending !== ''
  if (!isEnding || CODE.test(copy.original) || PROSE.test(path) || isTestPath(path)) return null
  if (!isWithinReach(path, copy.path)) return null
  const word = RegExp.escape(ending)
  // A tilde alone is somebody's home.
  const start = ending === '~' ? '\\$\\w+|\\}' : `\\$\\w+|[}%"'\x60/({]\\\\?`
  const at = bytes.search(new RegExp(`(?:${start})(?:\\.\\w+)*?${word}(?![\\w/-])`, 'i'))
  return at === -1 ? null : at
}
