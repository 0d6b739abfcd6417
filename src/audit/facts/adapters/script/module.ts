import type {
  Argument,
  CallExpression,
  Directive,
  ExportNamedDeclaration,
  ImportDeclaration,
  Node,
  Program,
  Statement,
} from 'oxc-parser'
import { isFunction } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Adapter, Findings } from '../../adapter.ts'
import type { Relations } from '../../relations.ts'
import { importedName, outlineOf, type Outline, type Scope } from './outline.ts'
import { isOwnScript, isTestPath } from './script-paths.ts'
import { patternOf, textOf } from './literals.ts'

const RUNNERS =
  /^(?:vitest|node:test|@jest\/globals|bun:test|@playwright\/test|cypress|mocha|supertest|@testing-library\/.+)$/
const MOCKS = new Set(['mock', 'doMock', 'unmock', 'requireActual', 'importActual', 'unstable_mockModule'])

type ExportKind = Relations['export']['kind']

/** Modules, what they ask of others and what they offer. */
export const moduleAdapter: Adapter = {
  id: 'script-module',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    const outline = outlineOf(file)
    if (outline === null) return
    const { program } = outline
    found.fact('module', firstLine(program), { language: 'script', isTest: isTest(outline) })
    for (const statement of program.body) readStatement(statement, found)
    for (const { node, scope } of outline.calls) readCall(outline, scope, node, found)
    for (const site of outline.dynamic) readDynamic(outline, site, found)
    readCommonExports(outline, found)
  },
}

function firstLine({ start }: Program) {
  return { start, end: start + 1 }
}

/** By its path, or by what it imports to run tests with. */
function isTest({ file, imports }: Outline): boolean {
  return isTestPath(file.path) || [...imports.values()].some(({ module }) => RUNNERS.test(module))
}

function readStatement(statement: Directive | Statement, found: Findings): void {
  switch (statement.type) {
    case 'ImportDeclaration':
      return found.fact('import', statement, {
        specifier: statement.source.value,
        kind: isTypeOnly(statement) ? 'type' : 'static',
        names: statement.specifiers.map(importedName),
      })
    case 'TSImportEqualsDeclaration':
      if (statement.moduleReference.type === 'TSExternalModuleReference')
        found.fact('import', statement, {
          specifier: statement.moduleReference.expression.value,
          kind: 'require',
          names: ['*'],
        })
      return
    case 'ExportAllDeclaration': {
      const name = statement.exported === null ? '*' : nameIn(statement.exported)
      found.fact('import', statement, {
        specifier: statement.source.value,
        kind: statement.exportKind === 'type' ? 'type' : 'static',
        names: ['*'],
      })
      return found.fact('export', statement, { name, kind: 'again' })
    }
    case 'ExportNamedDeclaration':
      return readNamedExport(statement, found)
    case 'ExportDefaultDeclaration':
      return found.fact('export', statement, { name: 'default', kind: kindOf(statement.declaration) })
    default:
  }
}

/** `import { type A, type B }` is one of types only; `import 'x'` is not. */
function isTypeOnly({ importKind, specifiers }: ImportDeclaration): boolean {
  if (importKind === 'type') return true
  return (
    specifiers.length > 0 &&
    specifiers.every((one) => one.type === 'ImportSpecifier' && one.importKind === 'type')
  )
}

function readNamedExport(statement: ExportNamedDeclaration, found: Findings): void {
  const { source, specifiers, declaration } = statement
  if (source !== null)
    found.fact('import', statement, {
      specifier: source.value,
      kind: statement.exportKind === 'type' ? 'type' : 'static',
      names: specifiers.map(({ local }) => nameIn(local)),
    })
  for (const specifier of specifiers) {
    const kind = source !== null ? 'again' : statement.exportKind === 'type' ? 'type' : 'value'
    found.fact('export', specifier, { name: nameIn(specifier.exported), kind })
  }
  if (declaration === null) return
  if (declaration.type !== 'VariableDeclaration') {
    const name = 'id' in declaration && declaration.id !== null ? nameIn(declaration.id) : null
    if (name !== null) found.fact('export', declaration, { name, kind: kindOf(declaration) })
    return
  }
  for (const { id, init } of declaration.declarations)
    for (const name of boundNames(id))
      found.fact('export', id, { name, kind: init === null ? 'value' : kindOf(init) })
}

