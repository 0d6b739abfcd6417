import type { Why } from './why.ts'
import { lastLines, oneLine } from './wording.ts'

/** The chain of a task: the answer first, then each event with its number, then where the work is. */
export function whyText(why: Why): string {
  const { task, now, next, steps, ended } = why
  const width = Math.max(0, ...steps.map(({ event }) => String(event).length)) + 1
  const saved = ended.flatMap(({ number, savedWork }) =>
    savedWork === null ? [] : [`  run ${number}: ${savedWork.look}`],
  )
  return [
    `${oneLine(task.key)} (${task.kind}, ${task.priority}): ${oneLine(task.title)}`,
    now,
    ...next.map((command) => `  ${command}`),
    '',
    ...steps.flatMap(({ event, at, text, excerpt }) => [
      `${`#${event}`.padStart(width)}  ${at}  ${text}`,
      ...(excerpt === null
        ? []
        : lastLines(excerpt, 10)
            .split('\n')
            .map((line) => `${' '.repeat(width)}    | ${line}`.trimEnd())),
    ]),
    ...(saved.length === 0 ? [] : ['', 'Work of the runs that did not land:', ...saved]),
  ].join('\n')
}
