/**
 * Shell text as simple commands, read tolerantly: nothing is expanded or run, and what is not understood still gives its
 * words. Expansions stay in their word as they were written; the commands inside of `$(...)` and backticks come before the
 * command that uses them, as a group of their own.
 */

export type ShellPart =
  | {
      readonly kind: 'command'
      readonly words: readonly string[]
      /** Values of the assignments before the first word: `A=b make` has `b`. */
      readonly assigned: readonly string[]
    }
  /** `(` and `)`: what happens to the working directory between them ends with them. */
  | { readonly kind: 'group-begins' }
  | { readonly kind: 'group-ends' }

const MOST_CHARACTERS = 200_000
const MOST_NESTING = 16
const BLANK = /(?:[ \t\r\f\v]|\\\r?\n)+/y
const COMMENT = /#[^\n]*/y
const OPERATOR = /&&|\|\||;;&?|;&|\|&|[;|&\n]/y
const DUPLICATED = /\d*[<>]&[\d-]+/y
const REDIRECTION = /\d*(?:&>>?|<<<|<<-?|>>|>\||<>|[<>])/y
const PLAIN = /[^\s;&|()<>'"`$\\]+/y
const ASSIGNMENT = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/
/** Words after which a command begins. */
const KEYWORDS = new Set([
  'if',
  'then',
  'elif',
  'else',
  'while',
  'until',
  'do',
  'in',
  '{',
  '}',
  '!',
  'fi',
  'done',
])

/** Simple commands of a shell text, in their order; text behind 200 000 characters is not looked at. */
export function splitShell(text: string): readonly ShellPart[] {
  const parts: ShellPart[] = []
  split(text.slice(0, MOST_CHARACTERS), 0, parts)
  return parts
}

function split(text: string, nesting: number, parts: ShellPart[]): void {
  let command: { words: string[]; assigned: string[] } = { words: [], assigned: [] }
  const end = (): void => {
    if (command.words.length + command.assigned.length > 0) parts.push({ kind: 'command', ...command })
    command = { words: [], assigned: [] }
  }
  for (let at = 0; at < text.length;) {
    const skipped = matchAt(BLANK, text, at) || matchAt(COMMENT, text, at) || matchAt(DUPLICATED, text, at)
    const operator = skipped === 0 ? matchAt(OPERATOR, text, at) : 0
    const step = skipped || operator || matchAt(REDIRECTION, text, at)
    if (operator > 0) end()
    if (step > 0) {
      at += step
    } else if (text[at] === '(' || text[at] === ')') {
      end()
      parts.push({ kind: text[at] === '(' ? 'group-begins' : 'group-ends' })
      at += 1
    } else {
      const word = readWord(text, at)
      at = word.end
      for (const inner of word.inner) group(inner, nesting, parts)
      takeWord(command, word.text)
    }
  }
  end()
}

function takeWord(command: { words: string[]; assigned: string[] }, word: string): void {
  if (command.words.length > 0) command.words.push(word)
  else if (ASSIGNMENT.test(word)) command.assigned.push(word.replace(ASSIGNMENT, ''))
  else if (!KEYWORDS.has(word)) command.words.push(word)
}

function group(text: string, nesting: number, parts: ShellPart[]): void {
  if (nesting >= MOST_NESTING) return
  parts.push({ kind: 'group-begins' })
  split(text, nesting + 1, parts)
  parts.push({ kind: 'group-ends' })
}

interface Word {
  readonly text: string
  readonly end: number
  /** Texts of the command substitutions in it. */
  readonly inner: readonly string[]
}

/** Reads one word; always moves on by at least one character. */
function readWord(source: string, start: number): Word {
  const inner: string[] = []
  let text = ''
  let at = start
  while (at < source.length && (at === start || !/[\s;&|()<>]/.test(source[at] ?? ''))) {
    const piece = readPiece(source, at)
    text += piece.text
    at = piece.end
    inner.push(...piece.inner)
  }
  return { text, end: at, inner }
}

function readPiece(source: string, at: number): Word {
  switch (source.charAt(at)) {
    case '\\':
      return { text: (source[at + 1] ?? '').replace('\n', ''), end: at + 2, inner: [] }
    case "'": {
      const end = source.indexOf("'", at + 1)
      if (end === -1) break
      return { text: source.slice(at + 1, end), end: end + 1, inner: [] }
    }
    case '"': {
      const quoted = readQuoted(source, at)
      if (quoted === null) break
      return quoted
    }
    case '$':
    case '`':
      return readExpansion(source, at)
  }
  const length = Math.max(1, matchAt(PLAIN, source, at))
  return { text: source.slice(at, at + length), end: at + length, inner: [] }
}

/** Null when the quote is never closed. */
function readQuoted(source: string, start: number): Word | null {
  const inner: string[] = []
  let text = ''
  let at = start + 1
  while (at < source.length && source[at] !== '"') {
    if (source[at] === '\\') {
      const next = source[at + 1] ?? ''
      text += '"\\$`'.includes(next) ? next : next === '\n' ? '' : `\\${next}`
      at += 2
    } else if (source[at] === '$' || source[at] === '`') {
      const piece = readExpansion(source, at)
      text += piece.text
      inner.push(...piece.inner)
      at = piece.end
    } else {
      text += source[at]
      at += 1
    }
  }
  return at < source.length ? { text, end: at + 1, inner } : null
}

/** `$(...)`, `${...}`, backticks; one that is never closed reaches to the end of the text. */
function readExpansion(source: string, at: number): Word {
  if (source[at] === '`') {
    const end = closing(source, at + 1, '`')
    return { text: source.slice(at, end), end, inner: [source.slice(at + 1, end - 1)] }
  }
  if (source.startsWith('$(', at)) {
    const end = endOfSubstitution(source, at + 1, 0)
    const isArithmetic = source.startsWith('$((', at)
    return { text: source.slice(at, end), end, inner: isArithmetic ? [] : [source.slice(at + 2, end - 1)] }
  }
  if (source.startsWith('${', at)) {
    const end = closing(source, at + 2, '}')
    return { text: source.slice(at, end), end, inner: [] }
  }
  return { text: '$', end: at + 1, inner: [] }
}

/** Where the parenthesis that opens at `start` has been closed. */
function endOfSubstitution(source: string, start: number, nesting: number): number {
  if (nesting > MOST_NESTING) return source.length
  let at = start + 1
  while (at < source.length && source[at] !== ')') {
    const character = source[at]
    if (character === '\\') at += 2
    else if (character === '(') at = endOfSubstitution(source, at, nesting + 1)
    else if (character === "'") at = closing(source, at + 1, "'")
    else if (character === '"') at = endOfQuoted(source, at, nesting + 1)
    else at += 1
  }
  return Math.min(at + 1, source.length)
}

function endOfQuoted(source: string, start: number, nesting: number): number {
  if (nesting > MOST_NESTING) return source.length
  let at = start + 1
  while (at < source.length && source[at] !== '"') {
    if (source[at] === '\\') at += 2
    else if (source.startsWith('$(', at)) at = endOfSubstitution(source, at + 1, nesting + 1)
    else at += 1
  }
  return Math.min(at + 1, source.length)
}

function closing(source: string, from: number, character: string): number {
  const end = source.indexOf(character, from)
  return end === -1 ? source.length : end + 1
}

/** Length of what a sticky pattern matches at a place; 0 for nothing. */
function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}
