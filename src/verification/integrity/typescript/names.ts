/** What the names of one file stand for: runners, assertion libraries, helpers. */
import type { Node } from 'oxc-parser'
import type { ImportedName } from '../test-file.ts'
import type { Names } from './assertion.ts'
import { BASES, baseOf, type Base, type Scope } from './declaration.ts'
import {
  chainOf,
  constantOf,
  everyNode,
  isFunction,
  nameOf,
  type FunctionNode,
  type Source,
} from './syntax.ts'

export interface FileNames {
  readonly imports: readonly ImportedName[]
  readonly names: Names
  readonly scope: Scope
  readonly helpers: ReadonlyMap<string, FunctionNode>
}

const ASSERTION_MODULES =
  /^(?:node:)?assert(?:\/strict)?$|^(?:chai|uvu\/assert|power-assert|@std\/assert|jsr:@std\/assert.*)$/
const RUNNERS =
  /^(?:vitest|node:test|@jest\/globals|bun:test|ava|tape|tap|uvu|mocha|@playwright\/test|zora|baretest)$/
/** Runners that give every test the object it asserts with. */
const PASSES_T = /^(?:node:test|ava|tape|tap|zora)$/
const LIBRARIES = ['assert', 'chai', 'sinon']

export function namesOf(source: Source): FileNames {
  const nodes = everyNode(source.program)
  const imports = nodes.flatMap(importsOf)
  const declarators = nodes.filter((node) => node.type === 'VariableDeclarator')
  const bases = new Map<string, Base>(BASES)
  for (const { module, name, local } of imports) {
    const base = BASES.get(name === null || name === 'default' ? 'test' : name)
    if (RUNNERS.test(module) && base !== undefined) bases.set(local, base)
  }
  const lengths = new Map<string, number>()
  const helpers = new Map<string, FunctionNode>()
  for (const { id, init } of declarators) {
    const local = nameOf(id)
    if (local === null || init === null) continue
    if (init.type === 'ArrayExpression') lengths.set(local, init.elements.length)
    if (isFunction(init)) helpers.set(local, init)
    const base = baseOf(source, init, { bases, parents: new Set(), lengths })
    if (base !== null) bases.set(local, base)
  }
  for (const node of nodes)
    if (node.type === 'FunctionDeclaration' && node.id !== null) helpers.set(node.id.name, node)
  const parents = parentsOf({ nodes, bases, helpers })
  if (imports.some(({ module }) => PASSES_T.test(module))) parents.add('t')
  return { imports, helpers, scope: { bases, parents, lengths }, names: assertionNames(imports, parents) }
}

function assertionNames(imports: readonly ImportedName[], parents: ReadonlySet<string>): Names {
  const libraries = new Set([...LIBRARIES, ...parents])
  const assertions = new Map<string, string>()
  for (const { module, name, local } of imports) {
    if (!ASSERTION_MODULES.test(module) || name === 'expect') continue
    if (name === null || name === 'default' || name === 'assert' || name === 'strict') libraries.add(local)
    else assertions.set(local, name)
  }
  return { libraries, assertions, parents }
}

interface Declaring {
  readonly nodes: readonly Node[]
  readonly bases: ReadonlyMap<string, Base>
  readonly helpers: ReadonlyMap<string, FunctionNode>
}

/** First parameters of the functions given to tests: `t` asserts and declares tests of its own. */
function parentsOf({ nodes, bases, helpers }: Declaring): Set<string> {
  const parents = new Set<string>()
  for (const node of nodes) {
    if (node.type !== 'CallExpression') continue
    const { root, links } = chainOf(node)
    const local = nameOf(root) ?? ''
    if (bases.get(local)?.kind !== 'test' && links.at(-1)?.name !== 'test') continue
    if (links.some(({ name }) => name === 'each' || name === 'for')) continue
    for (const arg of node.arguments) {
      const given = isFunction(arg) ? arg : helpers.get(nameOf(arg) ?? '')
      const first = given === undefined ? null : nameOf(given.params[0])
      if (first !== null && first !== 'done') parents.add(first)
      if (given !== undefined) break
    }
  }
  return parents
}

function importsOf(node: Node): ImportedName[] {
  if (node.type === 'ImportDeclaration') {
    const module = node.source.value
    return node.specifiers.map((specifier) => ({
      module,
      local: specifier.local.name,
      name:
        specifier.type === 'ImportSpecifier'
          ? exportedName(specifier.imported)
          : defaultOrWhole(specifier.type),
    }))
  }
  return node.type === 'VariableDeclarator' ? requiresOf(node) : []
}

function exportedName(node: Node): string {
  return nameOf(node) ?? String(constantOf(node)?.value)
}

function defaultOrWhole(type: string): string | null {
  return type === 'ImportDefaultSpecifier' ? 'default' : null
}

/** `const { a: b } = require('m')`, `await import('m')`. */
function requiresOf({ id, init }: Extract<Node, { type: 'VariableDeclarator' }>): ImportedName[] {
  const module = init === null ? null : requiredModule(init)
  if (module === null) return []
  if (id.type === 'Identifier') return [{ module, name: null, local: id.name }]
  if (id.type !== 'ObjectPattern') return []
  return id.properties.flatMap((property) => {
    const local = property.type === 'Property' ? nameOf(property.value) : null
    return property.type === 'Property' && local !== null
      ? [{ module, name: exportedName(property.key), local }]
      : []
  })
}

function requiredModule(init: Node): string | null {
  if (init.type === 'AwaitExpression') return requiredModule(init.argument)
  if (init.type === 'ImportExpression') return textOrNull(init.source)
  const { root, links } = chainOf(init)
  const first = links[0]?.args?.[0]
  if (root.type === 'ImportExpression') return textOrNull(root.source)
  return nameOf(root) === 'require' && first !== undefined ? textOrNull(first) : null
}

function textOrNull(node: Node): string | null {
  const value = constantOf(node)?.value
  return typeof value === 'string' ? value : null
}
