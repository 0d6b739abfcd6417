import { join } from 'node:path'
import type { Agent, AgentPlan } from '../agent.ts'

const PROGRAM = join(import.meta.dirname, 'reveille-run.mjs')

/** Path of the command below HOME. */
const LAUNCHER = '.reveille-run'

/** The command by which an agent reaches Reveille, as the agent sees it. */
export function commandInside(home: string): string {
  return join(home, LAUNCHER)
}

/** The agent with the command at hand. `node` is the path of a Node executable that can run inside the jail. */
export function withCommand(agent: Agent, node: string): Agent {
  const launcher = {
    path: LAUNCHER,
    content: `#!/bin/sh\nexec ${quoted(node)} ${quoted(PROGRAM)} "$@"\n`,
    isExecutable: true,
  }
  return {
    ...agent,
    plan(work): AgentPlan {
      const plan = agent.plan(work)
      return {
        ...plan,
        files: [launcher, ...plan.files],
        readable: [...new Set([node, PROGRAM, ...plan.readable])],
      }
    },
  }
}

/** One word of shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
