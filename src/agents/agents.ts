import { join } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'
import type { AgentChoice } from '../domain/task.ts'
import type { Agent } from './agent.ts'
import { programAgent } from './program.ts'
import { createScriptedAgent } from './scripted/scripted.ts'
import { withCommand } from './shim/shim.ts'

const PLAYER = join(import.meta.dirname, 'scripted/player.mjs')

export interface Agents {
  /** Throws `agent-invalid` when there is no agent of this kind. */
  readonly agentFor: (choice: AgentChoice) => Agent
}

/** All agents there are. `node` is the path of a Node executable. */
export function createAgents({ node }: { readonly node: string }): Agents {
  const agents: { readonly [kind in AgentChoice['kind']]: Agent } = {
    program: programAgent,
    scripted: createScriptedAgent({ node, player: PLAYER }),
  }
  return {
    agentFor({ kind }) {
      // A ledger may hold what a newer Reveille wrote.
      if (Object.hasOwn(agents, kind)) return withCommand(agents[kind], node)
      throw new ReveilleError('agent-invalid', `${JSON.stringify(kind)} is no agent`, {
        hint: `agents are ${Object.keys(agents).join(', ')}`,
      })
    },
  }
}
