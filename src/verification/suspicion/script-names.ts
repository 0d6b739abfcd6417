/** What names of a script lead to: `env.CI` after `const { env } = process` is `process.env.CI`. */
import { childOf, childrenOf, everyNode, type SyntaxNode } from '../syntax/node.ts'

export interface Names {
  /** `process.env.CI` for any way to write it; null for what is no chain of names. */
  pathOf(node: SyntaxNode | undefined): string | null
  /** Names that the file declares itself. */
  readonly declared: ReadonlySet<string>
  /** Local names imported from assertion libraries and test frameworks. */
  readonly testing: ReadonlySet<string>
  /** Whether the node is a call that loads such a library. */
  loadsTesting(node: SyntaxNode): boolean
}

export const TESTING =
  /^(?:node:)?(?:assert(?:\/strict)?|test)$|^(?:chai|vitest|expect|should|sinon|@jest\/\w+|jest\b.*|ava|tap|mocha)$/
/** Modules of Node of which it matters what is done with them. */
const MATTERS: Readonly<Record<string, string>> = { process: 'process', vm: 'vm', module: 'Module' }
/** Where the members of a testing library lead that is loaded by a call; no name that anybody could write. */
const TESTING_ROOT = '<testing>'
const LONGEST_LOADER = 40
const WRAPPERS = ['ChainExpression', 'TSNonNullExpression', 'TSAsExpression', 'TSSatisfiesExpression']

export function namesOf(nodes: readonly SyntaxNode[]): Names {
  const aliases = new Map<string, string>()
  const texts = new Map<string, string>()
  const declared = new Set<string>()
  const testing = new Set<string>()
  const loaders = loadersIn(nodes)
  const pathOf = (node: SyntaxNode | undefined): string | null => rawPath(node, { aliases, texts, loaders })
  for (const node of nodes) {
    if (node.kind === 'ImportDeclaration') readImport(node, { aliases, testing, declared })
    else if (node.role === 'id' || isParameter(node)) declare(node, declared)
    if (node.kind === 'VariableDeclarator' || node.kind === 'AssignmentExpression')
      readAlias(node, { aliases, texts, testing, pathOf })
  }
  testing.add(TESTING_ROOT)
  const loadsTesting = (node: SyntaxNode): boolean => moduleOf(node, { texts, loaders }) === TESTING_ROOT
  return { pathOf, declared, testing, loadsTesting }
}

/** `const load = createRequire(import.meta.url)`, `const load = require`. */
function loadersIn(nodes: readonly SyntaxNode[]): ReadonlySet<string> {
  const declared = nodes.filter(({ kind }) => kind === 'VariableDeclarator')
  return new Set(
    declared.flatMap((node) => {
      const [id, init] = [childOf(node, 'id'), childOf(node, 'init')]
      const isCall = init?.kind === 'CallExpression'
      const maker = (isCall ? childOf(init, 'callee') : init)?.text.slice(-LONGEST_LOADER) ?? ''
      const isLoader = (isCall ? /\bcreateRequire$/ : /\b(?:require|getBuiltinModule)$/).test(maker)
      return isLoader && id?.kind === 'Identifier' ? [id.word] : []
    }),
  )
}

export function textIn(node: SyntaxNode | undefined): string | null {
  return node?.kind === 'StringLiteral' ? node.text.slice(1, -1) : null
}

/** What a text is that is put together of written ones: `'VIT' + 'EST'`, `['V', 'ITEST'].join('')`. */
function constantText(node: SyntaxNode | undefined, texts: ReadonlyMap<string, string>): string | null {
  if (node === undefined) return null
  if (node.kind === 'Identifier') return texts.get(node.word) ?? null
  if (node.kind === 'StringLiteral') return textIn(node)
  if (node.kind === 'TemplateLiteral' && childOf(node, 'expressions') === undefined)
    return node.text.slice(1, -1)
  if (node.kind === 'BinaryExpression' && node.word === '+') {
    const sides = [childOf(node, 'left'), childOf(node, 'right')].map((side) => constantText(side, texts))
    return sides.every((side) => side !== null) ? sides.join('') : null
  }
  const callee = node.kind === 'CallExpression' ? childOf(node, 'callee') : undefined
  const list = callee === undefined ? undefined : childOf(callee, 'object')
  if (list?.kind !== 'ArrayExpression' || childOf(callee ?? node, 'property')?.word !== 'join') return null
  const parts = list.children.map((part) => constantText(part, texts))
  const between = constantText(childrenOf(node, 'arguments')[0], texts)
  return between === null || parts.includes(null) ? null : parts.join(between)
}

