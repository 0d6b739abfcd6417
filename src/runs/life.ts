import type { Agent } from '../agents/agent.ts'
import type { Actor } from '../domain/actor.ts'
import type { BlockerDraft } from '../domain/blocker.ts'
import type { EndReason } from '../domain/ending.ts'
import type { Night } from '../domain/night.ts'
import type { Run } from '../domain/run.ts'
import type { AgentChoice, Task } from '../domain/task.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Config } from '../spec/config.ts'
import type { Clock } from '../support/clock.ts'
import type { Git } from '../support/git.ts'
import type { Verifier } from '../verification/verifier.ts'
import type { Environments } from '../workspaces/environment.ts'
import type { Jail } from '../workspaces/jail.ts'
import type { Workspaces } from '../workspaces/workspace.ts'
import type { Executor } from './executor.ts'
import type { Hosts } from './host.ts'
import type { RunSockets } from './socket.ts'

/** Everything a run touches, passed in. */
export interface RunWorld {
  readonly ledger: Ledger
  readonly git: Git
  readonly clock: Clock
  readonly config: Config
  readonly workspaces: Workspaces
  readonly environments: Environments
  readonly jail: Jail
  readonly hosts: Hosts
  readonly sockets: RunSockets
  readonly agentFor: (choice: AgentChoice) => Agent
  readonly verifier: Verifier
  readonly executor: Executor
  readonly stateDirectory: string
  /** Values that must never be written. */
  readonly secretValues: readonly string[]
}

export interface RunSubject {
  readonly run: Run
  readonly task: Task
}

/** One run on its way. `stop` ends its agent; the work is saved all the same. */
export interface RunInHand extends RunSubject {
  readonly night: Night
  readonly stop: AbortSignal
  /** Aborted: whoever watches its agent lets go of it, and both are left to the next leader. */
  readonly leave?: AbortSignal
  /** Told as soon as the run is in the queue: landing need not wait until its workspace is cleared away. */
  readonly queued?: () => void
}

/** What a step of a run's life leads to: the run in its next state, or an end with a reason. */
export type StepResult =
  | { readonly kind: 'moved'; readonly run: Run }
  | {
      readonly kind: 'ends'
      readonly reason: EndReason
      readonly detail: string
      /** The question to a person where the task blocks; one is made of the ending where there is none. */
      readonly blocker?: BlockerDraft
      /** Who asks; Reveille itself where nobody is named. */
      readonly raisedBy?: Actor
    }

export function ends(reason: EndReason, detail: string, blocker?: BlockerDraft): StepResult {
  return { kind: 'ends', reason, detail, ...(blocker === undefined ? {} : { blocker }) }
}
