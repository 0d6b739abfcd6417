import type { AgentChoice, Allowance, Scope } from '../domain/task.ts'
import type { CheckOutcome } from '../domain/evidence.ts'
import type { EndReason } from '../domain/ending.ts'

/** What an agent is told of its work. Paths are those that it sees in its jail. */
export interface AgentWork {
  readonly runId: string
  /** Counts the task's runs from 1. */
  readonly runNumber: number
  readonly taskKey: string
  readonly choice: AgentChoice
  /** What the work may change; the gates hold it to this, whatever the agent makes of it. */
  readonly scope: Pick<Scope, 'write'>
  readonly allow: readonly Allowance[]
  /** Path of the brief as a file the agent can read. */
  readonly briefFile: string
  /** Where it leaves what it has found, as JSON; null where nothing but files of the workspace are asked for. */
  readonly artefactFile: string | null
  /** Folder with what the needed tasks came to; null where there are none. */
  readonly needsFolder: string | null
  readonly root: string
  readonly home: string
  /** Path of the run's socket. */
  readonly socket: string
}

export interface AgentFile {
  readonly path: string
  readonly content: string
  readonly isExecutable?: boolean
}

/** How to start the agent: pure data; the run host starts it inside the jail. */
export interface AgentPlan {
  readonly argv: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  /** Files put into the agent's private HOME before it starts, path relative to HOME. */
  readonly files: readonly AgentFile[]
  /** Absolute host paths the agent needs to read, besides system and toolchains. */
  readonly readable: readonly string[]
}

/** What the run host saw, read back from its record. */
export interface AgentEnd extends CheckOutcome {
  /** The first cause of termination, which is the one that counts. */
  readonly cause: 'exited' | 'wall-clock' | 'no-progress' | 'stopped'
  /** End of the masked transcript. */
  readonly tail: string
}

export type AgentVerdict =
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly reason: EndReason; readonly detail: string }

/**
 * What does the work. An agent only says how to start it and what its end means; host, jail, timers, diff gate and
 * verification are the same for all. It must never be believed about whether the work is done.
 */
export interface Agent {
  readonly name: AgentChoice['kind']
  /** Throws `agent-invalid` when the choice cannot be run. */
  plan(work: AgentWork): AgentPlan
  judge(end: AgentEnd): AgentVerdict
}
