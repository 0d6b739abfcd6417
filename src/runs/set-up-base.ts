import { targetRef } from '../domain/night.ts'
import type { RunInHand, RunWorld } from './life.ts'

/**
 * The commit whose set-up the run is given. Set-up has network and what it leaves is used by everybody, so a commit that a
 * task names is set up itself only when it is part of the target or of a branch of the user's: an agent's saved work can be
 * looked at too, but then with what is installed for the target.
 */
export async function setUpBase(
  { git }: Pick<RunWorld, 'git'>,
  { run, task, night }: Pick<RunInHand, 'run' | 'task' | 'night'>,
): Promise<string> {
  if (task.at === null) return run.base
  const tip = (await git.readRef(targetRef(night))) ?? night.base
  const branches = (await git.listRefs('refs/heads/')).map(({ commit }) => commit)
  for (const trusted of new Set([tip, ...branches])) {
    if (await git.isAncestor(run.base, trusted)) return run.base
  }
  return tip
}
