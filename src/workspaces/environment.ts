import { matchesGlob } from 'node:path'
import type { Command } from '../domain/check.ts'
import type { Environment } from './workspace.ts'

/** How the project's dependencies are installed. */
export interface SetUp {
  readonly commands: readonly Command[]
  /** Files whose content decides whether the environment must be built again. Globs. */
  readonly locks: readonly string[]
  readonly timeoutMs: number
}

/** Whether the content of a file decides what is installed. */
export function isLockFile({ locks }: Pick<SetUp, 'locks'>, path: string): boolean {
  return locks.some((glob) => matchesGlob(path, glob))
}

/**
 * Builds environments, once per state of set-up commands, lock files and tool versions, and keeps them read-only. Only the
 * leader builds. A failed set-up throws `environment-failed` with the end of its output in `data.excerpt`.
 */
export interface Environments {
  /**
   * The environment of a tree, which must be the target's: its set-up runs with network. Without a set-up it has no layer,
   * and is known by the versions of the tools that checks use.
   */
  ensure(tree: string): Promise<Environment>
  list(): Promise<readonly { readonly id: string; readonly bytes: number }[]>
  remove(id: string): Promise<void>
}
