import { defineCommand } from '../command.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/grant.ts')).grant,
  arguments: [['<task>', 'key of the operate task that waits for a grant']],
  options: [
    ['--until <duration>', 'how long the grant holds, e.g. 30m (8h)'],
    ['-y, --yes', 'grant without asking'],
  ],
  examples: ['reveille grant restart-shop', 'reveille grant restart-shop --until 1h --yes'],
  notes: [
    'A grant covers exactly the plan that is shown and is used up once: another command, commit or target',
    'needs another grant.',
  ],
  input: ({ args: [task], options }) => ({ task, until: options['until'], isYes: options['yes'] === true }),
  text: ({ task, plan, granted, until }) =>
    granted
      ? `${plan}\n\ngranted until ${until ?? ''}; reveille night carries it out`
      : `${task}: nothing was granted`,
  exit: ({ granted }) => (granted ? 0 : 3),
})
