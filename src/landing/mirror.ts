import { mirrorRef, targetRef, type Night } from '../domain/night.ts'
import { isReveilleError } from '../domain/errors.ts'
import type { Git } from '../support/git.ts'

/** How the branch that shows the target to people stands to it. */
export type Mirror =
  | { readonly kind: 'equal' }
  /** Moving it would make that checkout look changed. */
  | { readonly kind: 'checked-out'; readonly at: string }
  /** Commits that the target lacks: somebody's own, never overwritten. */
  | { readonly kind: 'foreign'; readonly commits: readonly string[] }
  /** A branch of the user takes its name away. */
  | { readonly kind: 'obstructed'; readonly branch: string }
  /** Somebody is moving it right now, or the target is not there. */
  | { readonly kind: 'elsewhere' }

/** Brings the mirror to the target wherever that loses nothing. Safe to repeat. */
export async function mirrorTarget(git: Git, night: Pick<Night, 'number'>): Promise<Mirror> {
  const tip = await git.readRef(targetRef(night))
  if (tip === null) return { kind: 'elsewhere' }
  const mirror = await git.readRef(mirrorRef(night))
  if (mirror === tip) return { kind: 'equal' }
  const commits = mirror === null ? [] : await git.commitsBetween(tip, mirror)
  if (commits.length > 0) return { kind: 'foreign', commits }
  const at = await git.worktreeOf(mirrorRef(night))
  if (at !== null) return { kind: 'checked-out', at }
  return swapMirror(git, night, { from: mirror, to: tip })
}

/** The same, right after the target went from one commit to another: most often the mirror has only to do so too. */
export async function mirrorMove(
  git: Git,
  night: Pick<Night, 'number'>,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Mirror> {
  const isFree = (await git.worktreeOf(mirrorRef(night))) === null
  const moved = isFree ? await swapMirror(git, night, { from, to }) : null
  return moved?.kind === 'equal' ? moved : mirrorTarget(git, night)
}

/** The mirror is a convenience: one that cannot be made fails nothing. */
async function swapMirror(
  git: Git,
  night: Pick<Night, 'number'>,
  { from, to }: { readonly from: string | null; readonly to: string },
): Promise<Mirror> {
  try {
    const swap = await git.compareAndSwap(mirrorRef(night), from, to)
    return swap === 'moved' ? { kind: 'equal' } : { kind: 'elsewhere' }
  } catch (error) {
    if (!isReveilleError(error, 'git-failed')) throw error
    const branch = await branchInTheWay(git, mirrorRef(night))
    return branch === null ? { kind: 'elsewhere' } : { kind: 'obstructed', branch }
  }
}

/** A name cannot be a branch and a folder of branches at once. */
async function branchInTheWay(git: Git, ref: string): Promise<string | null> {
  const folder = ref.slice(0, ref.lastIndexOf('/'))
  if ((await git.readRef(folder)) !== null) return folder.replace('refs/heads/', '')
  const [below] = await git.listRefs(`${ref}/`)
  return below?.ref.replace('refs/heads/', '') ?? null
}

/** A sentence when a person should know. */
export function mirrorNote(night: Pick<Night, 'number'>, mirror: Mirror): string | null {
  const branch = mirrorRef(night).replace('refs/heads/', '')
  switch (mirror.kind) {
    case 'foreign':
      return `${branch} holds what the target lacks, up to ${mirror.commits.at(-1)}, and is left as it is`
    case 'checked-out':
      return `${branch} is checked out at ${mirror.at}, so it stays behind the target`
    case 'obstructed':
      return `the branch ${mirror.branch} stands in the way of ${branch}`
    case 'elsewhere':
      return `${branch} could not be moved to the target`
    case 'equal':
      return null
  }
}
