import { isReveilleError } from '../domain/errors.ts'
import type { VerificationWorld } from './world.ts'

/**
 * Why set-up fails on work that was merged with the target's tip, when it works on the tip alone: that is the work's fault.
 * Any other failure is thrown as it is: it says nothing about the work.
 */
export async function blameSetUp(
  world: {
    readonly environments: Pick<VerificationWorld['environments'], 'ensure'>
    readonly git: Pick<VerificationWorld['git'], 'treeOf'>
  },
  { tip, error }: { readonly tip: string; readonly error: unknown },
): Promise<string> {
  if (!isReveilleError(error, 'environment-failed')) throw error
  await world.environments.ensure(await world.git.treeOf(tip))
  return `Set-up works on the target and fails on the work merged with it: ${error.message}`
}
