import type { Machine } from './failure.ts'

interface Stream {
  readonly isTTY?: boolean
  /** Of a terminal, as it is now. */
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
}

/** Everything of the process that the command line touches. */
export interface World {
  /** Words after the program's name. */
  readonly argv: readonly string[]
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdout: Stream
  readonly stderr: Stream & NodeJS.WritableStream
  /** Whether a person can answer. */
  readonly isInteractive: boolean
  readonly signals: Pick<NodeJS.Process, 'on' | 'off'>
  /** Aborted once nobody reads stdout any more. */
  readonly readerGone: AbortSignal
  readonly machine: () => Machine
  /** Text of a file; `-` is stdin. */
  readonly readText: (path: string) => Promise<string>
}
