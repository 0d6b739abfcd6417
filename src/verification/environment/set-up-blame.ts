import { isReveilleError } from '../../domain/errors.ts'
import { lookAtEnvironment, type MergedWork } from './environment-tree.ts'
import type { VerificationWorld } from '../world.ts'

/**
 * Why set-up fails on the lock files of work that was merged with the target's tip, when it works on the tip alone: that is
 * the work's fault. Any other failure is thrown as it is: it says nothing about the work.
 */
export async function blameSetUp(
  world: Pick<VerificationWorld, 'config'> & {
    readonly environments: Pick<VerificationWorld['environments'], 'ensure'>
    readonly git: Pick<VerificationWorld['git'], 'changes' | 'treeOf'>
  },
  { error, ...work }: MergedWork & { readonly error: unknown },
): Promise<string> {
  if (!isReveilleError(error, 'environment-failed')) throw error
  if ((await lookAtEnvironment(world, work)).kind === 'target') throw error
  await world.environments.ensure(await world.git.treeOf(work.tip))
  return `Set-up works on the target and fails on the work merged with it: ${error.message}`
}
