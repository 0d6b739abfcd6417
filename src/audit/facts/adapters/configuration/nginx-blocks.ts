/** Directives of nginx, nested as they are written. */
import type { Span } from '../../adapter.ts'

export interface Directive {
  readonly words: readonly string[]
  readonly span: Span
  /** What stands between its braces. */
  readonly inner: readonly Directive[]
}

const TOKEN =
  /#[^\n]*|"((?:\\[^]|[^"\\])*)"|'((?:\\[^]|[^'\\])*)'|[{};]|(?:\\[^]|\$\{\w+\}|[^\s{};#"'\\]|(?<=\S)[#"'])+/g

export function directivesOf(text: string): readonly Directive[] {
  const root: Directive[] = []
  const open: Directive[][] = [root]
  let words: string[] = []
  let start = 0
  const add = (end: number): Directive[] => {
    const inner: Directive[] = []
    if (words.length > 0) open.at(-1)?.push({ words, span: { start, end }, inner })
    words = []
    return inner
  }
  for (const { 0: token, 1: double, 2: single, index } of text.matchAll(TOKEN)) {
    const end = index + token.length
    if (token === ';') add(end)
    else if (token === '{') open.push(add(end))
    else if (token === '}') {
      words = []
      if (open.length > 1) open.pop()
    } else if (!token.startsWith('#')) {
      if (words.length === 0) start = index
      words.push(double ?? single ?? token)
    }
  }
  return root
}
