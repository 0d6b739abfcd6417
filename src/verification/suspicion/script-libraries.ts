/** What code does with the library that tests assert with: it may call it, and may not hand it to somebody else. */
import { childOf, childrenOf, type SyntaxNode } from '../syntax/node.ts'
import { destructured, TESTING, textIn, type Names } from './script-names.ts'

const WRAPPERS = /^(?:ChainExpression|AwaitExpression|TS(?:NonNull|As|Satisfies)Expression)$/
/** Members that are the library again. */
const ITSELF = /^(?:default|strict|assert)$/
const WHOLE = /^(?:default|strict|assert|should|chai|expect|mock)$/
/** Where it is named, called, looked at or asked for, and goes nowhere. */
const HARMLESS =
  /^(?:Import\w*|ExportSpecifier|LabeledStatement|ExpressionStatement|UnaryExpression|BinaryExpression|TemplateLiteral|TaggedTemplateExpression|IfStatement|JSX\w+|TS\w+)$/
/** Parts of a node that make or name something. */
const NAMING = /^(?:id|params|param|key|label|callee|test|local|imported|exported)$/

/** Local names of whole libraries: whoever holds one can change what it says. */
export function librariesIn(nodes: readonly SyntaxNode[], names: Names): ReadonlySet<string> {
  const libraries = new Set<string>()
  for (const node of nodes) {
    if (node.kind === 'ImportDeclaration') readImport(node, libraries)
    const [to, from] = named(node)
    if (to === undefined || from === undefined || !isLibrary(from, { names, libraries })) continue
    if (to.kind === 'Identifier') libraries.add(to.word)
    for (const { key, local } of destructured(to)) if (WHOLE.test(key)) libraries.add(local)
  }
  return libraries
}

function readImport(node: SyntaxNode, libraries: Set<string>): void {
  if (!TESTING.test(textIn(childOf(node, 'source')) ?? '')) return
  for (const specifier of childrenOf(node, 'specifiers')) {
    const local = childOf(specifier, 'local')?.word
    if (local !== undefined && WHOLE.test(childOf(specifier, 'imported')?.word ?? 'default'))
      libraries.add(local)
  }
}

/** What a declaration or an assignment gives a name to. */
function named(node: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  if (node.kind === 'VariableDeclarator') return [childOf(node, 'id'), childOf(node, 'init')]
  if (node.kind === 'AssignmentExpression') return [childOf(node, 'left'), childOf(node, 'right')]
  return []
}

interface Held {
  readonly names: Names
  readonly libraries: ReadonlySet<string>
}

/** Where a library goes to a place at which nobody can see what becomes of it. */
export function handsOutLibrary(node: SyntaxNode, held: Held): boolean {
  if (/^Export(?:Named|All)Declaration$/.test(node.kind)) return exportsLibrary(node, held)
  return node.parent !== null && isLibrary(node, held) && isHandedOut(node, node.parent)
}

function isLibrary(node: SyntaxNode, held: Held): boolean {
  if (node.kind === 'Identifier') return held.libraries.has(node.word)
  if (node.kind === 'ImportExpression' || node.kind === 'CallExpression') return held.names.loadsTesting(node)
  const inner = WRAPPERS.test(node.kind) ? node.children[0] : undefined
  if (inner !== undefined) return isLibrary(inner, held)
  const [object, property] = [childOf(node, 'object'), childOf(node, 'property')]
  if (node.kind !== 'MemberExpression' || node.word === 'computed' || object === undefined) return false
  return ITSELF.test(property?.word ?? '') && isLibrary(object, held)
}

function isHandedOut(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (HARMLESS.test(parent.kind) || WRAPPERS.test(parent.kind) || NAMING.test(node.role)) return false
  if (parent.kind === 'MemberExpression') return node.role === 'object' && isKeptFrom(node, parent)
  const [to, from] = named(parent)
  if (to === undefined) return parent.kind !== 'Property' || parent.parent?.kind !== 'ObjectPattern'
  // What gets a name of its own is followed under that name.
  return from === node && !/^(?:Identifier|ObjectPattern)$/.test(to.kind)
}

/** `assert[name] = …` and `import('node:assert').then(…)`; calls of what it holds are what it is for. */
function isKeptFrom(node: SyntaxNode, member: SyntaxNode): boolean {
  if (node.kind === 'ImportExpression') return true
  return (
    member.word === 'computed' && member.role === 'left' && member.parent?.kind === 'AssignmentExpression'
  )
}

function exportsLibrary(node: SyntaxNode, { libraries }: Held): boolean {
  const from = textIn(childOf(node, 'source'))
  if (from !== null && !TESTING.test(from)) return false
  if (node.kind === 'ExportAllDeclaration') return from !== null
  return childrenOf(node, 'specifiers').some((specifier) => {
    const local = childOf(specifier, 'local')?.word ?? ''
    return from === null ? libraries.has(local) : WHOLE.test(local)
  })
}
