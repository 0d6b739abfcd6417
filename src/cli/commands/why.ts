import { whyText } from '../../reports/why-text.ts'
import { defineCommand } from '../command.ts'
import { plainLines } from '../print.ts'
import { present } from '../task-options.ts'

export const command = defineCommand({
  arguments: [['<key>', 'key or id of the task']],
  options: [['--brief [run]', 'what the agent of this run, or of the newest, was given to read']],
  examples: ['reveille why fix-sum', 'reveille why fix-sum --json', 'reveille why fix-sum --brief 2'],
  operation: async () => (await import('../../operations/why.ts')).why,
  input: ({ args: [task], options: { brief } }) =>
    present({ task, brief: typeof brief === 'string' ? Number(brief) : brief }),
  text: (told) => (told.brief === null ? whyText(told) : plainLines(told.brief.text)),
})
