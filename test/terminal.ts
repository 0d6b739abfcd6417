/** What a terminal shows after it was given these bytes: enough of one to judge a live view by what is seen. */
import { textWidth } from '../src/cli/text-width.ts'

export interface Screen {
  /** Lines that have scrolled away, then those that are shown, without spaces at their end. */
  readonly lines: readonly string[]
  /** The shown lines alone. */
  readonly shown: readonly string[]
  readonly isCursorShown: boolean
  readonly cursor: { readonly row: number; readonly column: number }
  /** Selections of graphic rendition, such as colours, that were not reset. */
  readonly isPlain: boolean
}

/** A cell holds one character; one that is two columns wide leaves the next cell empty. */
type Row = string[]

const PIECES = /\u001b\[([?\d;]*)([A-Za-z])|\u001b[@-_]|[\r\n\b\u0007]|[^\u001b\r\n\b\u0007]/gsu

export function screenOf(bytes: string, size: { readonly columns: number; readonly rows: number }): Screen {
  const { columns, rows } = size
  const above: string[] = []
  const shown: Row[] = Array.from({ length: rows }, () => [])
  let [row, column, isCursorShown, isPlain] = [0, 0, true, true]
  const down = (): void => {
    if (row < rows - 1) {
      row += 1
      return
    }
    above.push(textOf(shown.shift() ?? []))
    shown.push([])
  }
  const put = (character: string): void => {
    const width = textWidth(character)
    if (width === 0) return
    if (column + width > columns) {
      down()
      column = 0
    }
    const cells = (shown[row] ??= [])
    while (cells.length < column) cells.push(' ')
    cells.splice(column, width, character, ...(width === 2 ? [''] : []))
    column += width
  }
  const obey = (parameters: string, final: string): void => {
    const count = Math.max(1, Number.parseInt(parameters || '1', 10))
    if (final === 'A') row = Math.max(0, row - count)
    else if (final === 'G') column = count - 1
    else if (final === 'K') shown[row]?.splice(column)
    else if (final === 'J') {
      shown[row]?.splice(column)
      for (let below = row + 1; below < rows; below++) shown[below] = []
    } else if (final === 'm') isPlain = isPlain ? /^0?$/.test(parameters) : /^(0|39|22|)$/.test(parameters)
    else if (parameters === '?25') isCursorShown = final === 'h'
    else throw new Error(`the terminal does not know ${JSON.stringify(`${parameters}${final}`)}`)
  }
  for (const [piece, parameters, final] of bytes.matchAll(PIECES)) {
    if (final !== undefined) obey(parameters ?? '', final)
    else if (piece === '\n') down()
    else if (piece === '\r') column = 0
    else if (piece === '\b') column = Math.max(0, column - 1)
    else if (piece !== '\u0007') put(piece)
  }
  const texts = shown.map(textOf)
  return { lines: [...above, ...texts], shown: texts, isCursorShown, cursor: { row, column }, isPlain }
}

function textOf(row: Row): string {
  return row.join('').trimEnd()
}
