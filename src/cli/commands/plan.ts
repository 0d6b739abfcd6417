import { defineCommand } from '../command.ts'
import { planText } from '../plan-text.ts'
import { present, texts } from '../task-options.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/plan.ts')).plan,
  arguments: [['[files...]', 'task specs (.reveille/tasks/*.yaml)']],
  options: [
    ['-o, --output <file>', 'keep the plan in a file, for `reveille run --plan`'],
    ['--exit-code', 'exit with 10 when there is something to change'],
  ],
  examples: [
    'reveille plan',
    'reveille plan --exit-code .reveille/tasks/fix-sum.yaml',
    'reveille plan -o plan.json && reveille run --plan plan.json',
  ],
  notes: [
    'A kept plan is refused as stale when one of its files or tasks has changed. That your branch has moved does not',
    'make it stale: every run proves its task on the branch of its own time.',
  ],
  input: ({ args: [files], options, absolute }) => ({
    ...present({ output: typeof options['output'] === 'string' ? absolute(options['output']) : undefined }),
    files: texts(files).map(absolute),
    exitCode: options['exitCode'] === true,
  }),
  text: ({ kept, ...plan }, style) =>
    `${planText(plan, style)}${kept === null ? '' : `\n\nkept in ${kept}: reveille run --plan ${kept}`}`,
  exit: ({ hasChanges, exitCode }) => (hasChanges && exitCode ? 10 : 0),
})
