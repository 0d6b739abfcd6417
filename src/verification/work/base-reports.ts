import type { TestReport } from '../../domain/test-report.ts'
import { seenOf } from '../base/red-check.ts'
import type { VerificationWorld } from '../world.ts'

/** What runners told of the tests of a commit, wherever one of the gates was asked there. */
export async function reportsOn(
  world: Pick<VerificationWorld, 'environments' | 'git' | 'jail' | 'ledger' | 'stateDirectory'>,
  { commit, gates }: { readonly commit: string; readonly gates: readonly { readonly hash: string }[] },
): Promise<readonly TestReport[]> {
  const tree = await world.git.treeOf(commit)
  const environment = (await world.environments.ensure(tree)).id
  const newest = new Map<string, TestReport>()
  for (const { hash } of gates) {
    const found = await world.ledger.findEvidence({ tree, gate: hash, environment })
    for (const evidence of found.filter(({ isolation }) => isolation === world.jail.isolation)) {
      const key = `${hash} ${evidence.check}`
      if (newest.has(key)) continue
      const { report } = await seenOf(world, evidence)
      if (report !== null) newest.set(key, report)
    }
  }
  return [...newest.values()]
}
