import type { PlanView } from '../operations/plan.ts'
import type { Style } from './color.ts'
import { plain } from './print.ts'
import { table } from './table.ts'

type PlannedTask = PlanView['tasks'][number]

const ACTIONS: Readonly<Record<PlannedTask['action'], string>> = {
  new: 'new',
  changed: 'changed',
  unchanged: 'unchanged',
  finished: 'done',
  'cannot-change': 'cannot change',
}

/** What would change, in which order, and what would not go as its author may think. */
export function planText(plan: PlanView, style: Style): string {
  const rows = plan.tasks.map((task) => [
    actionText(task),
    task.key,
    task.priority,
    task.kind,
    aboutText(task),
  ])
  return [
    table(style, ['PLAN', 'KEY', 'PRIO', 'KIND', 'ABOUT'], rows),
    ...part(
      'Order',
      plan.waves.map((wave, index) => `${index + 1}. ${wave.join(', ')}`),
    ),
    ...part(
      'One after the other, because their scopes overlap',
      plan.collisions.map(({ keys: [one, other] }) => `${one} and ${other}`),
    ),
    ...part(
      style.warn('Warnings'),
      plan.warnings.map(({ task, text }) => `${task}: ${text}`),
    ),
    ...part(style.bad('It cannot be carried out'), plan.obstacles),
  ].join('\n')
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${plain(line)}`)]
}

function actionText({ action, state }: PlannedTask): string {
  return action === 'finished' && state !== null ? state : ACTIONS[action]
}

function aboutText({ action, title, changes, reason }: PlannedTask): string {
  if (reason !== null) return reason
  return action === 'changed' ? changes.map(changeText).join('; ') : title
}

const SHORT = 40

/** Values where they are short, for lists and texts only that they differ. */
function changeText({ field, from, to }: PlannedTask['changes'][number]): string {
  const [before, after] = [valueText(from), valueText(to)]
  return before === null || after === null ? field : `${field} ${before} -> ${after}`
}

function valueText(value: unknown): string | null {
  if (value === null) return 'none'
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return short(value.length === 0 ? 'none' : value.join(', '))
  return typeof value === 'string' ? short(value) : null
}

function short(text: string): string | null {
  return text.length > SHORT || text.includes('\n') ? null : text
}
