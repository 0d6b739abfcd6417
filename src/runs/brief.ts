import { commandText } from '../domain/check.ts'
import type { Run } from '../domain/run.ts'
import type { RunInHand, RunWorld } from './life.ts'

/** What the agent is given to read: goal, scope, checks, notes and how the last run failed. */
export async function briefText(world: RunWorld, { run, task }: RunInHand): Promise<string> {
  const [notes, runs] = await Promise.all([
    world.ledger.notes(task.id),
    world.ledger.runs({ taskId: task.id }),
  ])
  const sections = [
    `# ${task.title}`,
    task.goal,
    `## You may change\n\n${list(task.scope.write)}`,
    `## It is done when\n\n${list(task.checks.map((check) => `\`${commandText(check.command)}\` (${check.expect})`))}`,
    notes.length === 0 ? '' : `## Notes\n\n${list(notes.map((note) => `${note.author}: ${note.text}`))}`,
    lastFailure(runs.filter((other) => other.id !== run.id)),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function lastFailure(earlier: readonly Run[]): string {
  const last = earlier.findLast((run) => run.endReason !== null)
  return last === undefined
    ? ''
    : `## How run ${last.number} ended\n\n${last.endReason}: ${last.endDetail ?? ''}`
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? 'Nothing.' : lines.map((line) => `- ${line}`).join('\n')
}
