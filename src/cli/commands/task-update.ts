import { defineCommand } from '../command.ts'
import {
  AGENT_OPTIONS,
  agentOf,
  CHECK_OPTIONS,
  checksOf,
  COMMAND_NOTE,
  KIND_OPTIONS,
  kindFieldsOf,
  LIMIT_OPTIONS,
  limitsOf,
  loneRedExits,
  present,
  texts,
} from '../task-options.ts'
import { taskText } from '../task-text.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/task-update.ts')).taskUpdate,
  arguments: [
    ['<key>', 'key or id of the task'],
    ['[program...]', 'another agent, after --'],
  ],
  options: [
    ['-t, --title <text>', 'another title'],
    ['-g, --goal <text>', 'another goal'],
    ['-p, --priority <priority>', 'P0 to P3'],
    ['-d, --domain <name>', 'part of the project; an empty name takes it away'],
    ['-w, --write <glob...>', 'paths it may change, instead of those it may now'],
    ['--strict', 'mount everything else read-only'],
    ['--no-strict', 'leave the rest to the diff gate'],
    ...CHECK_OPTIONS,
    ...KIND_OPTIONS,
    ...LIMIT_OPTIONS,
    ...AGENT_OPTIONS,
    ['--if-version <n>', 'only if the task still has this version'],
    ['--dry-run', 'show the result and change nothing'],
  ],
  examples: [
    'reveille task update fix-sum --priority P0',
    `reveille task update fix-sum -w 'src/**' 'test/**'`,
    'reveille task update fix-sum --exit-red 1',
  ],
  notes: [
    COMMAND_NOTE,
    'Named checks take the place of all the task has; --exit-red without a check is about those it has. Notes are appended with `task note`.',
  ],
  async input(typed) {
    const { options, args } = typed
    const { title, goal, priority, domain, write, strict } = options
    const changes = present({
      title,
      goal,
      priority,
      domain: domain === '' ? null : domain,
      write,
      strict,
      checks: checksOf(options),
      redExits: loneRedExits(options),
      agent: await agentOf(typed, texts(args[1])),
      ...limitsOf(options),
      ...(await kindFieldsOf(typed)),
    })
    return {
      ...present({ version: options['ifVersion'] }),
      task: args[0],
      changes,
      dryRun: options['dryRun'] === true,
    }
  },
  text: ({ task, changed, dryRun }, style) =>
    `${dryRun ? 'would change' : 'changed'} ${changed.join(', ')}\n\n${taskText(style, task)}`,
})
