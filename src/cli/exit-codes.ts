/** What the exit code of a command means. `doctor` documents its own in its help. */
export const EXIT_CODES = {
  0: 'ok',
  1: 'work failed, or findings',
  2: 'usage or configuration',
  3: 'waits for a human',
  4: 'credentials',
  5: 'budget spent',
  10: 'the plan has changes',
  70: 'a bug in Reveille',
  130: 'interrupted',
} as const

export type ExitCode = keyof typeof EXIT_CODES

/** When several apply, the first of these is the one that counts. */
const PRECEDENCE: readonly ExitCode[] = [70, 130, 2, 4, 5, 3, 1, 10]

export function worstExit(codes: readonly ExitCode[]): ExitCode {
  return PRECEDENCE.find((code) => codes.includes(code)) ?? 0
}
