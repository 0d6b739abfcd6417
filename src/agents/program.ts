import { commandArgv } from '../domain/check.ts'
import { ReveilleError } from '../domain/errors.ts'
import type { Agent, AgentPlan, AgentWork } from './agent.ts'
import { judgeExit } from './exit.ts'
import { workVariables } from './variables.ts'

/** Any program, started in the workspace. It says by its exit how it went: 0 means that it has finished. */
export const programAgent: Agent = { name: 'program', plan, judge: judgeExit }

function plan(work: AgentWork): AgentPlan {
  if (work.choice.kind !== 'program')
    throw new ReveilleError('agent-invalid', `${work.choice.kind} is no program`)
  const argv = commandArgv(work.choice.command)
  const [name = ''] = argv
  if (name === '') {
    throw new ReveilleError('agent-invalid', `the program of ${work.taskKey} has no name`, {
      hint: 'write a command as a list whose first item is the program, e.g. [npm, run, fix]',
    })
  }
  if (argv.some((word) => word.includes('\0'))) {
    throw new ReveilleError(
      'agent-invalid',
      `an argument for ${name} holds a NUL byte, which no program can be given`,
    )
  }
  return { argv, variables: workVariables(work), files: [], readable: [] }
}
