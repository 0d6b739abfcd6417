import { defineCommand } from '../command.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/task-cancel.ts')).taskCancel,
  arguments: [['<key>', 'key or id of the task']],
  options: [
    ['-r, --reason <text>', 'why; it stays in the record'],
    ['--dry-run', 'change nothing'],
  ],
  examples: ["reveille task cancel fix-sum --reason 'sum() is gone'"],
  input: ({ args: [task], options }) => ({
    task,
    reason: options['reason'],
    dryRun: options['dryRun'] === true,
  }),
  text: ({ task, dryRun }) => `${dryRun ? 'would cancel' : 'cancelled'} ${task.key}`,
})
