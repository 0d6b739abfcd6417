import type { Attention } from './attention.ts'
import { blockerCommand } from './commands.ts'
import { code, escaped } from '../support/markdown.ts'
import { headline, listText, sentence, shortHash } from './wording.ts'

/** One thing that needs a person, with the command that settles it. */
export function attentionLines(item: Attention): readonly string[] {
  if (item.kind === 'lane') {
    const mend = item.lane === 'red' ? 'Mend the branch or the gate' : 'Mend what set-up, gate or branch lack'
    return [
      `- **${laneTitle(item.lane)}** (event ${item.event}, on ${code(shortHash(item.commit))}). ${escaped(sentence(headline(item.detail)))} ${mend}, commit it, and go on: ${code(item.command)}`,
    ]
  }
  const task = `**${escaped(item.task)}**`
  switch (item.kind) {
    case 'target-red':
      return [
        `- ${task}: the gate is red on the target itself, so nothing else could start. ${escaped(sentence(headline(item.detail)))} ${code(item.command)} Once the branch is mended: ${code(item.then)}`,
      ]
    case 'environment-failed':
      return [
        `- ${task}: the set-up failed, so nothing could start. ${escaped(sentence(headline(item.detail)))} ${code(item.command)}`,
      ]
    case 'no-agent':
      return [`- ${task} has no agent, so nothing can work on it: ${code(item.command)}`]
    case 'needs-cancelled':
      return [
        `- ${task} needs ${listText(item.needs.map((key) => code(key)))}, cancelled: it can never start. ${code(item.command)}`,
      ]
    case 'blocker':
      return [
        `- ${task}: ${escaped(sentence(headline(item.question)))} Seen: ${escaped(sentence(headline(item.seen)))} Tried: ${escaped(sentence(headline(item.tried)))}`,
        ...(item.seen.trim().includes('\n')
          ? [`  - All that was seen: ${code(blockerCommand(item.task))}`]
          : []),
        ...item.notes.map((note) => `  - note: ${escaped(headline(note))}`),
        ...(item.default === null
          ? []
          : [`  - Unanswered, ${code(item.default)} is taken at ${item.deadline ?? 'its deadline'}.`]),
        ...item.answers.map(({ text, command }) => `  - ${escaped(sentence(text))} ${code(command)}`),
      ]
  }
}

function laneTitle(lane: 'red' | 'broken'): string {
  return lane === 'red'
    ? 'The gate is red on the target itself, so nothing but a repair could start'
    : 'Nothing can be proved on the target, so nothing more could start'
}
