import type { Attention } from './attention.ts'
import { blockerCommand } from './commands.ts'
import { code, escaped } from './markdown.ts'
import { headline, listText, sentence } from './wording.ts'

/** One thing that needs a person, with the command that settles it. */
export function attentionLines(item: Attention): readonly string[] {
  const task = `**${escaped(item.task)}**`
  switch (item.kind) {
    case 'target-red':
      return [
        `- ${task}: the gate is red on the target itself, so nothing else could start. ${escaped(sentence(headline(item.detail)))} ${code(item.command)}`,
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
