import type { Command } from './check.ts'

/** Exactly what an `operate` task would do. Its hash is what a person grants: another plan needs another grant. */
export interface OperationPlan {
  readonly operation: string
  readonly target: string
  /** Unknown targets count as production, and production needs a person. */
  readonly production: boolean
  readonly command: Command
  readonly timeoutMs: number
  readonly network: boolean
  /** Names of variables of the user's environment that it is given. */
  readonly inherit: readonly string[]
  /** Commit whose files it is carried out in. */
  readonly commit: string
}
