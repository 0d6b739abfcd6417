import type { AgentWork } from './agent.ts'
import { commandInside } from './shim/shim.ts'

/** What every agent finds in its environment. */
export function workVariables(work: AgentWork): Record<string, string> {
  return {
    /** Command by which it asks a person or leaves a note. */
    REVEILLE: commandInside(work.home),
    REVEILLE_SOCKET: work.socket,
    REVEILLE_TASK: work.taskKey,
    REVEILLE_RUN: work.runId,
    REVEILLE_RUN_NUMBER: String(work.runNumber),
    REVEILLE_BRIEF: work.briefFile,
    REVEILLE_WORKSPACE: work.root,
    ...(work.artefactFile === null ? {} : { REVEILLE_ARTEFACT: work.artefactFile }),
    ...(work.needsFolder === null ? {} : { REVEILLE_NEEDS: work.needsFolder }),
  }
}
