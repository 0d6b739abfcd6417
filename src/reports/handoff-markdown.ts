import { objectionText } from '../domain/judgement.ts'
import type { Handoff } from './handoff.ts'
import { isolationSentences } from './honesty.ts'
import { attentionLines } from './attention-markdown.ts'
import { figureLines } from './figures-markdown.ts'
import { code, codeBlock, escaped } from '../support/markdown.ts'
import { outcomeText, testsText } from './evidence-text.ts'
import type { EndedRun } from './ended-runs.ts'
import type { Concluded, NotStarted, Outcomes, Proof, TaskName, Unfinished } from './outcomes.ts'
import { count, headline, lastLines, listText, oneLine, sentence, shortHash } from './wording.ts'

/** The hand-off as Markdown. Sections that have nothing to say are left out, but for those that a reader would miss. */
export function handoffMarkdown(handoff: Handoff): string {
  const { outcomes } = handoff
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [
      'What needs you',
      handoff.needsYou.length === 0 ? ['Nothing.'] : handoff.needsYou.flatMap(attentionLines),
    ],
    ['What was asked', askedLines(handoff)],
    ['What landed', landedLines(handoff)],
    ['What was answered without a change', answeredLines(outcomes)],
    ['What did not land, and why', unfinishedLines(handoff)],
    ['What was closed or cancelled', closedLines(outcomes)],
    [
      'What was recovered',
      handoff.recoveries.map(({ at, event, text }) => `- ${at} (event ${event}): ${escaped(text)}`),
    ],
    ['How far it was isolated', isolationSentences(handoff.isolation).map((text) => `- ${text}`)],
    ['What cannot be proved', handoff.unprovable.map((text) => `- ${text}`)],
    ['Figures', figureLines(handoff.figures)],
    ['How to go on', handoff.next.map(({ command, why }) => `- ${code(command)} ${escaped(why)}.`)],
  ]
  const body = sections.flatMap(([title, lines]) =>
    lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines],
  )
  return `${[...headLines(handoff), ...body].join('\n')}\n`
}

function headLines(handoff: Handoff): readonly string[] {
  const { night } = handoff
  const closed = night.closedAt === null ? `${night.state}` : `${night.state} ${night.closedAt}`
  const tip =
    night.tip === night.base
      ? 'Nothing landed, so the target is still that commit'
      : `The target ${code(night.target)} is now ${code(shortHash(night.tip))}`
  return [
    `# Night ${night.number}: ${verdict(handoff)}`,
    '',
    `Began ${night.openedAt} from ${code(night.branch)} at ${code(shortHash(night.base))}; ${closed}. ${tip}. As of ${handoff.asOf}.`,
    '',
    `Records of checks are files below ${code(handoff.stateDirectory)}.`,
  ]
}

function verdict({ asked, outcomes, needsYou }: Handoff): string {
  if (asked.total === 0) return 'nothing was asked'
  const parts = [
    `${outcomes.landed.length} of ${count(asked.total, 'task')} landed`,
    ...(outcomes.concluded.length === 0 ? [] : [`${outcomes.concluded.length} concluded`]),
    ...(outcomes.alreadyGreen.length === 0 ? [] : [`${outcomes.alreadyGreen.length} already green`]),
    ...(needsYou.length === 0 ? [] : [`${needsYou.length} ${needsYou.length === 1 ? 'needs' : 'need'} you`]),
  ]
  return parts.join(', ')
}

function askedLines({ asked }: Handoff): readonly string[] {
  if (asked.total === 0) return ['No task.']
  return asked.byKind.map(({ kind, total, byPriority }) => {
    const priorities = Object.entries(byPriority).flatMap(([priority, tasks]) =>
      tasks === 0 ? [] : [`${tasks} ${priority}`],
    )
    return `- ${count(total, `${kind} task`)}: ${priorities.join(', ')}`
  })
}

function landedLines({ outcomes, merges }: Handoff): readonly string[] {
  if (outcomes.landed.length === 0 && merges.length === 0) return ['Nothing.']
  return [
    ...outcomes.landed.flatMap((task) => [
      `- ${taskText(task)}: commit ${code(shortHash(task.commit))}, tree ${code(shortHash(task.tree))}, ${count(task.runs, 'run')}.`,
      ...task.checks.map(proofLine),
      ...judgedLine(task),
      ...task.ended.flatMap(endedRunLines),
      ...(task.checks.length === 0
        ? ['  - the ledger read for this report holds no evidence for that tree']
        : []),
    ]),
    ...merges.map(
      (commit) => `- The user's branch at ${code(shortHash(commit))} was merged into the target.`,
    ),
  ]
}

