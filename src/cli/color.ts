import { styleText } from 'node:util'

type Variables = Readonly<Record<string, string | undefined>>

/** How text may look where it is shown. Colour is never the only signal. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly warn: (text: string) => string
  readonly bad: (text: string) => string
  /** Signs that the terminal can show. */
  readonly signs: {
    readonly good: string
    readonly warn: string
    readonly bad: string
    readonly dash: string
    /** Stands for what was cut. */
    readonly more: string
    /** A line is drawn with it. */
    readonly rule: string
  }
}

const UNICODE_SIGNS = { good: '✓', warn: '!', bad: '✗', dash: '—', more: '…', rule: '─' }
const ASCII_SIGNS = { good: 'ok', warn: '!', bad: 'x', dash: '-', more: '...', rule: '-' }

/** `--no-color` and NO_COLOR win over FORCE_COLOR; a dumb terminal and a pipe get none. */
export function hasColor(params: { variables: Variables; isTerminal: boolean; isRefused: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = params.variables
  if (params.isRefused || (NO_COLOR !== undefined && NO_COLOR !== '')) return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0'
  return params.isTerminal && TERM !== 'dumb'
}

export function hasUnicode({ LC_ALL, LC_CTYPE, LANG, TERM }: Variables): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '') ?? ''
  return /utf-?8/i.test(locale) && TERM !== 'dumb' && TERM !== 'linux'
}

/** Signs of our own texts that every terminal has a likeness of. */
const LIKENESSES: Readonly<Record<string, string>> = {
  '…': '...',
  '—': '-',
  '–': '-',
  '─': '-',
  '·': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
}

/** Text for a terminal that shows nothing but ASCII: without it such text is garbage, and can be control characters. */
export function asciiText(text: string): string {
  return text.replaceAll(/[^\u0000-\u007F]/gu, (letter) => LIKENESSES[letter] ?? '?')
}

export function styleFor(params: { isColored: boolean; isUnicode: boolean }): Style {
  const paint =
    (format: Parameters<typeof styleText>[0]) =>
    (text: string): string =>
      params.isColored ? styleText(format, text, { validateStream: false }) : text
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    good: paint('green'),
    warn: paint('yellow'),
    bad: paint('red'),
    signs: params.isUnicode ? UNICODE_SIGNS : ASCII_SIGNS,
  }
}
