/** SQL as statements of tokens: comments are left out, strings and dollar quotes are one token each. */
import type { Span } from '../../adapter.ts'

export interface Token {
  /** `name` is quoted; a `word` may be a keyword. */
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol'
  /** Words in small letters, names without their quotes. */
  readonly text: string
  readonly start: number
  readonly end: number
}

export interface Statement {
  readonly tokens: readonly Token[]
  readonly span: Span
}

/** A `#` begins a remark at the start of a line only: elsewhere it is an operator. */
const SPACE = /(?:\s+|--[^\n]*|(?<=^|\n)#[^\n]*)+/y
const QUOTED = /"([^"]*(?:""[^"]*)*)"|`([^`]*(?:``[^`]*)*)`/y
const STRING = /[eE]'[^'\\]*(?:(?:''|\\[^])[^'\\]*)*'|[nNbBxX]?'[^']*(?:''[^']*)*'/y
const DOLLAR = /\$([A-Za-z_]\w*)?\$/y
const WORD = /[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*/y
const NUMBER = /\d[\w.]*/y
const LONGEST = 2_000_000

/** Null where a quote or comment is never closed, or the text is too long. */
export function statementsOf(text: string): readonly Statement[] | null {
  const tokens = text.length > LONGEST ? null : tokensOf(text)
  if (tokens === null) return null
  const statements: Statement[] = []
  let current: Token[] = []
  const end = (): void => {
    const [first, last] = [current[0], current.at(-1)]
    if (first !== undefined && last !== undefined)
      statements.push({ tokens: current, span: { start: first.start, end: last.end } })
    current = []
  }
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === ';') end()
    else current.push(token)
  }
  end()
  return statements
}

function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const blank = matchAt(SPACE, text, at)?.[0].length ?? 0
    if (blank > 0) {
      at += blank
      continue
    }
    if (text.startsWith('/*', at)) {
      const end = endOfComment(text, at)
      if (end === -1) return null
      at = end
      continue
    }
    const token = tokenAt(text, at)
    if (token === null) return null
    tokens.push(token)
    at = token.end
  }
  return tokens
}

/** They nest. */
function endOfComment(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text.startsWith('/*', at)) depth += 1
    else if (text.startsWith('*/', at)) depth -= 1
    else continue
    at += 1
    if (depth === 0) return at + 1
  }
  return -1
}

function tokenAt(text: string, start: number): Token | null {
  const quoted = matchAt(QUOTED, text, start)
  if (quoted !== null) {
    const name = quoted[1]?.replaceAll('""', '"') ?? quoted[2]?.replaceAll('``', '`') ?? ''
    return { kind: 'name', text: name, start, end: start + quoted[0].length }
  }
  const string = matchAt(STRING, text, start)
  if (string !== null) return { kind: 'string', text: string[0], start, end: start + string[0].length }
  const dollar = matchAt(DOLLAR, text, start)
  if (dollar !== null) {
    const close = text.indexOf(dollar[0], start + dollar[0].length)
    if (close === -1) return null
    const end = close + dollar[0].length
    return { kind: 'string', text: text.slice(start, end), start, end }
  }
  if (/["'`]/.test(text.charAt(start))) return null
  const word = matchAt(WORD, text, start)
  if (word !== null) return { kind: 'word', text: word[0].toLowerCase(), start, end: start + word[0].length }
  const number = matchAt(NUMBER, text, start)
  const symbol = number?.[0] ?? text.charAt(start)
  return { kind: number === null ? 'symbol' : 'number', text: symbol, start, end: start + symbol.length }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
