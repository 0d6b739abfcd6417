/** How the files of a workspace come to stand at `root`. */
export type Mount =
  | { readonly kind: 'plain' }
  /** Mounted anew by every command that enters it, in a mount namespace of its own: nothing outlives the command. */
  | {
      readonly kind: 'overlay'
      /** Read-only layers, topmost first: the environment, then the pristine tree. */
      readonly lowers: readonly string[]
      readonly upper: string
      readonly work: string
    }

/**
 * An isolated checkout. `id` is the run's id, or the verification's. Everything below `folder` belongs to it alone
 * and goes with it.
 */
export interface Workspace {
  readonly id: string
  /** Folder of the workspace in the cache; holds everything else named here. */
  readonly folder: string
  /** Where the files are once the workspace is entered. */
  readonly root: string
  /** Private HOME of what runs in it. */
  readonly home: string
  /** Private git directory of what runs in it, detached at `commit`; untrusted as soon as something ran. */
  readonly gitDirectory: string
  /** The user's object store, bound read-only in the jail. */
  readonly objects: string
  readonly commit: string
  readonly mount: Mount
  /** Folders of the environment inside the root, e.g. node_modules: never part of the work. */
  readonly environmentFolders: readonly string[]
}

/** What stands in a workspace now, as git objects in the repository's store. */
export interface TakenTree {
  readonly tree: string
  /** Paths that cannot be work: submodule entries, special files. Sorted. */
  readonly refused: readonly string[]
}

/** Installed dependencies as a read-only layer. */
export interface Environment {
  /** Hash over set-up commands, lock files and tool versions; over the latter alone without set-up. */
  readonly id: string
  /** Folder whose content is laid over a checkout; null when the project needs none. */
  readonly layer: string | null
  /** Top folders of the layer, relative to the root. */
  readonly folders: readonly string[]
}

/** Nothing installed and nothing known of the tools: for checkouts that no check runs in. */
export const NO_ENVIRONMENT: Environment = { id: 'none', layer: null, folders: [] }

/**
 * Makes, reads, saves and removes workspaces. Two strategies (overlay, plain) pass one contract suite. No method runs git
 * with a workspace as current directory or discovered repository.
 */
export interface Workspaces {
  readonly strategy: Mount['kind']
  /** A workspace whose files are those of `commit` over the environment. Pins nothing: the caller keeps the commit alive. */
  create(params: { id: string; commit: string; environment: Environment }): Promise<Workspace>
  /** The workspace made under this id, as recorded on disk; null when there is none or it is half made. */
  find(id: string): Promise<Workspace | null>
  /** Ids of all workspaces on disk, whole or half made. */
  list(): Promise<readonly string[]>
  /** The argument list that runs `argv` with the files of the workspace at its root. Adds no jail. */
  enter(workspace: Workspace, argv: readonly string[]): readonly string[]
  /** Writes everything that is not ignored, untracked files too, as a tree. Nothing may be running in the workspace. */
  takeTree(workspace: Workspace): Promise<TakenTree>
  /**
   * Ends what a killed process of ours left in the workspace: a jail whose outer half died before its inner half was set
   * up waits for ever. Nothing of a living owner may be in it.
   */
  evict(id: string): Promise<void>
  /** Removes the workspace and everything in it; nothing happens when it is gone already. */
  remove(id: string): Promise<void>
  /** Bytes on disk of what `remove` would take away. */
  size(id: string): Promise<number>
}
