import { posix } from 'node:path'
import type { Scope, TaskKind } from '../../domain/task.ts'
import { scopeMatcher } from '../../spec/scope.ts'
import type { Git, TreeChange } from '../../support/git.ts'
import { decideEnvironmentTree, type EnvironmentFacts } from '../environment/environment-tree.ts'
import type { DiffVerdict } from '../verifier.ts'

const SYMLINK = '120000'
const SUBMODULE = '160000'
const NAMED_PATHS = 5
const UNNAMED_LOCKS =
  'It changes what is installed for everybody; name the lock file literally, without globs, in the scope'

/** A finished piece of work, as data. */
export interface Diff {
  readonly kind: TaskKind
  readonly scope: Pick<Scope, 'write'>
  readonly setup: EnvironmentFacts['setup']
  readonly changes: readonly TreeChange[]
  /** Paths that cannot be work at all. */
  readonly refused: readonly string[]
  /** Where each symlink among the changes points. One that is missing here counts as pointing outside. */
  readonly links: ReadonlyMap<string, string>
}

/** Work may change what its scope names and nothing else; a kind of task without a diff may change nothing. */
export function judgeDiff(diff: Diff): DiffVerdict {
  const refused = [...new Set([...diff.refused, ...submodules(diff.changes)])].toSorted()
  if (refused.length > 0) return refuse('It leaves submodule entries or special files', refused)
  if (diff.changes.length === 0) {
    if (diff.kind !== 'change') return { kind: 'ok' }
    return { kind: 'refused', reason: 'no-change', detail: 'It changed no file.', paths: [] }
  }
  const allowed = diff.kind === 'change' ? scopeMatcher(diff.scope) : (): boolean => false
  const changed = diff.changes.map((change) => change.path)
  const outside = changed.filter((path) => !allowed(path))
  if (outside.length > 0) return refuse('It changes paths outside its scope', outside)
  const environment = decideEnvironmentTree({ ...diff, changed })
  if (environment.kind === 'refused') return refuse(UNNAMED_LOCKS, environment.locks)
  const escaping = diff.changes.filter((change) => isEscape(change, diff.links)).map((change) => change.path)
  if (escaping.length > 0) return refuse('It leaves symlinks that point out of the tree', escaping)
  return { kind: 'ok' }
}

/** Where the symlinks among the changes point in the tree or commit `to`. */
export async function linkTargets(
  git: Pick<Git, 'readFile'>,
  to: string,
  changes: readonly TreeChange[],
): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>()
  for (const { path, mode } of changes) {
    const content = mode === SYMLINK ? await git.readFile(to, path) : null
    if (content !== null) targets.set(path, content.toString('utf8'))
  }
  return targets
}

/**
 * Whether a link at `path` can lead out of the tree or into its git directory. `..` is allowed only at the start: behind a
 * name it is resolved from wherever that name, which may be a link itself, leads.
 */
export function leadsOutside(path: string, target: string): boolean {
  if (target === '' || posix.isAbsolute(target)) return true
  const parts = target.split('/').filter((part) => part !== '' && part !== '.')
  const climbs = parts.findIndex((part) => part !== '..')
  const ups = climbs === -1 ? parts.length : climbs
  const depth = path.split('/').length - 1
  if (ups > depth || parts.slice(ups).includes('..')) return true
  const whole = [...path.split('/').slice(0, depth - ups), ...parts.slice(ups)]
  return whole.some((part) => part.toLowerCase() === '.git')
}

function isEscape({ path, mode }: TreeChange, links: Diff['links']): boolean {
  if (mode !== SYMLINK) return false
  const target = links.get(path)
  return target === undefined || leadsOutside(path, target)
}

function submodules(changes: readonly TreeChange[]): readonly string[] {
  return changes.filter((change) => change.mode === SUBMODULE).map((change) => change.path)
}

function refuse(what: string, paths: readonly string[]): DiffVerdict {
  const more = paths.length - NAMED_PATHS
  const named = paths
    .slice(0, NAMED_PATHS)
    .map((path) => JSON.stringify(path))
    .join(', ')
  const detail = `${what}: ${named}${more > 0 ? ` and ${more} more` : ''}.`
  return { kind: 'refused', reason: 'out-of-scope', detail, paths }
}
