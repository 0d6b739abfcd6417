/**
 * What Reveille asks of git. Revisions and refs are checked before git sees them; a failure that is not part of a
 * promise below throws `git-failed`. Paths are relative to the root of the tree, with `/`.
 */

export interface TreeChange {
  readonly path: string
  readonly status: 'added' | 'modified' | 'deleted' | 'type-changed'
  /** File mode after the change, e.g. 100644; 000000 when deleted. */
  readonly mode: string
}

export interface TreeFile {
  readonly path: string
  readonly mode: string
  /** Id of the content: equal for equal content. */
  readonly object: string
}

export type MergeResult =
  | { readonly kind: 'clean'; readonly tree: string }
  | { readonly kind: 'conflict'; readonly paths: readonly string[] }

export interface CommitDraft {
  readonly tree: string
  readonly parents: readonly string[]
  readonly message: string
  readonly author: { readonly name: string; readonly email: string }
  readonly at: number
}

/** A view of files on disk for index operations: where git finds them and which index it keeps for them. */
export interface Worktree {
  readonly root: string
  readonly indexFile: string
  /** Folders, relative to the root, that are never part of a tree taken from here. */
  readonly exclude: readonly string[]
  /** Wraps the argument list, e.g. to enter the mount namespace in which `root` has its files. */
  enter(argv: readonly string[]): readonly string[]
}

/** A tree as it was written from files. */
export interface WrittenTree {
  readonly tree: string
  /**
   * Paths that cannot be work, sorted: changed submodule entries and repositories inside the repository (their files are
   * in the tree as plain files), submodules that are gone (still in the tree), and names that no tree may hold.
   */
  readonly refused: readonly string[]
}

/** A checkout of the user's whose branch goes from one commit to a later one. */
export interface CheckoutMove {
  /** Root of the worktree. */
  readonly root: string
  readonly from: string
  readonly to: string
}

export type CheckoutResult =
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly detail: string }

/** `elsewhere`: the ref is not where it should be. `locked`: somebody else is moving it right now. */
export type Swap = 'moved' | 'elsewhere' | 'locked'

export interface Git {
  /** Object id of a commit-ish, null when there is none. */
  commitOf(revision: string): Promise<string | null>
  treeOf(revision: string): Promise<string>
  /** Message of a commit. */
  messageOf(commit: string): Promise<string>
  isAncestor(ancestor: string, descendant: string): Promise<boolean>
  /** Commits reachable from `to` and not from `from`, oldest first. */
  commitsBetween(from: string, to: string): Promise<readonly string[]>
  mergeBase(one: string, other: string): Promise<string | null>
  /** Differences between two trees or commits, sorted by path; renames are shown as delete and add. */
  changes(from: string, to: string): Promise<readonly TreeChange[]>
  /** Content of a file in a tree or commit, null when it is not there. */
  readFile(revision: string, path: string): Promise<Buffer | null>
  /** Content of many files at once, in their order; null for what is no file and for what goes beyond `limitBytes` in all. */
  readFiles(
    revision: string,
    paths: readonly string[],
    limitBytes: number,
  ): Promise<readonly (Buffer | null)[]>
  /** How many bytes each file has, in their order; null for what is no file. */
  fileSizes(revision: string, paths: readonly string[]): Promise<readonly (number | null)[]>
  /** All files of a tree, sorted by path. */
  listFiles(revision: string): Promise<readonly TreeFile[]>
  /** Three-way merge of two commits without a checkout; no attributes or merge drivers of the repository apply. */
  merge(ours: string, theirs: string): Promise<MergeResult>
  commit(draft: CommitDraft): Promise<string>
  /**
   * The tree with those paths as they are in the tree or commit `from`, where what is missing there is missing too; files that
   * `texts` names hold that instead.
   */
  treeWith(
    tree: string,
    change: {
      readonly from: string
      readonly paths: readonly string[]
      readonly texts?: ReadonlyMap<string, string>
    },
  ): Promise<string>

  /** What a ref of exactly this name points at. */
  readRef(ref: string): Promise<string | null>
  /**
   * Moves a ref from exactly `from` (null: it must not exist) to `to` (null: delete). A lock that a killed git left on it
   * is removed.
   */
  compareAndSwap(ref: string, from: string | null, to: string | null): Promise<Swap>
  /** Removes the locks that killed gits left on refs below Reveille's own names. Returns the refs, sorted. */
  removeStaleLocks(): Promise<readonly string[]>
  /** Refs below a prefix such as `refs/reveille/runs/`, sorted by name. */
  listRefs(prefix: string): Promise<readonly { readonly ref: string; readonly commit: string }[]>
  /** Branch that HEAD names, without refs/heads/, or null when detached. */
  currentBranch(): Promise<string | null>
  /** Whether any worktree of the repository has the branch ref checked out; its path, or null. */
  worktreeOf(ref: string): Promise<string | null>

  /** Makes the worktree's index and files equal to the tree, touching only what differs from the index. */
  checkOut(worktree: Worktree, tree: string): Promise<void>
  /**
   * Puts everything that is not ignored, untracked files too, into the index and writes it as a tree. Runs no filter,
   * hook or monitor that the files may ask for, and never starts git in a repository found among them.
   */
  writeTree(worktree: Worktree): Promise<WrittenTree>
  /** Those of the paths that the ignore rules of the worktree leave out, in the index or not. Bytes as Latin-1, both ways. */
  ignoredPaths(worktree: Worktree, paths: readonly string[]): Promise<readonly string[]>
  /** Topmost files and folders that the index does not know, ignored ones too, sorted. */
  unknownPaths(worktree: Worktree): Promise<readonly string[]>

  /**
   * Moves index and files of the user's checkout as a fast-forward would, leaving the branch itself to `compareAndSwap`.
   * Changes nothing when a file in the way was changed, or something is under way there. Safe to repeat.
   */
  fastForwardCheckout(move: CheckoutMove): Promise<CheckoutResult>
  /** Why `fastForwardCheckout` would refuse; null where it would not. Changes no file; `to` may be a tree. */
  checkoutObstacle(move: CheckoutMove): Promise<string | null>
  /**
   * Settles what a `fastForwardCheckout` that was killed left, so that it can be repeated: its lock, files it had moved
   * already, a file it had half written. The caller vouches that one had begun.
   */
  repairCheckout(move: CheckoutMove): Promise<CheckoutResult>
}
