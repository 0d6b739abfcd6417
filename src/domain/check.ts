/** A command is an argument list; a shell string only where its author wrote `shell:`. */
export type Command = { readonly argv: readonly string[] } | { readonly shell: string }

/** The argument list that runs a command. */
export function commandArgv(command: Command): readonly string[] {
  return 'argv' in command ? command.argv : ['/bin/sh', '-c', command.shell]
}

/** A command on one line, for people. Not meant to be run. */
export function commandText(command: Command): string {
  if ('shell' in command) return command.shell
  return command.argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(' ')
}

export const EXPECTATIONS = ['red-to-green', 'must-pass'] as const
export type Expectation = (typeof EXPECTATIONS)[number]

/** A command and what it must show. Reveille runs it, the agent never does. */
export interface Check {
  readonly name: string
  readonly command: Command
  readonly expect: Expectation
  readonly timeoutMs: number
  /** Exit codes that count as a valid red; empty means any but 0, 126, 127 and signals. */
  readonly redExits: readonly number[]
}

export const DEFAULT_CHECK_TIMEOUT_MS = 10 * 60_000
