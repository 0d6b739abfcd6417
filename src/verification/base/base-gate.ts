import { commandText, type Check } from '../../domain/check.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Task } from '../../domain/task.ts'
import { projectGate } from '../checks/gate.ts'
import { verifyTree, type Asking, type Verification } from '../checks/verify.ts'
import type { VerificationWorld } from '../world.ts'

/** The project's gate on a base: by green evidence where there is some, else by running it. */
export function verifyBase(
  world: VerificationWorld,
  asking: Omit<Asking, 'gate'> & { readonly commit: string },
): Promise<Verification> {
  return verifyTree(world, { ...asking, gate: projectGate(world.config) })
}

/**
 * Whether a task is the repair of a red base: its red-to-green checks ask each failing command. All of them, because nothing
 * lands until the whole gate is green.
 */
export function repairsBase(
  task: Pick<Task, 'checks'>,
  failing: readonly Pick<Evidence, 'command'>[],
): boolean {
  const asked = new Set(task.checks.filter(isRedToGreen).map((check) => commandText(check.command)))
  return failing.every((evidence) => asked.has(evidence.command))
}

function isRedToGreen(check: Check): boolean {
  return check.expect === 'red-to-green'
}
