import { defineCommand } from '../command.ts'
import { plain } from '../print.ts'
import { present } from '../task-options.ts'

const GO_ON = '\nA night that runs goes on with it; otherwise: reveille night'

export const command = defineCommand({
  operation: async () => (await import('../../operations/blocker-answer.ts')).blockerAnswer,
  arguments: [
    ['<blocker>', 'id of the blocker, or key of its task'],
    ['<option>', 'key of one of its options'],
  ],
  options: [
    ['--note <text>', 'what the next run should know; it stands in its brief'],
    ['--dry-run', 'say what the answer would do, and change nothing'],
  ],
  examples: [
    'reveille blocker answer fix-sum retry',
    "reveille blocker answer fix-sum old --note 'Section 3 of the manual decides.'",
  ],
  input: ({ args: [blocker, option], options }) =>
    present({ blocker, option, note: options['note'], isDryRun: options['dryRun'] }),
  text: ({ blocker, option, taskState, isDryRun }) =>
    isDryRun
      ? `nothing was changed; answered ${plain(option)}, ${blocker.task} would be ${taskState}`
      : `answered ${plain(option)}; ${blocker.task} is ${taskState}${taskState === 'todo' ? GO_ON : ''}`,
})
