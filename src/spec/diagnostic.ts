/** One problem of a text: its place, the lines around it and, where one is close, the word that was meant. */
export interface Diagnostic {
  readonly file: string
  /** Counted from 1, as editors do. */
  readonly line: number
  readonly column: number
  readonly message: string
  /** What was meant, when it can be guessed. */
  readonly suggestion: string | null
  /** The lines around the place, a caret under it. */
  readonly frame: string
  /** All of it, as a terminal shows it and an editor can follow it. */
  readonly text: string
}

export interface Source {
  readonly file: string
  readonly text: string
}

/** Offsets of a problem in its text. */
export interface Range {
  readonly start: number
  readonly end: number
}

export interface Problem extends Range {
  readonly message: string
  readonly suggestion: string | null
}

/** A terminal can show no more, and nobody reads more. */
const MOST = 100

/**
 * The problems of one text in the order in which they stand in it. Whatever the offsets are, each diagnostic points into the
 * text. Of very many the first are told, and where the next one is.
 */
export function diagnosticsOf(source: Source, problems: readonly Problem[]): readonly Diagnostic[] {
  const lines = source.text.split('\n')
  const starts = lineStarts(lines)
  const placed = problems
    .map((problem) => ({ problem, place: placeOf(source.text, { starts, problem }) }))
    .toSorted(
      (one, other) =>
        compare(one.place, other.place) || (one.problem.message < other.problem.message ? -1 : 1),
    )
  const told = placed.slice(0, MOST)
  const [next] = placed.slice(MOST)
  const all =
    next === undefined
      ? told
      : [...told, { ...next, problem: { message: 'and more problems from here on', suggestion: null } }]
  return all.map(({ problem: { message, suggestion }, place }) => {
    const frame = codeFrame(lines, place)
    const meant = suggestion === null ? '' : `; did you mean ${suggestion}?`
    const { line, column } = place
    const text = `${source.file}:${line}:${column}: ${message}${meant}\n${frame}`
    return { file: source.file, line, column, message, suggestion, frame, text }
  })
}

interface Place {
  readonly line: number
  readonly column: number
  readonly length: number
}

function lineStarts(lines: readonly string[]): readonly number[] {
  let offset = 0
  return lines.map((line) => {
    const start = offset
    offset += line.length + 1
    return start
  })
}

function placeOf(
  text: string,
  { starts, problem }: { readonly starts: readonly number[]; readonly problem: Range },
): Place {
  const start = Math.min(Math.max(problem.start, 0), text.length)
  // The last line that begins at or before the offset.
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= start) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: start - (starts[low] ?? 0) + 1, length: Math.max(problem.end - start, 1) }
}

function compare(one: Place, other: Place): number {
  return one.line - other.line || one.column - other.column
}

const LINES_BEFORE = 2
const WIDEST = 100
const BEFORE_CARET = 60

function codeFrame(lines: readonly string[], place: Place): string {
  const first = Math.max(1, place.line - LINES_BEFORE)
  const width = String(place.line).length
  // A place far to the right moves the window, over all lines alike.
  const cut = place.column <= WIDEST ? 0 : place.column - BEFORE_CARET
  const shown = lines.slice(first - 1, place.line).map((content, index) => {
    const number = first + index
    const mark = number === place.line ? '>' : ' '
    return `${mark} ${String(number).padStart(width)} | ${visible(content.slice(cut, cut + WIDEST))}`.trimEnd()
  })
  const column = place.column - cut
  const line = lines[place.line - 1] ?? ''
  const room = Math.min(line.length - place.column + 1, WIDEST - column + 1)
  const carets = '^'.repeat(Math.max(1, Math.min(place.length, room)))
  return [...shown, `${' '.repeat(width + 2)} | ${' '.repeat(column - 1)}${carets}`].join('\n')
}

/** Tabs and control characters take one column, as the caret counts them. */
function visible(line: string): string {
  return line.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
}
