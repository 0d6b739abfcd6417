/** A Python file, read once for all adapters: its calls, definitions and assignments, each by its place. */
import type { SgNode } from '@ast-grep/napi'
import type { Span } from '../../adapter.ts'
import type { SourceFile } from '../../source-file.ts'
import { pythonCall, type PythonCall } from './calls.ts'

export interface Definition extends Span {
  readonly kind: 'function' | 'class'
  readonly name: string
  readonly node: SgNode
  /** Expressions after `@`, in order. */
  readonly decorators: readonly SgNode[]
  readonly owner: Definition | null
}

export interface Assignment extends Span {
  /** What stands on the left, as written. */
  readonly name: string
  readonly value: SgNode | null
  readonly type: string | null
  readonly node: SgNode
  readonly owner: Definition | null
}

export interface PythonTree {
  readonly root: SgNode
  readonly text: string
  readonly calls: readonly PythonCall[]
  readonly definitions: readonly Definition[]
  readonly assignments: readonly Assignment[]
  /** Dotted name of the function or class around an offset; null at the top. */
  readonly symbolAt: (offset: number) => string | null
  readonly definitionAt: (offset: number) => Definition | null
}

const trees = new WeakMap<SourceFile, PythonTree | null>()

/** Null for what is not Python, or does not parse. */
export function pythonTree(file: SourceFile): PythonTree | null {
  const kept = trees.get(file)
  if (kept !== undefined) return kept
  const root = file.python()
  const tree = root === null ? null : readTree(root, file.text)
  trees.set(file, tree)
  return tree
}

export function isPythonPath(path: string): boolean {
  return path.endsWith('.py')
}

export function spanOf(node: SgNode): Span {
  const { start, end } = node.range()
  return { start: start.index, end: end.index }
}

function readTree(root: SgNode, text: string): PythonTree {
  const definitions = definitionsOf(root)
  const definitionAt = innermost(definitions)
  const calls = root.findAll({ rule: { kind: 'call' } }).map(pythonCall)
  return {
    root,
    text,
    calls,
    definitions,
    assignments: root
      .findAll({ rule: { kind: 'assignment' } })
      .map((node) => assignmentOf(node, definitionAt)),
    definitionAt,
    symbolAt: (offset) => qualifiedName(definitionAt(offset)),
  }
}

function definitionsOf(root: SgNode): Definition[] {
  const found: Definition[] = []
  const open: Definition[] = []
  const rule = { any: [{ kind: 'function_definition' }, { kind: 'class_definition' }] }
  for (const node of root.findAll({ rule })) {
    const span = spanOf(node)
    while ((open.at(-1)?.end ?? Infinity) <= span.start) open.pop()
    const definition: Definition = {
      ...span,
      kind: node.kind() === 'class_definition' ? 'class' : 'function',
      name: node.field('name')?.text() ?? '',
      node,
      decorators: decoratorsOf(node),
      owner: open.at(-1) ?? null,
    }
    found.push(definition)
    open.push(definition)
  }
  return found
}

function decoratorsOf(node: SgNode): SgNode[] {
  const parent = node.parent()
  if (parent?.kind() !== 'decorated_definition') return []
  const decorators = parent.children().filter((child) => child.kind() === 'decorator')
  return decorators.flatMap((decorator) => decorator.namedChildren().slice(0, 1))
}

/** Definitions come in the order of the source, so the last one around an offset is the innermost. */
function innermost(definitions: readonly Definition[]): (offset: number) => Definition | null {
  return (offset) => {
    let [low, high] = [0, definitions.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((definitions[middle]?.start ?? Infinity) <= offset) low = middle + 1
      else high = middle
    }
    let found = definitions[low - 1] ?? null
    while (found !== null && found.end <= offset) found = found.owner
    return found
  }
}

function assignmentOf(node: SgNode, definitionAt: (offset: number) => Definition | null): Assignment {
  const span = spanOf(node)
  return {
    ...span,
    name: node.field('left')?.text() ?? '',
    value: node.field('right'),
    type: node.field('type')?.text() ?? null,
    node,
    owner: definitionAt(span.start),
  }
}

export function qualifiedName(definition: Definition | null): string | null {
  if (definition === null) return null
  const outer = qualifiedName(definition.owner)
  return outer === null ? definition.name : `${outer}.${definition.name}`
}
