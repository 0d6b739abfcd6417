import { defineCommand } from '../command.ts'
import { plain } from '../print.ts'
import { texts } from '../task-options.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/task-note.ts')).taskNote,
  arguments: [
    ['<key>', 'key or id of the task'],
    ['<text...>', 'the note; - reads it from stdin'],
  ],
  options: [['--dry-run', 'check everything and write nothing']],
  examples: [
    "reveille task note fix-sum 'The last item is lost only for odd lengths.'",
    'git log -1 | reveille task note fix-sum -',
  ],
  async input({ args: [task, words], options, readText }) {
    const text = texts(words).join(' ')
    return { task, text: text === '-' ? await readText('-') : text, dryRun: options['dryRun'] === true }
  },
  text: ({ at, task, author, dryRun }) =>
    dryRun ? `would note on ${task} by ${plain(author)}` : `noted on ${task} at ${at} by ${plain(author)}`,
})
