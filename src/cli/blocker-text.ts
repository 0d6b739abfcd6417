import type { BlockerView } from '../operations/blocker-view.ts'
import { EFFECT_TEXTS } from '../reports/sentences.ts'
import { durationText } from '../reports/wording.ts'
import type { Style } from './color.ts'
import { plain, plainLines } from './print.ts'
import { fields } from './table.ts'

export function blockerText(style: Style, blocker: BlockerView): string {
  const { answer } = blocker
  const [first = '', ...more] = blocker.seen.split('\n')
  const options = blocker.options.map(
    ({ key, text, effect }) =>
      `  ${style.bold(plain(key))}  ${plain(text)} ${style.dim(`(${EFFECT_TEXTS[effect]})`)}`,
  )
  return [
    fields(style, [
      ['task', blocker.task],
      ['id', blocker.id],
      ['raised', `${blocker.raisedAt}, ${durationText(blocker.ageMs)} ago, by ${plain(blocker.raisedBy)}`],
      ['seen', plain(first)],
      ['tried', plain(blocker.tried)],
      ['without an answer', defaultText(blocker)],
      ['answer', answerText(blocker)],
      ['granted until', blocker.until ?? ''],
    ]),
    ...(more.length === 0 ? [] : ['', plainLines(more.join('\n'))]),
    ...(blocker.note === null ? [] : ['', plainLines(blocker.note)]),
    '',
    style.bold(plain(blocker.question)),
    ...options,
    ...(answer === null ? ['', style.dim(`reveille blocker answer ${blocker.task} OPTION`)] : []),
  ].join('\n')
}

function defaultText({ default: option, deadline, answer }: BlockerView): string {
  if (answer !== null) return ''
  return option === null || deadline === null ? 'it waits' : `${plain(option)} is taken at ${deadline}`
}

function answerText({ answer, answeredBy, answeredAt }: BlockerView): string {
  return answer === null ? '' : `${plain(answer)}, ${answeredAt ?? ''} by ${plain(answeredBy ?? '')}`
}
