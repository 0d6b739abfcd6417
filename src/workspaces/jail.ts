import type { Isolation } from '../domain/run.ts'
import type { Workspace } from './workspace.ts'

/** Where the user's object store is readable inside a jail; the alternates of private git directories name it. */
export const OBJECTS_INSIDE = '/reveille/objects'

/** Where the folder of a run's socket is inside a jail: short, for the path of a socket has at most 107 bytes. */
export const SOCKET_INSIDE = '/reveille/run'

/** What a jailed command may write besides its private HOME and /tmp. `paths` are folders relative to the root. */
export type WriteAccess =
  | { readonly kind: 'workspace' }
  | { readonly kind: 'none' }
  | { readonly kind: 'paths'; readonly paths: readonly string[] }

export interface JailSpec {
  readonly workspace: Workspace
  readonly write: WriteAccess
  /** Only set-up commands have network. */
  readonly network: boolean
  /** Complete environment of the command; nothing is inherited. HOME, PATH and TMPDIR are set by the jail. */
  readonly variables: Readonly<Record<string, string>>
  /** Absolute host paths readable at the same place inside, besides system and toolchains. */
  readonly readable: readonly string[]
  /** Folder relative to the root in which the command starts; '' is the root. */
  readonly cwd: string
  /** Host folder that holds the run's socket and nothing else; only agents are given one. */
  readonly socket?: string
}

/** A command ready to be spawned: complete argument list and environment. */
export interface JailedCommand {
  readonly argv: readonly string[]
  readonly variables: Readonly<Record<string, string>>
}

export interface JailProof {
  readonly ok: boolean
  /** One sentence: what was proved, or what is wrong. */
  readonly detail: string
  readonly hint: string | null
}

/**
 * Wraps commands so that they see the system and toolchains read-only, their workspace, a private HOME and nothing else.
 * Pure but for `prove`. The `none` jail wraps nothing and says so.
 */
export interface Jail {
  readonly isolation: Isolation
  /** Path of the workspace's root as a command in the jail sees it; the same for every workspace under bubblewrap. */
  rootInside(workspace: Workspace): string
  homeInside(workspace: Workspace): string
  /** Path of the folder of a run's socket, named by its path outside. */
  socketInside(folder: string): string
  wrap(spec: JailSpec, argv: readonly string[]): JailedCommand
  /** Starts a child and shows that it holds no capability and cannot write outside. */
  prove(): Promise<JailProof>
}
