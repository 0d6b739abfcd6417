import { TASK_STATES } from '../domain/task.ts'
import type { Status } from './status.ts'
import { durationText, headline, oneLine, sentence, shortHash } from './wording.ts'

/** The status as a person reads it: first whether it is fine, then what runs, waits, fails and landed. */
export function statusText(status: Status): string {
  const { verdict, running, queue, waitingOnYou, failing, next, landed } = status
  const lists: readonly (readonly [string, { readonly total: number }, readonly string[]])[] = [
    [
      'waits for you',
      waitingOnYou,
      waitingOnYou.first.map(
        (item) =>
          `${oneLine(item.task)}, for ${durationText(item.ageMs)}: ${headline(item.question)}  ${item.command}`,
      ),
    ],
    [
      'running',
      running,
      running.first.map(
        (item) =>
          `${oneLine(item.task)}: run ${item.run} is ${item.state}, for ${durationText(item.ageMs)}, ${oneLine(item.agent)}${item.sandbox ? '' : ', NO SANDBOX'}`,
      ),
    ],
    [
      'to land',
      queue,
      queue.first.map(
        (item) =>
          `${oneLine(item.task ?? 'your branch')}: ${shortHash(item.commit)}, for ${durationText(item.ageMs)}`,
      ),
    ],
    [
      'failing',
      failing,
      failing.first.map((item) =>
        `${oneLine(item.task)}: run ${item.run} ended as ${item.reason}, ${durationText(item.agoMs)} ago. ${sentence(headline(item.detail ?? ''))}`.trimEnd(),
      ),
    ],
    [
      'next',
      next,
      next.first.map(
        (item) => `${oneLine(item.task)} (${item.priority}), filed ${durationText(item.ageMs)} ago`,
      ),
    ],
    [
      'landed',
      landed,
      landed.first.map(
        (item) => `${oneLine(item.task ?? 'your branch')}: ${shortHash(item.commit)}, ${item.at}`,
      ),
    ],
  ]
  return [
    verdict.command === null ? verdict.text : `${verdict.text}  ${verdict.command}`,
    '',
    row('night', nightText(status)),
    row('leader', leaderText(status)),
    row('tasks', TASK_STATES.map((state) => `${status.tasks[state]} ${state}`).join(', ')),
    ...lists.flatMap(([name, { total }, lines]) => listLines(name, total, lines)),
  ].join('\n')
}

function nightText({ night }: Status): string {
  if (night === null) return 'none is open'
  return `${night.number}, open since ${night.openedAt}, from ${oneLine(night.branch)} at ${shortHash(night.base)}`
}

function leaderText({ leader }: Status): string {
  if (leader === null) return 'none yet'
  return leader.alive
    ? `process ${leader.pid}, alive, since ${leader.since}`
    : `none; the last was process ${leader.pid}, from ${leader.since}`
}

function listLines(name: string, total: number, lines: readonly string[]): string[] {
  const more = total - lines.length
  const shown = more > 0 ? [...lines, `and ${more} more`] : lines
  return shown.map((line, index) => row(index === 0 ? `${name} (${total})` : '', line))
}

function row(name: string, text: string): string {
  return `${name.padEnd(20)}${text}`
}
