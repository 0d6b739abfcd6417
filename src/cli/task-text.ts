import { commandText } from '../domain/check.ts'
import type { TaskSummaryView, TaskView } from '../operations/task-view.ts'
import type { BlockerView } from '../operations/blocker-view.ts'
import { count } from '../reports/wording.ts'
import { durationText } from '../spec/duration.ts'
import type { Style } from './color.ts'
import { plain, plainLines } from './print.ts'
import { fields, table } from './table.ts'

export function taskTable(style: Style, tasks: readonly TaskSummaryView[]): string {
  const rows = tasks.map(({ key, priority, state, kind, attempts, needs, title }) => [
    key,
    priority,
    state,
    kind,
    String(attempts),
    needs.join(',') || style.signs.dash,
    title,
  ])
  return table(style, ['KEY', 'PRIO', 'STATE', 'KIND', 'FAILED', 'NEEDS', 'TITLE'], rows)
}

export function taskText(style: Style, task: TaskView): string {
  const { resolution, scope, limits } = task
  const rows: (readonly [string, string])[] = [
    ['key', task.key],
    ['state', resolution === null ? task.state : `${task.state} (${resolution})`],
    ['kind', task.kind],
    ['priority', task.priority],
    ['domain', plain(task.domain ?? '')],
    ['needs', task.needs.join(', ')],
    ['may write', scope.write.map(plain).join(', ') + (scope.strict ? ' (strict)' : '')],
    ['agent', agentText(task)],
    ...task.checks.map(({ expect, command }): readonly [string, string] => [
      expect,
      plain(commandText(command)),
    ]),
    [
      'limits',
      `${count(limits.runs, 'run')}, ${durationText(limits.wallClockMs)} each, ${durationText(limits.noProgressMs)} without progress`,
    ],
    ['failed runs', String(task.attempts)],
    ['filed', `${task.createdAt} by ${plain(task.filedBy)}`],
    ['version', `${task.version}, ${task.updatedAt}`],
  ]
  const goal = task.goal === '' ? '' : `\n\n${plainLines(task.goal)}`
  return `${style.bold(plain(task.title))}\n${fields(style, rows)}${goal}`
}

function agentText({ agent }: TaskView): string {
  if (agent === null) return ''
  return agent.kind === 'program' ? plain(commandText(agent.command)) : `${agent.steps.length} scripted steps`
}

export function blockerText(style: Style, blocker: BlockerView): string {
  const { answer, answeredBy, answeredAt } = blocker
  const options = blocker.options.map(({ key, text }) => `  ${style.bold(plain(key))}  ${plain(text)}`)
  return [
    fields(style, [
      ['task', blocker.task],
      ['id', blocker.id],
      ['raised', `${blocker.raisedAt} by ${plain(blocker.raisedBy)}`],
      ['seen', plain(blocker.seen)],
      ['tried', plain(blocker.tried)],
      [
        'answer',
        answer === null ? '' : `${plain(answer)}, ${answeredAt ?? ''} by ${plain(answeredBy ?? '')}`,
      ],
    ]),
    '',
    style.bold(plain(blocker.question)),
    ...options,
    ...(answer === null ? ['', style.dim(`reveille blocker answer ${blocker.task} OPTION`)] : []),
  ].join('\n')
}
