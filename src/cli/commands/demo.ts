import { defineCommand } from '../command.ts'
import { nightInput } from '../night-text.ts'

export const command = defineCommand({
  options: [['--concurrency <n>', "runs at once; the example's own figure when not given"]],
  examples: ['reveille demo'],
  notes: ['Works in a folder of its own under the temporary folder, needs no key and touches nothing else.'],
  resume: 'reveille demo',
  progress: 'stderr',
  operation: async () => (await import('../../operations/demo.ts')).demo,
  input: ({ options }) => nightInput(options),
  text: ({ folder, repository, report }) =>
    [
      report,
      '---',
      '',
      `The repository of this night is ${repository}. To try the commands above on it:`,
      '',
      `    cd ${repository}`,
      `    export XDG_STATE_HOME=${folder}/state XDG_CACHE_HOME=${folder}/cache`,
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
