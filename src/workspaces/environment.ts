import type { Command } from '../domain/check.ts'
import type { Environment } from './workspace.ts'

/** How the project's dependencies are installed. */
export interface SetUp {
  readonly commands: readonly Command[]
  /** Files whose content decides whether the environment must be built again. Globs. */
  readonly locks: readonly string[]
  readonly timeoutMs: number
}

/**
 * Builds environments, once per state of set-up commands, lock files and tool versions, and keeps them read-only. Only the
 * leader builds. A failed set-up throws `environment-failed` with the end of its output in `data.excerpt`.
 */
export interface Environments {
  /** The environment of a tree; `NO_ENVIRONMENT` when the project has no set-up. */
  ensure(tree: string): Promise<Environment>
  list(): Promise<readonly { readonly id: string; readonly bytes: number }[]>
  remove(id: string): Promise<void>
}
