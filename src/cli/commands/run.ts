import { defineCommand } from '../command.ts'
import { NIGHT_OPTIONS, nightExit, nightInput, nightText } from '../night-text.ts'
import { readJson } from '../task-options.ts'

export const command = defineCommand({
  arguments: [['[tasks...]', 'keys of the tasks']],
  options: [
    ...NIGHT_OPTIONS,
    ['--plan <file>', 'a plan that `reveille plan -o` kept: file its tasks and work on them'],
  ],
  examples: [
    'reveille run fix-login',
    'reveille run fix-login fix-logout --concurrency 2',
    'reveille run --plan plan.json',
  ],
  notes: ['Exit code: 0 all done, 3 something waits for a person, 1 something else is not done.'],
  resume: 'reveille night',
  progress: 'stderr',
  operation: async () => (await import('../../operations/run.ts')).run,
  async input({ args, options, readText }) {
    const plan = options['plan']
    return {
      tasks: args[0],
      ...(typeof plan === 'string' ? { plan: await readJson(plan, readText) } : {}),
      ...nightInput(options),
    }
  },
  text: nightText,
  exit: nightExit,
})
