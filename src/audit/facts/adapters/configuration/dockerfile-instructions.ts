/** The instructions of a Dockerfile: continued lines, comments between them, here-documents. */
import type { Span } from '../../adapter.ts'

export interface Instruction {
  /** In capitals. */
  readonly name: string
  /** What follows it: continuations joined, comments and blank lines inside of it left off. */
  readonly text: string
  /** Texts of its here-documents. */
  readonly documents: readonly string[]
  readonly span: Span
}

const DIRECTIVE = /^#\s*escape\s*=\s*(`|\\)\s*$/i
const HERE_DOCUMENT = /<<-?\s*(["']?)([A-Za-z_]\w*)\1/g
const HAS_DOCUMENTS = ['RUN', 'COPY', 'ADD']

export function instructionsOf(text: string): readonly Instruction[] {
  const lines = linesOf(text)
  const escape = DIRECTIVE.exec(lines[0]?.text ?? '')?.[1] ?? '\\'
  const instructions: Instruction[] = []
  for (let at = 0; at < lines.length;) {
    const first = lines[at]
    if (first === undefined || isEmpty(first.text)) {
      at += 1
      continue
    }
    const joined = joinLines(lines, at, escape)
    const [, name = '', rest = ''] = /^\s*([A-Za-z]+)\s*([^]*)$/.exec(joined.text) ?? []
    const documents = documentsOf(lines, joined.next, HAS_DOCUMENTS.includes(name.toUpperCase()) ? rest : '')
    const last = lines[documents.next - 1] ?? first
    const span = { start: first.start, end: last.start + last.text.length }
    if (name !== '')
      instructions.push({ name: name.toUpperCase(), text: rest.trim(), documents: documents.texts, span })
    at = documents.next
  }
  return instructions
}

interface Line {
  readonly text: string
  readonly start: number
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/([^\n]*)(?:\n|$)/g)].map(({ 1: line = '', index }) => ({
    text: line.replace(/\r$/, ''),
    start: index,
  }))
}

function isEmpty(line: string): boolean {
  return /^\s*(?:#|$)/.test(line)
}

function joinLines(lines: readonly Line[], start: number, escape: string) {
  let text = ''
  let at = start
  for (; at < lines.length; at += 1) {
    const line = lines[at]?.text ?? ''
    if (at > start && isEmpty(line)) continue
    const bare = line.trimEnd()
    if (!bare.endsWith(escape)) return { text: text + line, next: at + 1 }
    text += bare.slice(0, -1)
  }
  return { text, next: at }
}

function documentsOf(lines: readonly Line[], start: number, text: string) {
  const texts: string[] = []
  let at = start
  for (const [, , mark] of text.matchAll(HERE_DOCUMENT)) {
    const end = lines.findIndex((line, index) => index >= at && line.text.replace(/^\t+/, '') === mark)
    if (end === -1) continue
    texts.push(
      lines
        .slice(at, end)
        .map((line) => line.text)
        .join('\n'),
    )
    at = end + 1
  }
  return { texts, next: at }
}

/** Options before the operands: `--from=build`. */
export function optionsOf(text: string): { readonly options: readonly string[]; readonly rest: string } {
  const [head = ''] = /^(?:--[\w-]+(?:=(?:"[^"]*"|\S*))?\s+)*/.exec(text) ?? []
  return { options: head.split(/\s+/).filter((word) => word !== ''), rest: text.slice(head.length).trim() }
}

/** Words of the form that is a list; null for the one that is a shell text. */
export function listOf(text: string): readonly string[] | null {
  if (!text.startsWith('[')) return null
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every((word) => typeof word === 'string') ? list : null
  } catch {
    return null
  }
}
