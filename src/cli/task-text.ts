import { commandText } from '../domain/check.ts'
import type { TaskSummaryView, TaskView } from '../operations/task-view.ts'
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
    ['may also change', task.allow.join(', ')],
    ['at', plain(task.at ?? '')],
    ['agent', agentText(task)],
    ['artefact', artefactText(task)],
    ['operation', plain(task.operation ?? '')],
    ...task.checks.map((check): readonly [string, string] => [check.expect, checkText(check)]),
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
  if (agent.kind === 'scripted') return `${agent.steps.length} scripted steps`
  const parameters = Object.entries(agent.parameters ?? {}).map(([name, value]) => `${name}=${value}`)
  const told = parameters.length === 0 ? '' : ` (${plain(parameters.join(', '))})`
  const who = agent.kind === 'fixer' ? `fixer ${agent.name}` : commandText(agent.command)
  return `${plain(who)}${told}`
}

function artefactText({ artefact }: TaskView): string {
  if (artefact === null) return ''
  return artefact.kind === 'findings' ? 'findings' : plain(JSON.stringify(artefact.schema)).slice(0, 100)
}

/** The command, and of the rest what is not as usual. */
function checkText({ command, redExits, report, tests, mutants }: TaskView['checks'][number]): string {
  const more = [
    redExits.length === 0 ? '' : `red: exit ${redExits.join(', ')}`,
    report === 'auto'
      ? ''
      : `report: ${typeof report === 'string' ? report : (report.file ?? report.format)}`,
    tests.length === 0 ? '' : `tests: ${tests.join(', ')}`,
    mutants === null ? '' : `${mutants.percent} % of mutants in ${mutants.modules.join(', ')}`,
  ].filter((part) => part !== '')
  return plain(`${commandText(command)}${more.length === 0 ? '' : ` (${more.join('; ')})`}`)
}
