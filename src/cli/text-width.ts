/** How many columns of a terminal text takes. */

const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u4DBF\u4E00-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\uFE0F/u
const NOTHING = /^[\p{M}\p{Cf}\p{Cc}]+$/u
const ASCII = /^[\u0020-\u007E]*$/

let segmenter: Intl.Segmenter | undefined

/** Columns of text without escape sequences. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length
  return characters(text).reduce((sum, one) => sum + characterWidth(one), 0)
}

/** As much of the text as fits, with the sign for more at its end when something was cut. */
export function clipped(text: string, columns: number, more: string): string {
  if (textWidth(text) <= columns) return text
  const room = columns - textWidth(more)
  if (room < 0) return ''
  let kept = ''
  let width = 0
  for (const one of characters(text)) {
    width += characterWidth(one)
    if (width > room) break
    kept += one
  }
  return `${kept}${more}`
}

/** Filled with spaces to a width. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)))
}

/** Lines of at most so many columns, broken between words where there is a place for it. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= columns) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word)
  }
  return lines
}

function characters(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return [...segmenter.segment(text)].map(({ segment }) => segment)
}

function characterWidth(character: string): number {
  if (NOTHING.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}
