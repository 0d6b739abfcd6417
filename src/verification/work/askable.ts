import type { Check } from '../../domain/check.ts'
import { definitionOf } from '../checks/gate.ts'
import { closureOf } from '../command-closure.ts'
import type { TreeReader } from '../file-change.ts'

/**
 * Checks that can be asked without the tests that the work adds: a task may name a test that is still to be written, and without
 * it nothing is left to answer. The project's own checks can always be asked.
 */
export async function askableWithout(
  added: readonly string[],
  {
    checks,
    project,
    target,
  }: {
    readonly checks: readonly Check[]
    readonly project: readonly Check[]
    /** What the work itself says of the commands does not count. */
    readonly target: TreeReader
  },
): Promise<readonly Check[]> {
  const asked = checks.filter(({ expect }) => expect !== 'kills-mutants')
  if (added.length === 0) return asked
  const ofProject = new Set(project.map(definitionOf))
  const tree = { paths: [...target.paths, ...added], read: (path: string) => target.read(path) }
  const answers = await Promise.all(
    asked.map(async (check) => {
      if (check.expect !== 'must-pass' || ofProject.has(definitionOf(check))) return true
      const { files } = await closureOf([check.command], tree)
      return !files.some((path) => added.includes(path))
    }),
  )
  return asked.filter((_, index) => answers[index] === true)
}
