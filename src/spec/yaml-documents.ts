/**
 * Reads YAML that anybody may have written, in bounded time. The parser turns text into tokens without recursion, so how deep
 * they are nested and how many aliases there are is known before anything follows them.
 */
import { Composer, isScalar, Parser, visit, type CST, type Document, type Pair } from 'yaml'
import type { Problem, Source } from './diagnostic.ts'

const MOST_TEXT = 1_000_000
const DEEPEST = 50
const MOST_ALIASES = 50
/** Values that aliases may multiply into. */
const MOST_VALUES = 200_000

export interface YamlDocument {
  readonly document: Document.Parsed
  /** Plain data: no cycle, nesting and size within bounds. */
  readonly value: unknown
}

export interface YamlReading {
  /** Those that can be read; with problems, there may be others. */
  readonly documents: readonly YamlDocument[]
  readonly problems: readonly Problem[]
}

/** Without the marks that editors and joined files leave before the text, which no position counts. */
export function withoutByteOrderMark(source: Source): Source {
  return { ...source, text: source.text.replace(/^\uFEFF+/, '') }
}

/** All documents of a stream, at least one. Never throws. */
export function readYaml({ text }: Source): YamlReading {
  if (text.length > MOST_TEXT) return unreadable(at(0, `the file is longer than ${MOST_TEXT} characters`))
  const tokens = [...new Parser().parse(text)]
  const excess = excessOf(tokens)
  if (excess !== null) return unreadable(excess)
  // Its own search for keys written twice compares each with each.
  const composer = new Composer({ version: '1.2', stringKeys: true, uniqueKeys: false, prettyErrors: false })
  const readings = [...composer.compose(tokens, true, text.length)].map(readDocument)
  return {
    documents: readings.flatMap(({ documents }) => documents),
    problems: readings.flatMap(({ problems }) => problems),
  }
}

function readDocument(document: Document.Parsed): YamlReading {
  const problems = [...document.errors, ...document.warnings].map(
    ({ pos: [start, end], message }): Problem => ({
      start,
      end,
      message: message.split('\n', 1)[0] ?? message,
      suggestion: null,
    }),
  )
  if (document.errors.length > 0) return { documents: [], problems }
  problems.push(...keyProblems(document))
  const start = document.contents?.range[0] ?? document.range[0]
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES })
    const excess = excessOfValue(value)
    if (excess === null) return { documents: [{ document, value }], problems }
    return { documents: [], problems: [...problems, at(start, excess)] }
  } catch (error) {
    return {
      documents: [],
      problems: [...problems, at(start, error instanceof Error ? error.message : String(error))],
    }
  }
}

/** Keys that a value could not keep: written twice, or taken by the language. */
function keyProblems(document: Document): readonly Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>()
      for (const pair of map.items) {
        const key = keyOf(pair)
        if (key === null) continue
        if (key.name === '__proto__')
          problems.push({ ...key, message: '__proto__ cannot be a key', suggestion: null })
        if (seen.has(key.name))
          problems.push({ ...key, message: `the key ${key.name} is written twice`, suggestion: null })
        seen.add(key.name)
      }
    },
  })
  return problems
}

function keyOf({
  key,
}: Pair): { readonly name: string; readonly start: number; readonly end: number } | null {
  if (!isScalar(key) || !key.range) return null
  return { name: String(key.value), start: key.range[0], end: key.range[1] }
}

/** The first place that is nested too deep, or the first alias too many. */
function excessOf(tokens: readonly CST.Token[]): Problem | null {
  const waiting = tokens.map((token) => ({ token, depth: 0 })).toReversed()
  let aliases = 0
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next
    if (depth > DEEPEST) return at(token.offset, `is nested deeper than ${DEEPEST} levels`)
    if (token.type === 'alias' && (aliases += 1) > MOST_ALIASES)
      return at(token.offset, `is one alias too many: at most ${MOST_ALIASES} may stand in a file`)
    for (const inner of innerTokens(token).toReversed()) waiting.push({ token: inner, depth: depth + 1 })
  }
  return null
}

function innerTokens(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value]
  if (!('items' in token)) return []
  return token.items.flatMap(({ key, value }) =>
    [key, value].filter((part) => part !== null && part !== undefined),
  )
}

/** Aliases can nest and multiply what the text holds once, or lead back to themselves. */
function excessOfValue(value: unknown): string | null {
  let values = 0
  const excess = (inner: unknown, depth: number): string | null => {
    if (depth > DEEPEST) return `its aliases nest deeper than ${DEEPEST} levels`
    if ((values += 1) > MOST_VALUES) return 'its aliases make it too large'
    if (typeof inner !== 'object' || inner === null) return null
    for (const part of Object.values(inner)) {
      const found = excess(part, depth + 1)
      if (found !== null) return found
    }
    return null
  }
  return excess(value, 0)
}

function unreadable(problem: Problem): YamlReading {
  return { documents: [], problems: [problem] }
}

function at(start: number, message: string): Problem {
  return { start, end: start + 1, message, suggestion: null }
}
