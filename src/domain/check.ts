import type { ReportSource } from './test-report.ts'

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

/** `kills-mutants`: it passes, and fails when faults are planted in the modules it is said to test. */
export const EXPECTATIONS = ['red-to-green', 'must-pass', 'kills-mutants'] as const
export type Expectation = (typeof EXPECTATIONS)[number]

/** A command and what it must show. Reveille runs it, the agent never does. */
export interface Check {
  readonly name: string
  readonly command: Command
  readonly expect: Expectation
  readonly timeoutMs: number
  /** Exit codes that count as a valid red where there is no per-test report; without any, only a report can show red. */
  readonly redExits: readonly number[]
  readonly report: ReportSource
  /** Tests that must turn green, as ids of the report or as their ends; empty means all that are red on the base. */
  readonly tests: readonly string[]
  /** Only and always for `kills-mutants`. */
  readonly mutants: Mutants | null
}

/** Faults to be planted, one at a time, and how many of them the check must notice. */
export interface Mutants {
  /** Files relative to the root. */
  readonly modules: readonly string[]
  /** Whole percent of those planted. */
  readonly percent: number
}

/** What a check says where its author said nothing. */
export const PLAIN_CHECK = { redExits: [], report: 'auto', tests: [], mutants: null } as const

export const DEFAULT_CHECK_TIMEOUT_MS = 10 * 60_000
