import { defineCommand } from '../command.ts'
import { plain } from '../print.ts'
import { texts } from '../task-options.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/task-note.ts')).taskNote,
  arguments: [
    ['<key>', 'key or id of the task'],
    ['<text...>', 'the note; - reads it from stdin'],
  ],
  examples: [
    "reveille task note fix-sum 'The last item is lost only for odd lengths.'",
    'git log -1 | reveille task note fix-sum -',
  ],
  async input({ args: [task, words], readText }) {
    const text = texts(words).join(' ')
    return { task, text: text === '-' ? await readText('-') : text }
  },
  text: ({ at, task, author }) => `noted on ${task} at ${at} by ${plain(author)}`,
})
