import { defineCommand } from '../command.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/blocker-answer.ts')).blockerAnswer,
  arguments: [
    ['<blocker>', 'id of the blocker, or key of its task'],
    ['<option>', 'key of one of its options'],
  ],
  examples: ['reveille blocker answer fix-sum retry'],
  input: ({ args: [blocker, option] }) => ({ blocker, option }),
  text: ({ blocker, taskState }) => `answered ${blocker.answer ?? ''}; ${blocker.task} is ${taskState}`,
})
