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
  }
}

const UNICODE_SIGNS = { good: '✓', warn: '!', bad: '✗', dash: '—' }
const ASCII_SIGNS = { good: 'ok', warn: '!', bad: 'x', dash: '-' }

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
