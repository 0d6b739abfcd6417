import { defineCommand } from '../command.ts'
import { plain, plainLines } from '../print.ts'
import { table } from '../table.ts'
import { taskText } from '../task-text.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/task-show.ts')).taskShow,
  arguments: [['<key>', 'key or id of the task']],
  examples: ['reveille task show fix-sum'],
  input: ({ args: [task] }) => ({ task }),
  text({ task, notes, runs, blockers }, style) {
    const runRows = runs.map((run) => [
      String(run.number),
      run.state,
      run.endReason ?? '',
      run.claimedAt,
      run.endDetail ?? '',
    ])
    const blockerRows = blockers.map(({ id, answer, question }) => [id, answer ?? 'open', question])
    return [
      taskText(style, task),
      ...notes.map(({ at, author, text }) => `${style.dim(`${at} ${plain(author)}`)}\n${plainLines(text)}`),
      ...(runs.length === 0 ? [] : [table(style, ['RUN', 'STATE', 'REASON', 'CLAIMED', 'DETAIL'], runRows)]),
      ...(blockers.length === 0 ? [] : [table(style, ['BLOCKER', 'ANSWER', 'QUESTION'], blockerRows)]),
    ].join('\n\n')
  },
})
