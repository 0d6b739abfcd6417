import type { AgentEnd } from '../agents/agent.ts'
import type { ProcessIdentity } from '../domain/run.ts'
import type { JailedCommand } from '../workspaces/jail.ts'

export interface HostSpec {
  /** Folder of the run in the state directory; transcript and end record live there. One host a folder. */
  readonly folder: string
  readonly command: JailedCommand
  readonly wallClockMs: number
  /** Between the polite stop and the kill. */
  readonly graceMs: number
  /** Bytes of transcript kept; the rest is drained, and the transcript says that it was cut. */
  readonly transcriptBytes: number
  /** Literal values that must never reach the transcript. */
  readonly secrets: readonly string[]
  /** Whether the command is killed as soon as its host is gone; for jails, which then take all that is in them along. */
  readonly diesWithHost: boolean
}

/** A started host that has not started its agent yet. */
export interface HostAtGate {
  readonly identity: ProcessIdentity
  /** Lets it start the agent. A host whose opener dies first exits without starting anything. */
  open(): Promise<void>
  /** Sends it home; an agent that was started is stopped. Resolves when nothing of it is left. */
  abort(): Promise<void>
}

export type HostState =
  | { readonly kind: 'running'; readonly transcriptBytes: number }
  | { readonly kind: 'ended'; readonly end: AgentEnd }
  /** The process is gone and left no end record. Without a jail its agent may live on, until `stop`. */
  | { readonly kind: 'lost' }

/**
 * The process that owns one run. It outlives the loop: whoever leads next reads its state from the folder and the
 * process table. It is a small shell program, a few megabytes, so that a hundred of them cost little.
 */
export interface Hosts {
  /** Throws `already-exists` when the folder had a host before. */
  start(spec: HostSpec): Promise<HostAtGate>
  observe(folder: string, identity: ProcessIdentity): Promise<HostState>
  /**
   * Polite stop, then kill after the grace. Resolves when nothing of it is left. The end record tells the first cause of
   * termination; a host that is gone already, or that has to be killed itself, leaves it as it is.
   */
  stop(folder: string, identity: ProcessIdentity, cause: 'no-progress' | 'stopped'): Promise<void>
}
