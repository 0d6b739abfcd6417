import { defineCommand } from '../command.ts'
import { blockerText } from '../blocker-text.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/blocker-show.ts')).blockerShow,
  arguments: [['<blocker>', 'id of the blocker, or key of its task']],
  examples: ['reveille blocker show fix-sum'],
  input: ({ args: [blocker] }) => ({ blocker }),
  text: ({ blocker }, style) => blockerText(style, blocker),
})
