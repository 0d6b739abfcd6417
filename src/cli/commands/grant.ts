import { defineCommand } from '../command.ts'
import { plainLines } from '../print.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/grant.ts')).grant,
  arguments: [['<task>', 'key of the operate task that waits for a grant']],
  options: [
    ['--until <duration>', 'how long the grant holds, e.g. 30m (8h)'],
    ['-y, --yes', 'grant without asking'],
    ['--dry-run', 'show the plan that would be granted, and grant nothing'],
  ],
  examples: ['reveille grant restart-shop', 'reveille grant restart-shop --until 1h --yes'],
  notes: [
    'A grant covers exactly the plan that is shown and is used up once: another command, commit or target',
    'needs another grant.',
  ],
  input: ({ args: [task], options }) => ({
    task,
    until: options['until'],
    isYes: options['yes'] === true,
    dryRun: options['dryRun'] === true,
  }),
  text: ({ task, plan, granted, until, dryRun }) => {
    if (dryRun) return `${plainLines(plan)}\n\nnothing was granted; to grant it: reveille grant ${task}`
    return granted
      ? `${plainLines(plan)}\n\ngranted until ${until ?? ''}; reveille night carries it out`
      : `${task}: nothing was granted`
  },
  exit: ({ granted, dryRun }) => (granted || dryRun ? 0 : 3),
})
