import type { Style } from './color.ts'
import { plain } from './print.ts'
import { padded, textWidth } from './text-width.ts'

/** Columns aligned by their widest cell; the last one may be as long as it likes. Cells are made plain. */
export function table(style: Style, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(plain))
  const widths = head.map((title, column) =>
    Math.max(textWidth(title), ...cells.map((row) => textWidth(row[column] ?? ''))),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : padded(cell, widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  return [style.bold(line(head)), ...cells.map(line)].join('\n')
}

/** Names beside their values, one a line. */
export function fields(style: Style, rows: readonly (readonly [string, string])[]): string {
  const shown = rows.filter(([, value]) => value !== '')
  const width = Math.max(0, ...shown.map(([name]) => textWidth(name)))
  return shown.map(([name, value]) => `${style.dim(padded(name, width))}  ${value}`).join('\n')
}
