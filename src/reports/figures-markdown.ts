import type { Figures } from './figures.ts'
import { count, durationText } from './wording.ts'

/** Each figure with how it is made. What cannot be known says so. */
export function figureLines({
  runs,
  endedBy,
  rejected,
  attemptsUsed,
  firstPass,
  time,
}: Figures): readonly string[] {
  const { total, landed, concluded, ended, live } = runs
  if (total === 0) return ['- Runs: 0. Everything else follows from runs, so there is nothing to count.']
  const reasons = endedBy.map(({ reason, runs: number }) => `${number} ${reason}`).join(', ')
  return [
    `- Runs: ${total} = ${landed} landed + ${concluded} concluded + ${ended} ended + ${live} live`,
    ...(ended === 0 ? [] : [`- Ended, by reason: ${reasons}`]),
    `- Refused by a gate although the agent said it was finished: ${rejected}; attempts used: ${attemptsUsed}`,
    firstPass.rate === null
      ? '- First-pass rate: unknown, no run of a change task was judged'
      : `- First-pass rate: ${percent(firstPass.rate)} = ${count(firstPass.passed, 'change task')} whose first judged run landed / ${count(firstPass.judged, 'change task')} with a judged run`,
    `- Wall time with at least one run live: ${durationText(time.wallMs)}; agents worked: ${durationText(time.agentMs)}, at most ${time.mostAtOnce} at once`,
    time.parallelFactor === null
      ? '- Parallel factor: unknown, no time passed'
      : `- Parallel factor: ${time.parallelFactor.toFixed(2)} = agents' working time / wall time`,
    '- Money and tokens: unknown, the ledger does not record them',
  ]
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(0)} %`
}
