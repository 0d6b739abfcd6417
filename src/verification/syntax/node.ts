/** One shape for the syntax trees of every language, so that rules walk them alike. */
export interface SyntaxNode {
  /** The parser's own name for it: `CallExpression` (ESTree), `call` (tree-sitter). */
  readonly kind: string
  /** Which part of its parent it is (`left`, `body`); empty where the parser gives parts no names. */
  readonly role: string
  /** Operator, name or literal as written; empty where the node is none of these. */
  readonly word: string
  readonly text: string
  readonly start: number
  readonly end: number
  /** Counted from 1. */
  readonly line: number
  readonly parent: SyntaxNode | null
  readonly children: readonly SyntaxNode[]
}

/** The node and everything below it, in the order of the source. */
export function everyNode(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  const waiting = [node]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next)
    for (const child of next.children.toReversed()) waiting.push(child)
  }
  return found
}

/** Nearest first. */
export function ancestorsOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let next = node.parent; next !== null; next = next.parent) found.push(next)
  return found
}

export function childOf(node: SyntaxNode, role: string): SyntaxNode | undefined {
  return node.children.find((child) => child.role === role)
}

export function childrenOf(node: SyntaxNode, role: string): readonly SyntaxNode[] {
  return node.children.filter((child) => child.role === role)
}

export function childOfKind(node: SyntaxNode, kind: string): SyntaxNode | undefined {
  return node.children.find((child) => child.kind === kind)
}

export function linesOf(source: string): (offset: number) => number {
  const starts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? Infinity) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
