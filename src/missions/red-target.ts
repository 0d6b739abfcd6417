import { actorLabel, SYSTEM } from '../domain/actor.ts'
import { isReveilleError } from '../domain/errors.ts'
import { GO_ON_MENDED, isRedTargetKey, redTargetKey } from '../domain/red-target.ts'
import { DEFAULT_LIMITS, PLAIN_DRAFT } from '../domain/task.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Lane } from './lane.ts'

const HOW_TO_GO_ON = `The night works on the commit that it began from. Once the branch is mended, end it and begin the next one: ${GO_ON_MENDED}`

/** Files the red target itself as a task of the highest priority, once per commit. It has no agent: a person decides. */
export async function fileRedTarget(
  ledger: Ledger,
  commit: string,
  lane: Extract<Lane, { kind: 'red' }>,
): Promise<void> {
  const checks = lane.failing.map((evidence) => evidence.check).join(', ')
  try {
    await ledger.addTask({
      actor: SYSTEM,
      draft: {
        key: redTargetKey(commit),
        title: `The gate is red on ${commit.slice(0, 12)}: ${checks}`,
        goal: `${lane.detail}\n\n${HOW_TO_GO_ON}`,
        kind: 'change',
        priority: 'P0',
        domain: null,
        scope: { write: [], strict: false },
        needs: [],
        checks: [],
        agent: null,
        limits: DEFAULT_LIMITS,
        ...PLAIN_DRAFT,
      },
    })
  } catch (error) {
    if (!isReveilleError(error, 'already-exists')) throw error
  }
}

/** Takes back what was filed, once the target is green. A task that somebody has given an agent is left to him. */
export async function withdrawRedTargets(ledger: Ledger): Promise<void> {
  for (const { key, filedBy, agent } of await ledger.tasks({ states: ['todo'], priorities: ['P0'] })) {
    if (!isRedTargetKey(key) || filedBy !== actorLabel(SYSTEM) || agent !== null) continue
    await ledger.moveTask({ actor: SYSTEM, task: key, to: 'cancelled', reason: 'The target is green again.' })
  }
}
