/** A place in the tokens of a statement, and what can be taken from there. */
import type { Token } from './sql-tokens.ts'

export interface Cursor {
  readonly tokens: readonly Token[]
  at: number
}

export function cursorOf(tokens: readonly Token[]): Cursor {
  return { tokens, at: 0 }
}

/** Moves over the words if all of them come next. */
export function takes(cursor: Cursor, words: string): boolean {
  const list = words.split(' ')
  const matches = list.every((word, index) => {
    const token = cursor.tokens[cursor.at + index]
    return token !== undefined && token.kind !== 'name' && token.text === word
  })
  if (matches) cursor.at += list.length
  return matches
}

/** A name with its schema; the usual schema is left off. Null where none comes next. */
export function takeName(cursor: Cursor): string | null {
  const parts: string[] = []
  for (;;) {
    const token = cursor.tokens[cursor.at]
    if (token?.kind !== 'word' && token?.kind !== 'name') return null
    parts.push(token.text)
    cursor.at += 1
    if (!takes(cursor, '.')) break
  }
  return (parts[0] === 'public' ? parts.slice(1) : parts).join('.')
}

/** What stands between the parentheses that open here; null where none do. */
export function takeGroup(cursor: Cursor): readonly Token[] | null {
  const start = cursor.at
  if (!takes(cursor, '(')) return null
  for (let depth = 1; cursor.at < cursor.tokens.length; cursor.at += 1) {
    const { kind, text } = cursor.tokens[cursor.at] ?? { kind: 'symbol', text: '' }
    if (kind !== 'symbol') continue
    if (text === '(') depth += 1
    else if (text === ')' && (depth -= 1) === 0) {
      cursor.at += 1
      return cursor.tokens.slice(start + 1, cursor.at - 1)
    }
  }
  return null
}

/** Parts between the commas that no parenthesis encloses. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === '(') depth += 1
    if (token.kind === 'symbol' && token.text === ')') depth -= 1
    if (token.kind === 'symbol' && token.text === ',' && depth === 0) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts.filter((part) => part.length > 0)
}

/** Names in a list of columns; an expression as it is written. */
export function columnNames(tokens: readonly Token[], text: string): readonly string[] {
  return splitAtCommas(tokens).map((part) => {
    const isName =
      part[0]?.kind !== 'symbol' && part[1]?.text !== '(' && part[1]?.text !== '.' && part[1]?.text !== ':'
    return isName ? (part[0]?.text ?? '') : sliceOf(part, text)
  })
}

export function sliceOf(tokens: readonly Token[], text: string): string {
  const [first, last] = [tokens[0], tokens.at(-1)]
  return first === undefined || last === undefined ? '' : text.slice(first.start, last.end)
}
