/** How handoff.md must tell the figures, so that nobody reads another number than the one that was verified. */

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
]

/** Notes what handoff.md says of its figures and of what landed, against the hand-off that it was made of. */
export function verifyMarkdown(markdown, { handoff, found }) {
  const note = (isRight, text) => found.note('handoff.md', isRight, text)
  const sections = markdown.split('\n## ')
  const named = (title) => sections.filter((section) => section.startsWith(`${title}\n`)).join('\n')
  note(sections[0].startsWith(`${titleOf(handoff)}\n`), `it does not begin with ${titleOf(handoff)}`)
  const asked = named('What was asked')
  for (const line of askedLines(handoff)) note(asked.includes(`${line}\n`), `it does not say: ${line}`)
  const shown = named('Figures')
    .split('\n')
    .filter((line) => line.startsWith('- ') && !line.startsWith('- Money'))
  const lines = figureLines(handoff.figures)
  for (const line of lines) note(shown.includes(line), `its figures do not say: ${line}`)
  for (const line of shown) note(lines.includes(line), `its figures say what cannot be derived: ${line}`)
  for (const { key, commit } of handoff.outcomes.landed) {
    const isTold = named('What landed')
      .split('\n')
      .some((line) => line.includes(key) && line.includes(commit.slice(0, 10)))
    note(isTold, `it does not say that ${key} landed as ${commit.slice(0, 10)}`)
  }
}

function titleOf({ night, asked, outcomes, needsYou }) {
  const { landed, concluded, alreadyGreen } = outcomes
  const parts = [
    `${landed.length} of ${asked.total} task${asked.total === 1 ? '' : 's'} landed`,
    ...(concluded.length === 0 ? [] : [`${concluded.length} concluded`]),
    ...(alreadyGreen.length === 0 ? [] : [`${alreadyGreen.length} already green`]),
    ...(needsYou.length === 0 ? [] : [`${needsYou.length} ${needsYou.length === 1 ? 'needs' : 'need'} you`]),
  ]
  return `# Night ${night.number}: ${asked.total === 0 ? 'nothing was asked' : parts.join(', ')}`
}

function askedLines({ asked }) {
  return asked.byKind.map(({ kind, total, byPriority }) => {
    const some = Object.entries(byPriority).filter(([, tasks]) => tasks > 0)
    const priorities = some.map(([priority, tasks]) => `${tasks} ${priority}`).join(', ')
    return `- ${total} ${kind} task${total === 1 ? '' : 's'}: ${priorities}`
  })
}

function figureLines({ runs, endedBy, rejected, attemptsUsed, firstPass, time }) {
  if (runs.total === 0) return ['- Runs: 0. Everything else follows from runs, so there is nothing to count.']
  const { total, landed, concluded, ended, live } = runs
  return [
    `- Runs: ${total} = ${landed} landed + ${concluded} concluded + ${ended} ended + ${live} live`,
    ...(ended === 0
      ? []
      : [`- Ended, by reason: ${endedBy.map((one) => `${one.runs} ${one.reason}`).join(', ')}`]),
    `- Refused by a gate although the agent said it was finished: ${rejected}; attempts used: ${attemptsUsed}`,
    firstPass.rate === null
      ? '- First-pass rate: unknown, no run of a change task was judged'
      : `- First-pass rate: ${(firstPass.rate * 100).toFixed(0)} % = ${changes(firstPass.passed)} whose first judged run landed / ${changes(firstPass.judged)} with a judged run`,
    `- Wall time with at least one run live: ${duration(time.wallMs)}; agents worked: ${duration(time.agentMs)}, at most ${time.mostAtOnce} at once`,
    time.parallelFactor === null
      ? '- Parallel factor: unknown, no time passed'
      : `- Parallel factor: ${time.parallelFactor.toFixed(2)} = agents' working time / wall time`,
  ]
}

function changes(number) {
  return `${number} change task${number === 1 ? '' : 's'}`
}

/** In its two largest units. */
function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${Math.floor(ms / 100) / 10} s`
  const at = UNITS.findIndex(([, length]) => ms >= length)
  const [[large, whole], [small, part]] = UNITS.slice(at, at + 2)
  const rest = Math.floor((ms % whole) / part)
  return `${Math.floor(ms / whole)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`
}
