/** What an expression says before the program runs: text, elements of a list, entries of a dictionary. */
import type { SgNode } from '@ast-grep/napi'
import { callOf, lastName } from './calls.ts'

/** What names mean where an expression stands. */
export interface Scope {
  /** The expression that the name was given; null where it is not known, or has several. */
  readonly valueOf: (name: string) => SgNode | null
  /** Whether a loop stands around: what is found is one round of it. */
  readonly isLooped: boolean
}

export interface Text {
  /** `{}` stands for each part that is known at run time only. */
  readonly text: string
  /** 1 for a plain literal, 0.9 for what constants fill, 0.7 with open parts. */
  readonly confidence: number
}

const DEEPEST = 12

/** Null where the expression is no text that can be read here. */
export function foldText(node: SgNode | null | undefined, scope: Scope, depth = 0): Text | null {
  if (node === null || node === undefined || depth > DEEPEST) return null
  const below = (child: SgNode | null | undefined) => foldText(child, scope, depth + 1)
  switch (String(node.kind())) {
    case 'parenthesized_expression':
      return below(insideOf(node)[0])
    case 'string':
      return joined(insideOf(node).flatMap((part) => stringPart(part, below)))
    case 'concatenated_string':
      return joined(insideOf(node).map((part) => below(part) ?? OPEN))
    case 'identifier': {
      const value = below(scope.valueOf(node.text()))
      return value === null ? null : weakened(value, 0.9)
    }
    case 'binary_operator':
      return sum(node, below)
    default:
      return null
  }
}

const OPEN: Text = { text: '{}', confidence: 0.7 }

/** Text that stands there as it is, with nothing to fill in. */
export function literalText(node: SgNode | null | undefined): string | null {
  const found = foldText(node, { valueOf: () => null, isLooped: false })
  return found === null || found.confidence < 1 ? null : found.text
}

/** Elements of a list, tuple or set, also through a name; null where they cannot be seen, or not all of them. */
export function elementsOf(
  node: SgNode | null | undefined,
  scope: Scope,
  depth = 0,
): readonly SgNode[] | null {
  if (node === null || node === undefined || depth > DEEPEST) return null
  const kind = String(node.kind())
  if (kind === 'parenthesized_expression') return elementsOf(insideOf(node)[0], scope, depth + 1)
  if (kind === 'identifier') return elementsOf(scope.valueOf(node.text()), scope, depth + 1)
  if (kind === 'binary_operator' && operatorOf(node) === '+') {
    const left = elementsOf(node.field('left'), scope, depth + 1)
    const right = elementsOf(node.field('right'), scope, depth + 1)
    return left === null || right === null ? null : [...left, ...right]
  }
  if (!['list', 'tuple', 'set', 'expression_list', 'pattern_list'].includes(kind)) return null
  const elements = insideOf(node)
  return elements.some((element) => element.kind() === 'list_splat') ? null : elements
}

export interface Entry {
  readonly key: SgNode
  readonly value: SgNode
}

export interface Entries {
  readonly entries: readonly Entry[]
  /** False where `**` or a comprehension hides some. */
  readonly isWhole: boolean
}

/** Entries of a dictionary, also through a name or `dict(...)`; null where it is none. */
export function entriesOf(node: SgNode | null | undefined, scope: Scope): Entries | null {
  if (node?.kind() === 'identifier') {
    const value = scope.valueOf(node.text())
    return value?.kind() === 'dictionary' ? entriesOf(value, scope) : null
  }
  if (node?.kind() !== 'dictionary') return null
  const children = insideOf(node)
  const entries = children.flatMap((pair) => {
    const [key, value] = [pair.field('key'), pair.field('value')]
    return pair.kind() === 'pair' && key !== null && value !== null ? [{ key, value }] : []
  })
  return { entries, isWhole: entries.length === children.length }
}

/** The value of a key in a dictionary, or of a keyword of `dict(...)`. */
export function entryOf(node: SgNode | null | undefined, name: string, scope: Scope): SgNode | null {
  const call = callOf(node)
  if (call !== null && lastName(call.name) === 'dict') return call.named.get(name) ?? null
  const found = entriesOf(node, scope)?.entries.find(({ key }) => literalText(key) === name)
  return found?.value ?? null
}

export function insideOf(node: SgNode): SgNode[] {
  return node.namedChildren().filter((child) => child.kind() !== 'comment')
}

function stringPart(part: SgNode, fold: (node: SgNode | undefined) => Text | null): Text[] {
  const kind = String(part.kind())
  if (kind === 'string_content') return [{ text: unescaped(part.text()), confidence: 1 }]
  if (kind !== 'interpolation') return []
  return [weakened(fold(insideOf(part)[0]) ?? OPEN, 0.9)]
}

function sum(node: SgNode, fold: (node: SgNode | null) => Text | null): Text | null {
  if (operatorOf(node) === '%') {
    const left = fold(node.field('left'))
    return left === null ? null : weakened({ ...left, text: left.text.replaceAll(/%[sd]/g, '{}') }, 0.7)
  }
  if (operatorOf(node) !== '+') return null
  const [left, right] = [fold(node.field('left')), fold(node.field('right'))]
  return left === null && right === null ? null : joined([left ?? OPEN, right ?? OPEN])
}

function operatorOf(node: SgNode): string {
  return node.field('operator')?.text() ?? ''
}

function joined(parts: readonly Text[]): Text {
  const confidence = Math.min(1, ...parts.map((part) => part.confidence))
  return { text: parts.map(({ text }) => text).join(''), confidence }
}

function weakened(value: Text, by: number): Text {
  return { ...value, confidence: Math.min(value.confidence, by) }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replaceAll(/\\(?:\r?\n|(.))/g, (_, letter: string | undefined) =>
    letter === undefined ? '' : (ESCAPES[letter] ?? letter),
  )
}
