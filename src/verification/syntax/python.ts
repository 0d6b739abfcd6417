/** Python as a syntax tree (tree-sitter-python), and as text in one form. */
import { createRequire } from 'node:module'
import type Python from '@ast-grep/lang-python'
import type * as AstGrep from '@ast-grep/napi'
import { DEEPEST } from './nesting.ts'
import { newestKept } from './newest-kept.ts'
import { linesOf, type SyntaxNode } from './node.ts'

type Parser = typeof AstGrep
type SgNode = AstGrep.SgNode
type Language = typeof Python

const require = createRequire(import.meta.url)
let parser: Parser | undefined

/** Loaded at the first use: it costs more than most who import this need to pay. */
function parsed(source: string): SgNode {
  if (parser === undefined) {
    // What the packages export is what their types say.
    parser = require('@ast-grep/napi') as Parser
    parser.registerDynamicLanguage({ python: require('@ast-grep/lang-python') as Language })
  }
  return parser.parse('python', source).root()
}

const EXTRAS = ['comment', 'line_continuation']
/** Leaves that may be empty where nothing is missing. */
const MAY_BE_EMPTY = ['module', 'block', 'string_content']

export function isPython(path: string): boolean {
  return /\.pyi?$/i.test(path)
}

interface Waiting {
  readonly raw: SgNode
  readonly parent: Building | null
  readonly depth: number
}

type Building = Omit<SyntaxNode, 'children'> & { readonly children: SyntaxNode[] }

/** Null when the text is not Python; no comments in the tree. */
export function parsePython(source: string): SyntaxNode | null {
  return parseKept('', source)
}

const parseKept = newestKept((_, given) => {
  const source = given.startsWith('\uFEFF') ? given.slice(1) : given
  if (!source.isWellFormed() || source.includes('\0')) return null
  const lineOf = linesOf(source)
  const waiting: Waiting[] = [{ raw: parsed(source), parent: null, depth: 0 }]
  let root: SyntaxNode | null = null
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { raw, parent, depth } = next
    const kind: string = String(raw.kind())
    if (depth > DEEPEST || kind === 'ERROR') return null
    const { start, end } = raw.range()
    const below = raw.children()
    const isMissing = start.index === end.index && below.length === 0 && !MAY_BE_EMPTY.includes(kind)
    if (isMissing) return null
    const text = source.slice(start.index, end.index)
    const position = { start: start.index, end: end.index, line: lineOf(start.index) }
    const word = below.length === 0 ? text : ''
    const node: Building = { kind, role: '', word, text, ...position, parent, children: [] }
    root ??= node
    parent?.children.push(node)
    for (const child of below.toReversed())
      if (!EXTRAS.includes(String(child.kind()))) waiting.push({ raw: child, parent: node, depth: depth + 1 })
  }
  return root
})

/** The parser's own tree, quick to search by rules; null when it finds an error. */
export function parsePythonRaw(source: string): SgNode | null {
  const root = parsed(source)
  return root.has({ rule: { kind: 'ERROR' } }) ? null : root
}

/** Whether the parser finds no error: much cheaper than a tree, but blind for what is merely missing. */
export function looksLikePython(source: string): boolean {
  return !parsed(source).has({ rule: { kind: 'ERROR' } })
}

/** Source in one form however it is laid out: no comments, no layout, double quotes, no last commas, no spare parentheses. */
export function plainText(node: SyntaxNode): string {
  const parts: string[] = []
  write(unwrapped(node), parts)
  return parts.join('')
}

export function unwrapped(node: SyntaxNode): SyntaxNode {
  let inner = node
  while (inner.kind === 'parenthesized_expression') {
    const [, child] = inner.children
    if (child === undefined) break
    inner = child
  }
  return inner
}