interface Known {
  readonly aliases: ReadonlyMap<string, string>
  readonly texts: ReadonlyMap<string, string>
  /** Names of what loads modules. */
  readonly loaders: ReadonlySet<string>
}

function rawPath(node: SyntaxNode | undefined, { aliases, texts, loaders }: Known): string | null {
  const names: string[] = []
  const whole = (root: string): string =>
    [root, ...names].join('.').replace(/^(?:(?:globalThis|global|window|self)\.)+(?=.)/, '')
  for (let next = node; next !== undefined; next = next.children[0]) {
    if (next.kind === 'Identifier' || next.kind === 'ThisExpression' || next.kind === 'MetaProperty')
      return whole(aliases.get(next.text) ?? next.text.replaceAll(/\s/g, ''))
    const module = moduleOf(next, { texts, loaders })
    if (module !== null) return whole(module)
    if (WRAPPERS.includes(next.kind)) continue
    const property = childOf(next, 'property')
    const name = next.word === 'computed' ? constantText(property, texts) : (property?.word ?? null)
    if (next.kind !== 'MemberExpression' || name === null) return null
    names.unshift(name)
  }
  return null
}

/** What `require('node:assert')` and `await import('node:assert')` give; null for modules that matter to nobody here. */
function moduleOf(node: SyntaxNode, { texts, loaders }: Omit<Known, 'aliases'>): string | null {
  const call = node.kind === 'AwaitExpression' ? node.children[0] : node
  const callee = call?.kind === 'CallExpression' ? (childOf(call, 'callee')?.text ?? '') : ''
  const isRequire =
    /require/i.test(callee.slice(0, LONGEST_LOADER)) ||
    /getBuiltinModule$/.test(callee.slice(-LONGEST_LOADER)) ||
    loaders.has(callee)
  const named =
    isRequire && call !== undefined
      ? childrenOf(call, 'arguments')[0]
      : call?.kind === 'ImportExpression'
        ? childOf(call, 'source')
        : undefined
  const module = constantText(named, texts)
  if (module === null) return null
  return TESTING.test(module) ? TESTING_ROOT : matters(module)
}

function matters(module: string): string | null {
  const name = module.replace(/^node:/, '')
  return Object.hasOwn(MATTERS, name) ? (MATTERS[name] ?? null) : null
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
    const module = matters(from)
    if (module === null) continue
    const isWhole = imported === undefined || imported === 'default' || imported === module
    aliases.set(local, isWhole ? module : `${module}.${imported}`)
  }
}

interface Aliases {
  readonly aliases: Map<string, string>
  readonly texts: Map<string, string>
  readonly testing: Set<string>
  readonly pathOf: Names['pathOf']
}

/** `const e = process.env`, `e = process.env`, `const { equal } = require('node:assert')`. */
function readAlias(node: SyntaxNode, { aliases, texts, testing, pathOf }: Aliases): void {
  const isDeclared = node.kind === 'VariableDeclarator'
  const [id, init] = isDeclared
    ? [childOf(node, 'id'), childOf(node, 'init')]
    : [childOf(node, 'left'), childOf(node, 'right')]
  if (id === undefined || init === undefined || (!isDeclared && node.word !== '=')) return
  const text = isDeclared && id.kind === 'Identifier' ? constantText(init, texts) : null
  if (text !== null && text !== '') texts.set(id.word, text)
  const path = pathOf(init)
  if (path === null) return
  const [root = ''] = path.split('.')
  if (root === TESTING_ROOT || testing.has(root)) {
    const locals = id.kind === 'Identifier' ? [id.word] : destructured(id).map(({ local }) => local)
    for (const local of locals) testing.add(local)
    return
  }
  if (!/^(?:process|vm|Module|import\.meta|Object|Reflect|\w+\.prototype$)\b/.test(path)) return
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
