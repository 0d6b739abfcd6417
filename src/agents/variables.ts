import type { AgentWork } from './agent.ts'

/** What every agent finds in its environment. */
export function workVariables(work: AgentWork): Record<string, string> {
  return {
    REVEILLE_TASK: work.taskKey,
    REVEILLE_RUN: work.runId,
    REVEILLE_RUN_NUMBER: String(work.runNumber),
    REVEILLE_BRIEF: work.briefFile,
    REVEILLE_WORKSPACE: work.root,
  }
}