/** Called no deeper than a tree may be. */
function write(node: SyntaxNode, parts: string[]): void {
  if (node.kind === 'string') return append(parts, stringText(node))
  if (node.children.length === 0) return append(parts, node.text)
  if (STATEMENT.test(node.kind) && parts.length > 0) append(parts, ';')
  if (node.kind === 'block') append(parts, '{')
  const children = node.children.map((child) => (HOLDS_ALONE.has(node.kind) ? unwrapped(child) : child))
  for (const [index, child] of children.entries()) {
    const isLastComma = child.kind === ',' && CLOSING.has(children[index + 1]?.kind ?? '')
    const isOneTuple = node.kind === 'tuple' && children.length === 4
    if ((!isLastComma || isOneTuple) && child.kind !== ';') write(child, parts)
  }
  if (node.kind === 'block') append(parts, '}')
}

const STATEMENT = /_(?:statement|definition)$/
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}'])
/** Parentheses around the whole of what these hold mean nothing. */
const HOLDS_ALONE: ReadonlySet<string> = new Set([
  ...['assert_statement', 'assignment', 'return_statement', 'if_statement', 'elif_clause', 'while_statement'],
  ...['argument_list', 'keyword_argument', 'for_statement', 'expression_statement', 'raise_statement'],
])

function append(parts: string[], text: string): void {
  const isApart = /[\w"]$/.test(parts.at(-1) ?? '') && /^[\w"]/.test(text)
  parts.push(isApart ? ` ${text}` : text)
}

/** With double quotes, a prefix in small letters, and the short form where it stands on one line. */
function stringText(node: SyntaxNode): string {
  const opening = node.children[0]?.text ?? ''
  const closing = node.children.at(-1)?.text ?? ''
  const prefix = opening.slice(0, opening.length - closing.length).toLowerCase()
  const inner = node.text.slice(opening.length, node.text.length - closing.length)
  if (closing === '"' || closing === '"""') return `${prefix}${closing}${inner}${closing}`
  if (inner.includes('"') || inner.includes('\\')) return `${prefix}${closing}${inner}${closing}`
  const quotes = closing === "'" ? '"' : '"""'
  return `${prefix}${quotes}${inner}${quotes}`
}

/** What a plain string says; null for one that is put together at run time. */
export function stringValue(node: SyntaxNode | undefined): string | null {
  if (node === undefined) return null
  const inner = unwrapped(node)
  if (inner.kind === 'concatenated_string') {
    const parts = inner.children.map(stringValue)
    return parts.includes(null) ? null : parts.join('')
  }
  if (inner.kind !== 'string' || inner.children.some(({ kind }) => kind === 'interpolation')) return null
  return inner.children
    .filter(({ kind }) => kind === 'string_content')
    .map(({ text }) => text)
    .join('')
}

export interface PythonCall {
  /** `self.assertEqual`, `pytest.raises`; null where what is called is no dotted name. */
  readonly name: string | null
  readonly args: readonly SyntaxNode[]
  readonly named: ReadonlyMap<string, SyntaxNode>
}

export function dottedName(node: SyntaxNode | undefined): string | null {
  if (node?.kind === 'identifier' || node?.kind === 'dotted_name') return node.text.replaceAll(/\s/g, '')
  if (node?.kind !== 'attribute') return null
  const base = dottedName(node.children[0])
  const last = node.children.at(-1)?.text
  return base === null || last === undefined ? null : `${base}.${last}`
}

/** Null when the node is no call. */
export function callOf(node: SyntaxNode | undefined): PythonCall | null {
  if (node?.kind !== 'call') return null
  const [callee, list] = node.children
  const args: SyntaxNode[] = []
  const named = new Map<string, SyntaxNode>()
  const given = list?.kind === 'argument_list' ? list.children : list === undefined ? [] : [list]
  for (const argument of given) {
    if (['(', ')', ','].includes(argument.kind)) continue
    const [name, , value] = argument.children
    if (argument.kind === 'keyword_argument' && name !== undefined && value !== undefined)
      named.set(name.text, value)
    else args.push(argument)
  }
  return { name: dottedName(callee), args, named }
}

/** The last part of a dotted name: what `pytest.mark.skip` and an imported `skip` have in common. */
export function lastName(name: string | null): string {
  return name === null ? '' : name.slice(name.lastIndexOf('.') + 1)
}
