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

export interface AgentParts {
  /** Path of a Node executable that can run inside the jail. */
  readonly node: string
  /** Made where the fixers are, which is above this port. */
  readonly fixer: Agent
}

/** All agents there are. */
export function createAgents({ node, fixer }: AgentParts): Agents {
  const agents: { readonly [kind in AgentChoice['kind']]: Agent } = {
    program: programAgent,
    scripted: createScriptedAgent({ node, player: PLAYER }),
    fixer,
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