/** What the judges found in order is one line: it is what a reader expects. */
function judgedLine({ judged }: Handoff['outcomes']['landed'][number]): readonly string[] {
  if (judged.length === 0) return []
  return [`  - Judged: ${judged.map(({ detail }) => escaped(sentence(detail))).join(' ')}`]
}

function answeredLines({ concluded, alreadyGreen }: Handoff['outcomes']): readonly string[] {
  return [
    ...concluded.flatMap((task) => [
      `- ${taskText(task)}: ${concludedText(task)}.`,
      ...task.checks.map(proofLine),
    ]),
    ...alreadyGreen.flatMap((task) => [
      `- ${taskText(task)}: already green before any work. ${escaped(sentence(headline(task.detail ?? '')))}`.trimEnd(),
      ...task.checks.map(proofLine),
    ]),
  ]
}

function concludedText({ kind, conclusion, answer }: Concluded): string {
  return kind === 'verify' || conclusion === null ? ANSWERS[answer] : escaped(conclusion)
}

const ANSWERS = {
  green: 'answered green',
  red: '**answered red**',
  unknown: 'concluded; its run has no evidence of its own in the ledger',
} as const

function unfinishedLines({ outcomes }: Handoff): readonly string[] {
  const { total, first } = outcomes.notStarted
  const more = total - first.length
  return [
    ...outcomes.unfinished.flatMap(unfinishedTaskLines),
    ...first.map((task) => `- ${taskText(task)}: ${notStartedText(task)}.`),
    ...(more === 0
      ? []
      : [`- and ${count(more, 'task')} more that did not start: ${code('reveille task list')}`]),
  ]
}

function unfinishedTaskLines(task: Unfinished): readonly string[] {
  const now = task.live === null ? task.state : `run ${task.live.number} is ${task.live.state}`
  const landed =
    task.landedBefore.length === 0
      ? ''
      : ` It had landed as ${listText(task.landedBefore.map((commit) => code(shortHash(commit))))} and was opened again.`
  return [
    `- ${taskText(task)}: ${now}; ${task.attempts} of ${count(task.maxRuns, 'attempt')} used.${landed}`,
    ...task.ended.flatMap(endedRunLines),
    ...(task.red === null ? [] : redLines(task.red)),
  ]
}

function endedRunLines(run: EndedRun): readonly string[] {
  const detail = headline(run.detail ?? '')
  const why = [escaped(sentence(detail === '' ? run.about : detail))].filter((text) => text !== '').join(' ')
  return [
    `  - Run ${run.number} ended as ${run.reason}. ${why} ${workText(run)}`.trimEnd(),
    ...run.objections.map((objection) => `    - ${escaped(headline(oneLine(objectionText(objection))))}`),
  ]
}

function workText({ reason, savedWork }: EndedRun): string {
  if (savedWork === null) return 'Its agent never started, so there is no work.'
  return reason === 'no-change' ? '' : `Its work: ${code(savedWork.look)}`
}

function redLines(red: NonNullable<Unfinished['red']>): readonly string[] {
  const excerpt = lastLines(red.excerpt, 10)
  return [
    proofLine(red),
    ...(excerpt === ''
      ? []
      : [
          '',
          ...codeBlock(excerpt, 'text')
            .split('\n')
            .map((line) => `    ${line}`.trimEnd()),
          '',
        ]),
  ]
}

function notStartedText({ waitsFor, hasAgent }: NotStarted): string {
  if (!hasAgent) return 'not started: it has no agent'
  if (waitsFor.length > 0) return `not started: it waits for ${listText(waitsFor.map((key) => code(key)))}`
  return 'not started'
}

function closedLines({ closed, cancelled, doneElsewhere }: Omit<Outcomes, 'notStarted'>): readonly string[] {
  return [
    ...closed.map((task) => `- ${taskText(task)}: closed by a person, unverified.`),
    ...cancelled.map((task) => `- ${taskText(task)}: cancelled.`),
    ...doneElsewhere.map((task) => `- ${taskText(task)}: done, but not in this night.`),
  ]
}

/** Two spaces in: a line below its task. */
function proofLine(proof: Proof): string {
  const colour = proof.green ? 'green' : '**red**'
  const sandbox = proof.isolation === 'none' ? ', no sandbox' : ''
  return `  - ${escaped(proof.check)} ${colour}: ${code(proof.command)}, ${outcomeText(proof)}, ${testsText(proof)}${sandbox}, record ${code(proof.file)}`
}

function taskText({ key, title, kind, priority }: TaskName): string {
  return `**${escaped(key)}** (${kind}, ${priority}) ${escaped(title)}`
}
