import { defineCommand } from '../command.ts'
import { NIGHT_OPTIONS, nightExit, nightInput, nightText } from '../night-text.ts'

export const command = defineCommand({
  arguments: [['<tasks...>', 'keys of the tasks']],
  options: NIGHT_OPTIONS,
  examples: ['reveille run fix-login', 'reveille run fix-login fix-logout --concurrency 2'],
  notes: ['Exit code: 0 all done, 3 something waits for a person, 1 something else is not done.'],
  resume: 'reveille night',
  operation: async () => (await import('../../operations/run.ts')).run,
  input: ({ args, options }) => ({ tasks: args[0], ...nightInput(options) }),
  text: nightText,
  exit: nightExit,
})
