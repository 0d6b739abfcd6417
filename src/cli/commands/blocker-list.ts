import { durationText } from '../../reports/wording.ts'
import { defineCommand } from '../command.ts'
import { present } from '../task-options.ts'
import { table } from '../table.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/blocker-list.ts')).blockerList,
  options: [
    ['--all', 'answered ones too'],
    ['--task <key>', 'of this task only'],
  ],
  examples: ['reveille blocker list', 'reveille blocker list --all --task fix-sum'],
  input: ({ options }) => present({ all: options['all'], task: options['task'] }),
  text({ blockers }, style) {
    if (blockers.length === 0) return 'nothing waits for you'
    const rows = blockers.map(({ task, ageMs, deadline, answer, options, question }) => [
      task,
      `${durationText(ageMs)} ago`,
      deadline ?? style.signs.dash,
      answer ?? options.map(({ key }) => key).join('|'),
      question,
    ])
    return table(style, ['TASK', 'RAISED', 'DEADLINE', 'ANSWER', 'QUESTION'], rows)
  },
})
