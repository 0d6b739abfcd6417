import { oneLine, printable } from '../domain/printable.ts'

/** Text of agents, repositories and people as Markdown that shows exactly that text, on one line. */
export function escaped(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_[\]<>|~&]/g, (mark) => `\\${mark}`)
    .replace(/^(#+|[-+=]+|\d+[.)])(?=\s|$)/, (mark) => `\\${mark}`)
}

/** A word or command as inline code, whatever backticks it holds. */
export function code(text: string): string {
  const line = oneLine(text)
  const fence = '`'.repeat(longestRun(line) + 1)
  const pad = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : ''
  return `${fence}${pad}${line}${pad}${fence}`
}

/** Lines as a code block that its content cannot close. */
export function codeBlock(text: string, language = ''): string {
  const body = printable(text).replace(/\n+$/, '')
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1))
  return `${fence}${language}\n${body}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
