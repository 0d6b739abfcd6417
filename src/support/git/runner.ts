export interface GitCall {
  /** Arguments after `git`. The first plain word is the verb. */
  readonly argv: readonly string[]
  readonly variables?: Readonly<Record<string, string>>
  readonly input?: string | Uint8Array
  readonly timeoutMs?: number
  /** More output than this throws, or is left out where `isPart` says that a part will do. */
  readonly maxOutputBytes?: number
  readonly isPart?: boolean
  /** Takes and writes the bytes of files as they are, whatever encoding or line ends attributes ask for. */
  readonly raw?: boolean
  /** Wraps the argument list, e.g. to enter a mount namespace. */
  enter?(argv: readonly string[]): readonly string[]
  /** Which failures are an answer; every other one throws `git-failed`. */
  expects?(failure: GitFailure): boolean
}

export interface GitFailure {
  readonly exitCode: number
  readonly stderr: string
}

export interface GitResult {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: string
}

export interface GitRunner {
  /** Where revisions such as HEAD mean what they mean to the user. */
  inUser(call: GitCall): Promise<GitResult>
  /** Where the shared refs are. */
  inCommon(call: GitCall): Promise<GitResult>
  /** Where only object ids are known and no configuration but Reveille's applies. */
  inControl(call: GitCall): Promise<GitResult>
}

/** Git says "no" by exit code 1 and fails by others. */
export function isNo({ exitCode }: GitFailure): boolean {
  return exitCode === 1
}

/** Parts of NUL-terminated output. Latin-1 keeps the bytes of every name, whatever its encoding. */
export function splitNul(output: Buffer): string[] {
  return output.toString('latin1').split('\0').slice(0, -1)
}

/** A name kept as Latin-1, for people and for everything outside git. */
export function nameOf(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString()
}
