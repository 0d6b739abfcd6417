import { defineCommand } from '../command.ts'
import { present } from '../task-options.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/task-dep.ts')).taskDep,
  arguments: [['<key>', 'key or id of the task']],
  options: [
    ['--add <key...>', 'tasks it shall wait for'],
    ['--remove <key...>', 'tasks it shall no longer wait for'],
    ['--dry-run', 'check everything and change nothing'],
  ],
  examples: ['reveille task dep release --add fix-sum docs', 'reveille task dep release --remove docs'],
  input: ({ args: [task], options }) =>
    present({ task, add: options['add'], remove: options['remove'], dryRun: options['dryRun'] }),
  text: ({ task, dryRun }) =>
    `${task.key} ${dryRun ? 'would need' : 'needs'} ${task.needs.join(', ') || 'nothing'}`,
})
