import { whyText } from '../../reports/why-text.ts'
import { defineCommand } from '../command.ts'

export const command = defineCommand({
  arguments: [['<key>', 'key or id of the task']],
  examples: ['reveille why fix-sum', 'reveille why fix-sum --json'],
  operation: async () => (await import('../../operations/why.ts')).why,
  input: ({ args: [task] }) => ({ task }),
  text: whyText,
})