function boundNames(pattern: Node): readonly string[] {
  if (pattern.type === 'Identifier') return [pattern.name]
  if (pattern.type === 'ObjectPattern')
    return pattern.properties.flatMap((one) => boundNames(one.type === 'Property' ? one.value : one.argument))
  if (pattern.type === 'ArrayPattern')
    return pattern.elements.flatMap((one) => (one === null ? [] : boundNames(one)))
  return pattern.type === 'AssignmentPattern' ? boundNames(pattern.left) : []
}

function kindOf(node: Node): ExportKind {
  if (isFunction(node)) return 'function'
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') return 'class'
  return /^TS(?:Interface|TypeAlias)/.test(node.type) ? 'type' : 'value'
}

function nameIn(node: Node): string {
  if ('name' in node && typeof node.name === 'string') return node.name
  return node.type === 'Literal' ? String(node.value) : ''
}

function readCall(outline: Outline, scope: Scope, node: CallExpression, found: Findings): void {
  const { callee } = node
  const [first] = node.arguments
  if (first === undefined) return
  if (callee.type === 'Identifier' && callee.name === 'require' && !outline.imports.has('require'))
    return readAsked(outline, { scope, node, first, kind: 'require' }, found)
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return
  const { object, property } = callee
  if (object.type !== 'Identifier') return
  const mocks = (object.name === 'vi' || object.name === 'jest') && MOCKS.has(property.name)
  const resolves = object.name === 'require' && property.name === 'resolve'
  if (mocks) readAsked(outline, { scope, node, first, kind: 'mock' }, found)
  else if (resolves) readAsked(outline, { scope, node, first, kind: 'require' }, found)
}

interface Asked {
  readonly scope: Scope
  readonly node: Node
  readonly first: Argument
  readonly kind: 'require' | 'mock'
}

function readAsked(outline: Outline, { scope, node, first, kind }: Asked, found: Findings): void {
  // vi.mock(import('./x')) names the module as an import would.
  const words = first.type === 'ImportExpression' ? first.source : first
  const specifier = textOf(outline, scope, words)
  if (specifier === null) found.unresolved('import', node)
  else found.fact('import', node, { specifier, kind, names: kind === 'mock' ? [] : ['*'] })
}

function readDynamic(outline: Outline, { node, scope }: Outline['dynamic'][number], found: Findings): void {
  const specifier = textOf(outline, scope, node.source)
  if (specifier !== null) return found.fact('import', node, { specifier, kind: 'dynamic', names: ['*'] })
  const pattern = patternOf(outline, scope, node.source)
  // A folder of modules is meant: `./pages/{}.js`. Who looks for importers must take all that fit.
  if (pattern !== null && pattern.startsWith('.'))
    found.fact('import', node, { specifier: pattern, kind: 'dynamic', names: ['*'] }, { confidence: 0.5 })
  else found.unresolved('import', node)
}

/** `module.exports = {..}`, `exports.name = ..`. */
function readCommonExports({ assignments }: Outline, found: Findings): void {
  for (const { node } of assignments) {
    const { left, right } = node
    if (left.type !== 'MemberExpression' || left.property.type !== 'Identifier') continue
    const { object, property } = left
    const isExports =
      (object.type === 'Identifier' && object.name === 'exports') ||
      (object.type === 'MemberExpression' && isModuleExports(object))
    if (isExports) found.fact('export', node, { name: property.name, kind: kindOf(right) })
    else if (isModuleExports(left)) {
      const names =
        right.type === 'ObjectExpression'
          ? right.properties.flatMap((one) => (one.type === 'Property' ? [nameIn(one.key)] : []))
          : []
      for (const name of ['default', ...names]) found.fact('export', node, { name, kind: 'value' })
    }
  }
}

function isModuleExports({ object, property }: Extract<Node, { type: 'MemberExpression' }>): boolean {
  return (
    object.type === 'Identifier' &&
    object.name === 'module' &&
    property.type === 'Identifier' &&
    property.name === 'exports'
  )
}
