/** Trees that exist nowhere but in a question: what do the target's tests say of the new code, and the new ones of the old? */
import type { Git } from '../../support/git.ts'

interface Trees {
  readonly git: Pick<Git, 'treeWith'>
  /** Tree of the work merged with the target. */
  readonly merged: string
  /** Tree of the target. */
  readonly target: string
  /** Protected paths in which the two differ. */
  readonly paths: readonly string[]
}

/** The new code with the target's copies of those files; what the work added of them is gone; `texts` stand for some. */
export async function oldTestsTree({
  git,
  merged,
  target,
  paths,
  texts,
}: Trees & { readonly texts: ReadonlyMap<string, string> }): Promise<string> {
  return git.treeWith(merged, { from: target, paths, texts })
}

/** The target's code with the work's copies of those files; what the work deleted of them is gone. */
export async function transplantTree({ git, merged, target, paths }: Trees): Promise<string> {
  return git.treeWith(target, { from: merged, paths })
}
