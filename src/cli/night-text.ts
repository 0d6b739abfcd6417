import type { NightResult } from '../operations/lead-night.ts'
import type { Style } from './color.ts'
import type { CliCommand } from './command.ts'
import type { ExitCode } from './exit-codes.ts'
import { plain } from './print.ts'

export const NIGHT_OPTIONS: CliCommand['options'] = [
  ['--concurrency <n>', "runs at once; the project's own figure when not given"],
  ['--sandbox <kind>', 'auto, or none: agents and checks then run without walls, and the record says so'],
]

/** Numbers arrive as words. What is no number is left for the operation to refuse. */
export function nightInput(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { concurrency, sandbox } = options
  return {
    ...(concurrency === undefined ? {} : { concurrency: Number(concurrency) }),
    ...(sandbox === undefined ? {} : { sandbox }),
  }
}

export function nightExit({ verdict }: NightResult): ExitCode {
  return { done: 0, waiting: 3, failed: 1 }[verdict] as ExitCode
}

/** Quiet success, loud failure: one line for what is done, a reason for what is not; a reason that many share is told once. */
export function nightText(result: NightResult, style: Style): string {
  const open = result.tasks.filter((task) => task.why !== null)
  const cancelled = result.tasks.filter(({ state }) => state === 'cancelled').length
  const done = result.tasks.length - open.length - cancelled
  const also = cancelled === 0 ? '' : `, ${cancelled} cancelled`
  const reasons = Map.groupBy(open, ({ state, why }) => `(${state}): ${why ?? ''}`)
  return [
    `Night ${result.night}: ${done} of ${result.tasks.length} tasks done${also}.`,
    ...(open.length === 0 && result.laneWhy !== null ? [plain(result.laneWhy)] : []),
    ...[...reasons].map(
      ([reason, tasks]) => `  ${tasks.map(({ key }) => style.warn(key)).join(', ')} ${plain(reason)}`,
    ),
    `Report: reveille report   Accept: reveille accept`,
  ].join('\n')
}
