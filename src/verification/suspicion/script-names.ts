/** What names of a script lead to: `env.CI` after `const { env } = process` is `process.env.CI`. */
import { childOf, childrenOf, everyNode, type SyntaxNode } from '../syntax/node.ts'

export interface Names {
  /** `process.env.CI` for any way to write it; null for what is no chain of names. */
  pathOf(node: SyntaxNode | undefined): string | null
  /** Names that the file declares itself. */
  readonly declared: ReadonlySet<string>
  /** Local names imported from assertion libraries and test frameworks. */
  readonly testing: ReadonlySet<string>
}

const TESTING =
  /^(?:node:)?(?:assert(?:\/strict)?|test)$|^(?:chai|vitest|expect|should|sinon|@jest\/\w+|jest\b.*|ava|tap|mocha)$/
const WRAPPERS = ['ChainExpression', 'TSNonNullExpression', 'TSAsExpression', 'TSSatisfiesExpression']

export function namesOf(nodes: readonly SyntaxNode[]): Names {
  const aliases = new Map<string, string>()
  const declared = new Set<string>()
  const testing = new Set<string>()
  const pathOf = (node: SyntaxNode | undefined): string | null => rawPath(node, aliases)
  for (const node of nodes) {
    if (node.kind === 'ImportDeclaration') readImport(node, { aliases, testing, declared })
    else if (node.role === 'id' || isParameter(node)) declare(node, declared)
    if (node.kind === 'VariableDeclarator') readAlias(node, aliases, pathOf)
  }
  return { pathOf, declared, testing }
}

export function textIn(node: SyntaxNode | undefined): string | null {
  return node?.kind === 'StringLiteral' ? node.text.slice(1, -1) : null
}

function rawPath(node: SyntaxNode | undefined, aliases: ReadonlyMap<string, string>): string | null {
  const names: string[] = []
  for (let next = node; next !== undefined; next = next.children[0]) {
    if (next.kind === 'Identifier' || next.kind === 'ThisExpression' || next.kind === 'MetaProperty') {
      const root = aliases.get(next.text) ?? next.text.replaceAll(/\s/g, '')
      return [root, ...names].join('.').replace(/^(?:globalThis|global|window|self)\.(?=.)/, '')
    }
    if (WRAPPERS.includes(next.kind)) continue
    const property = childOf(next, 'property')
    const name = next.word === 'computed' ? textIn(property) : (property?.word ?? null)
    if (next.kind !== 'MemberExpression' || name === null) return null
    names.unshift(name)
  }
  return null
}

function isParameter({ role, kind }: SyntaxNode): boolean {
  return role === 'params' && kind === 'Identifier'
}

function declare(node: SyntaxNode, declared: Set<string>): void {
  for (const { kind, word } of everyNode(node)) if (kind === 'Identifier') declared.add(word)
}

interface Imported {
  readonly aliases: Map<string, string>
  readonly testing: Set<string>
  readonly declared: Set<string>
}

function readImport(node: SyntaxNode, { aliases, testing, declared }: Imported): void {
  const from = textIn(childOf(node, 'source')) ?? ''
  for (const specifier of childrenOf(node, 'specifiers')) {
    const local = childOf(specifier, 'local')?.word
    const imported = childOf(specifier, 'imported')?.word
    if (local === undefined) continue
    if (TESTING.test(from)) testing.add(local)
    else if (!from.startsWith('node:')) declared.add(local)
    if (!/^(?:node:)?process$/.test(from)) continue
    aliases.set(local, imported === undefined || imported === 'default' ? 'process' : `process.${imported}`)
  }
}

function readAlias(node: SyntaxNode, aliases: Map<string, string>, pathOf: Names['pathOf']): void {
  const [id, init] = [childOf(node, 'id'), childOf(node, 'init')]
  const path = pathOf(init)
  if (id === undefined || path === null || !/^(?:process|import\.meta)\b/.test(path)) return
  if (id.kind === 'Identifier') aliases.set(id.word, path)
  for (const { key, local } of destructured(id)) aliases.set(local, `${path}.${key}`)
}

/** `{ env, argv: words }`. */
export function destructured(
  pattern: SyntaxNode,
): { readonly key: string; readonly local: string; readonly node: SyntaxNode }[] {
  if (pattern.kind !== 'ObjectPattern') return []
  return childrenOf(pattern, 'properties').flatMap((node) => {
    const key = childOf(node, 'key')?.word
    const value = childOf(node, 'value')
    const local = value?.kind === 'AssignmentPattern' ? childOf(value, 'left')?.word : value?.word
    return key === undefined || local === undefined ? [] : [{ key, local, node }]
  })
}
