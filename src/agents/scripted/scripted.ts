import { ReveilleError } from '../../domain/errors.ts'
import type { Agent, AgentPlan, AgentWork } from '../agent.ts'
import { judgeExit } from '../exit.ts'
import { workVariables } from '../variables.ts'
import { stepsOfRun } from './steps.ts'

const STEPS_FILE = '.reveille-steps.json'

export interface ScriptedOptions {
  /** Path of a Node executable that can run inside the jail. */
  readonly node: string
  /** Path of player.mjs. */
  readonly player: string
}

/** Plays the steps that its task lists: an agent without a model, for tests and demonstrations. */
export function createScriptedAgent(options: ScriptedOptions): Agent {
  return { name: 'scripted', plan: (work) => plan(options, work), judge: judgeExit }
}

function plan({ node, player }: ScriptedOptions, work: AgentWork): AgentPlan {
  if (work.choice.kind !== 'scripted')
    throw new ReveilleError('agent-invalid', `${work.choice.kind} is no script`)
  const steps = stepsOfRun(work.choice.steps, work.runNumber)
  return {
    argv: [node, player, STEPS_FILE],
    variables: workVariables(work),
    files: [{ path: STEPS_FILE, content: JSON.stringify(steps) }],
    readable: [node, player],
  }
}
