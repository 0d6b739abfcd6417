/** One file in which work differs from what it started from; null where it does not exist, or cannot be read. */
export interface FileChange {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
  /** Of a side that exists and has no text here, why (`holds a NUL byte`). */
  readonly unread?: Unread
}

export interface Unread {
  readonly before: string | null
  readonly after: string | null
}

/** Reads files of one tree. */
export interface TreeReader {
  /** Every path of the tree, sorted. */
  readonly paths: readonly string[]
  /** Null when there is no such file, or it is too large to be text that anybody wrote. */
  read(path: string): Promise<string | null>
}
