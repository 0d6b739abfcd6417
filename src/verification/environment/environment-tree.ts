/**
 * Of which files the environment of a change is made. Set-up has network and what it leaves is used by everybody, so its
 * scripts are those of the target: of a change it takes lock files alone, and only such as the scope names one by one.
 */
import type { Scope } from '../../domain/task.ts'
import type { Config } from '../../spec/config.ts'
import { namesLiterally } from '../../spec/scope.ts'
import { ReveilleError } from '../../domain/errors.ts'
import { isLockFile } from '../../workspaces/environment.ts'
import type { Environment } from '../../workspaces/workspace.ts'
import type { VerificationWorld } from '../world.ts'

export interface EnvironmentFacts {
  readonly setup: Pick<NonNullable<Config['setup']>, 'locks'> | null
  /** Null for the user's own work, which is trusted as the target is. */
  readonly scope: Pick<Scope, 'write'> | null
  /** Paths in which the work differs from the target. */
  readonly changed: readonly string[]
}

export type EnvironmentTree =
  | { readonly kind: 'target' | 'work' }
  /** The target's, with these files of the work. */
  | { readonly kind: 'target-with-locks'; readonly locks: readonly string[] }
  /** Lock files that the scope does not name literally. */
  | { readonly kind: 'refused'; readonly locks: readonly string[] }

export function decideEnvironmentTree({ setup, scope, changed }: EnvironmentFacts): EnvironmentTree {
  if (scope === null) return { kind: 'work' }
  const locks = setup === null ? [] : changed.filter((path) => isLockFile(setup, path))
  if (locks.length === 0) return { kind: 'target' }
  const unnamed = locks.filter((path) => !namesLiterally(scope, path))
  return unnamed.length > 0 ? { kind: 'refused', locks: unnamed } : { kind: 'target-with-locks', locks }
}

/** Work that was merged with the target's tip. */
export interface MergedWork {
  readonly tip: string
  /** Commit or tree. */
  readonly merged: string
  readonly scope: EnvironmentFacts['scope']
}

type World = Pick<VerificationWorld, 'environments' | 'config'> & {
  readonly git: Pick<VerificationWorld['git'], 'changes' | 'treeOf' | 'treeWith'>
}

export async function lookAtEnvironment(
  {
    git,
    config: { setup },
  }: Pick<World, 'config'> & { readonly git: Pick<VerificationWorld['git'], 'changes'> },
  { tip, merged, scope }: MergedWork,
): Promise<EnvironmentTree> {
  const hasLocks = scope !== null && setup !== null && setup.locks.length > 0
  const changed = hasLocks ? (await git.changes(tip, merged)).map(({ path }) => path) : []
  return decideEnvironmentTree({ setup, scope, changed })
}

/** The environment in which the work is proved; that of the tip once it has landed. */
export async function environmentOfWork(world: World, work: MergedWork): Promise<Environment> {
  return world.environments.ensure(await treeForWork(world, work))
}

async function treeForWork(world: World, work: MergedWork): Promise<string> {
  const { git } = world
  const { tip, merged } = work
  const decision = await lookAtEnvironment(world, work)
  switch (decision.kind) {
    case 'target':
      return git.treeOf(tip)
    case 'work':
      return git.treeOf(merged)
    case 'target-with-locks':
      return git.treeWith(await git.treeOf(tip), { from: await git.treeOf(merged), paths: decision.locks })
    case 'refused': {
      const named = decision.locks.map((path) => JSON.stringify(path)).join(', ')
      // The diff gate has let it pass, so that only the merge, or another scope since, can have led to it.
      const sentence = `the work changes ${named}, and no environment is made of lock files that its scope does not name literally`
      throw new ReveilleError('environment-failed', sentence)
    }
  }
}
