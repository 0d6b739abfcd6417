import type { Style } from './color.ts'

interface Sink {
  write(text: string): unknown
}

/** Data goes to stdout, narration to stderr, and neither ever to the other. */
export interface Printer {
  readonly isJson: boolean
  /** How data may look; narration has its own, because only one of the two may be a terminal. */
  readonly style: Style
  readonly narrationStyle: Style
  data(text: string): void
  narrate(text: string): void
}

export function createPrinter(params: {
  stdout: Sink
  stderr: Sink
  isJson: boolean
  style: Style
  narrationStyle: Style
  /** How text is spelled on what stdout and stderr are; as it is, when not given. */
  spellData?: (text: string) => string
  spellNarration?: (text: string) => string
}): Printer {
  const { stdout, stderr, isJson, style, narrationStyle } = params
  const { spellData = asItIs, spellNarration = asItIs } = params
  return {
    isJson,
    style,
    narrationStyle,
    data: (text) => {
      if (text !== '') stdout.write(endLine(spellData(text)))
    },
    narrate: (text) => {
      if (text !== '') stderr.write(endLine(spellNarration(text)))
    },
  }
}

function asItIs(text: string): string {
  return text
}

function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}

/** Text of agents and repositories, made unable to move the cursor or to forge lines of a table. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
}

/** The same for text of several lines, which keeps them. */
export function plainLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ').trimEnd())
    .join('\n')
}
