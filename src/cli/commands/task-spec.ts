import { defineCommand } from '../command.ts'
import { present } from '../task-options.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/task-spec.ts')).taskSpec,
  arguments: [['<key>', 'key of a task, or of one that is to be']],
  options: [
    ['--kind <kind>', 'of a new task: change, verify, explore or operate (change)'],
    ['-o, --output <file>', 'write to a file, and beside it the schema for editors'],
    ['--force', 'write over a file that exists'],
  ],
  examples: [
    'reveille task spec fix-sum',
    'reveille task spec look-around --kind explore -o .reveille/tasks/look-around.yaml',
  ],
  notes: ['What it prints is read by `reveille plan` and by `reveille task add --file` as the same task.'],
  input: ({ args: [task], options, absolute }) => ({
    ...present({
      kind: options['kind'],
      output: typeof options['output'] === 'string' ? absolute(options['output']) : undefined,
    }),
    task,
    force: options['force'] === true,
  }),
  text: ({ text, written }) =>
    written.length === 0 ? text : written.map((file) => `wrote ${file}`).join('\n'),
})
