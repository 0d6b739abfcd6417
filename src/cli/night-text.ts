import type { NightResult } from '../operations/lead-night.ts'
import { count, headline } from '../reports/wording.ts'
import type { Style } from './color.ts'
import type { CliCommand } from './command.ts'
import type { ExitCode } from './exit-codes.ts'
import { plain, plainLines } from './print.ts'

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
  const hasLanded = result.tasks.some(({ resolution }) => resolution === 'landed')
  const reasons = Map.groupBy(open, ({ state, why }) => `(${state}): ${why ?? ''}`)
  return [
    `Night ${result.night}: ${done} of ${count(result.tasks.length, 'task')} done${also}.`,
    ...(open.length === 0 && result.laneWhy !== null ? [plain(result.laneWhy)] : []),
    ...[...reasons].map(
      ([reason, tasks]) => `  ${tasks.map(({ key }) => style.warn(key)).join(', ')} ${plain(reason)}`,
    ),
    ...failuresText(open, style),
    `Report: reveille report${hasLanded ? '   Accept: reveille accept' : ''}`,
  ].join('\n')
}

/** So many are told with their output; there is a report for the rest. */
const MOST_FAILURES = 3

function failuresText(tasks: NightResult['tasks'], style: Style): readonly string[] {
  const failed = tasks.flatMap(({ key, failure }) => (failure === null ? [] : [{ key, ...failure }]))
  const hidden = failed.length - MOST_FAILURES
  return [
    ...failed.slice(0, MOST_FAILURES).flatMap((one) => ['', ...failureLines(one, style)]),
    ...(hidden > 0 ? ['', `and ${hidden} more that failed: reveille report`] : []),
    ...(failed.length > 0 ? [''] : []),
  ]
}

type Failure = NonNullable<NightResult['tasks'][number]['failure']> & { readonly key: string }

/** What a person needs who wants to know now: the last words, why, where to look, and how to try again. */
function failureLines(failure: Failure, style: Style): readonly string[] {
  const { key, run, reason, detail, output, transcript, record, work, again } = failure
  const rows = [
    ['transcript', transcript],
    ['check', record],
    ['work', work],
    ['again', again],
  ] as const
  return [
    `${style.bad(`${style.signs.bad} ${key}`)}: run ${run} ended as ${reason}: ${plain(headline(detail))}`,
    ...(output === ''
      ? []
      : plainLines(output)
          .split('\n')
          .map((line) => style.dim(`  | ${line}`))),
    ...rows.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(10)}  ${value}`])),
  ]
}
