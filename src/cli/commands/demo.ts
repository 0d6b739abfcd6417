import { defineCommand } from '../command.ts'
import { nightInput } from '../night-text.ts'
import { present } from '../task-options.ts'

export const command = defineCommand({
  options: [
    ['--from <folder>', 'the project to copy, with .reveille in it; the example when not given'],
    ['--concurrency <n>', "runs at once; the project's own figure when not given"],
  ],
  examples: ['reveille demo', 'reveille demo --from ~/your/repository'],
  notes: ['Works in a folder of its own under the temporary folder, needs no key and touches nothing else.'],
  resume: 'reveille demo',
  progress: 'stderr',
  operation: async () => (await import('../../operations/demo.ts')).demo,
  input: ({ options, absolute }) => ({
    ...nightInput(options),
    ...present({ from: typeof options['from'] === 'string' ? absolute(options['from']) : undefined }),
  }),
  text: ({ folder, repository, bin, report }) =>
    [
      report,
      '---',
      '',
      `The repository of this night is ${repository}. To try the commands above on it:`,
      '',
      `    cd ${repository}`,
      `    export XDG_STATE_HOME=${folder}/state XDG_CACHE_HOME=${folder}/cache`,
      ...(bin === null ? [] : [`    export PATH="${bin}:$PATH"`]),
      '',
      `When you have seen enough, remove ${folder}.`,
      '',
      'On your own repository:',
      '',
      '    reveille init --repo PATH        # writes .reveille/config.yaml; commit it',
      "    reveille task add KEY --title T --write 'src/**' --red-to-green CMD -- PROGRAM",
      '    reveille night --repo PATH',
      '    reveille report --repo PATH',
      '    reveille accept --repo PATH      # fast-forwards your branch; nothing moves it before',
    ].join('\n'),
})
