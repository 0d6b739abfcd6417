/** JavaScript and TypeScript as a syntax tree. */
import { linesOf, type SyntaxNode } from './node.ts'
import { DEEPEST } from './nesting.ts'
import { newestKept } from './newest-kept.ts'
import { keysOf, parseScriptProgram } from './script-program.ts'

const LITERALS: Readonly<Record<string, string>> = {
  string: 'StringLiteral',
  number: 'NumberLiteral',
  boolean: 'BooleanLiteral',
}

/** Null when the name is not one of JavaScript or TypeScript, or the text cannot be read as it. Offsets leave out a byte order mark. */
export const parseScript = newestKept((path, source) => {
  const parsed = parseScriptProgram(path, source)
  // The types of the parser name every kind of node; here all are looked at in one way.
  return parsed === null ? null : build(parsed.program as unknown as Raw, parsed.text)
})

/** A node as the parser gives it: every field beyond these depends on the type. */
interface Raw {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

interface Waiting {
  readonly raw: Raw
  readonly role: string
  readonly parent: Building | null
  readonly depth: number
}

type Building = Omit<SyntaxNode, 'children'> & { readonly children: SyntaxNode[] }

function build(program: Raw, source: string): SyntaxNode | null {
  const lineOf = linesOf(source)
  const waiting: Waiting[] = [{ raw: program, role: '', parent: null, depth: 0 }]
  let root: SyntaxNode | null = null
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { raw, role, parent, depth } = next
    if (depth > DEEPEST) return null
    const { start, end } = raw
    const text = source.slice(start, end)
    const node: Building = {
      kind: kindOf(raw),
      role,
      word: wordOf(raw, text),
      text,
      start,
      end,
      line: lineOf(start),
      parent,
      children: [],
    }
    root ??= node
    parent?.children.push(node)
    for (const part of partsOf(raw).toReversed()) waiting.push({ ...part, parent: node, depth: depth + 1 })
  }
  return root
}

function partsOf(raw: Raw): { readonly raw: Raw; readonly role: string }[] {
  return keysOf(raw.type).flatMap((role) =>
    [raw[role]].flat().flatMap((part) => (isRaw(part) ? [{ raw: part, role }] : [])),
  )
}

function isRaw(part: unknown): part is Raw {
  return typeof part === 'object' && part !== null && 'type' in part && 'start' in part
}

function kindOf({ type, value, regex }: Raw): string {
  if (type !== 'Literal') return type
  if (regex !== undefined) return 'RegExpLiteral'
  return LITERALS[typeof value] ?? (value === null ? 'NullLiteral' : 'Literal')
}

function wordOf({ type, operator, name, computed, method, kind }: Raw, text: string): string {
  if (typeof operator === 'string') return operator
  if (typeof name === 'string') return name
  if (type === 'Literal' || type === 'TemplateElement') return text
  if (computed === true) return 'computed'
  if (method === true) return 'method'
  return typeof kind === 'string' ? kind : ''
}
