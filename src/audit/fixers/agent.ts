import type { Agent, AgentEnd, AgentPlan, AgentVerdict, AgentWork } from '../../agents/agent.ts'
import { judgeExit } from '../../agents/exit.ts'
import { workVariables } from '../../agents/variables.ts'
import { ReveilleError } from '../../domain/errors.ts'
import { fixerProblems } from '../../domain/fixer.ts'
import { printable } from '../../domain/printable.ts'
import { shortened } from '../../domain/shortened.ts'
import { programBeside } from '../../support/own-program.ts'
import { ownCode } from './own-code.ts'
import { REFUSED_EXIT, REFUSED_SIGN } from './run-fixer.ts'

const CHILD = programBeside(import.meta.filename, 'child')
const LONGEST_DETAIL = 2_000

export interface FixerAgentOptions {
  /** Path of a Node executable that can run inside the jail. */
  readonly node: string
  /** The program that runs fixers, and what says whether an order can be given to it: those that are built in. */
  readonly child?: string
  readonly problemsOf?: typeof fixerProblems
}

/** A built-in fixer, at work in the run's jail as any other agent. */
export function createFixerAgent(options: FixerAgentOptions): Agent {
  return { name: 'fixer', plan: (work) => plan(options, work), judge }
}

function plan(options: FixerAgentOptions, work: AgentWork): AgentPlan {
  const { node, child = CHILD, problemsOf = fixerProblems } = options
  const { choice, scope, allow } = work
  if (choice.kind !== 'fixer') throw new ReveilleError('agent-invalid', `${choice.kind} is no fixer`)
  const { name, parameters = {} } = choice
  const problems = problemsOf(name, parameters).map(({ parameter, message }) =>
    parameter === null ? message : `${parameter} ${message}`,
  )
  if (problems.length > 0)
    throw new ReveilleError('agent-invalid', `the fixer cannot start: ${problems.join('; ')}`)
  const order = { name, parameters, write: scope.write, allow }
  return {
    argv: [node, '--no-warnings', child, JSON.stringify(order)],
    variables: workVariables(work),
    files: [],
    readable: [node, child, ...ownCode()],
  }
}

/** A refusal is told in the fixer's own words, which are the end of its transcript. */
function judge(end: AgentEnd): AgentVerdict {
  if (end.cause !== 'exited' || end.exitCode !== REFUSED_EXIT) return judgeExit(end)
  const said = end.tail.slice(Math.max(0, end.tail.lastIndexOf(REFUSED_SIGN)))
  const detail = shortened(printable(said).replaceAll(/\s+/g, ' ').trim(), LONGEST_DETAIL)
  return { kind: 'failed', reason: 'refused', detail }
}
