/** What a script exports, by its own text. */
import {
  Visitor,
  type BindingPattern,
  type Directive,
  type Expression,
  type Program,
  type Statement,
} from 'oxc-parser'

export type ExportKind = 'type' | 'class' | 'function' | 'value' | 'unknown'

export interface ScriptExport {
  readonly kind: ExportKind
  /** The name it is declared by; null for one without a name, or of another module. */
  readonly local: string | null
  /** Where it comes from when it is another module's. `*` is all of it. */
  readonly from: { readonly specifier: string; readonly name: string } | null
}

export interface ScriptExports {
  readonly byName: ReadonlyMap<string, ScriptExport>
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[]
  /** Exports as CommonJS does, so that nobody knows all of it before it runs. */
  readonly isOpaque: boolean
  /** Neither imports nor exports: what it declares, it declares for everybody. */
  readonly isAmbient: boolean
}

type Declared = Map<string, ScriptExport>

export function exportsOf(program: Program): ScriptExports {
  const declared = declarationsOf(program.body)
  const byName = new Map<string, ScriptExport>()
  const stars: string[] = []
  let isModule = false
  new Visitor({
    ImportDeclaration: () => {
      isModule = true
    },
    ExportNamedDeclaration({ source, specifiers, declaration, exportKind }) {
      isModule = true
      if (declaration !== null) for (const [name, one] of declarationsOf([declaration])) byName.set(name, one)
      for (const { local, exported } of specifiers) {
        const name = nameOf(local)
        const own = declared.get(name) ?? unknown(name)
        const one = source === null ? own : reExport(source.value, name)
        byName.set(nameOf(exported), exportKind === 'type' ? { ...one, kind: 'type' } : one)
      }
    },
    ExportDefaultDeclaration({ declaration }) {
      isModule = true
      byName.set('default', defaultExport(declaration, declared))
    },
    ExportAllDeclaration({ source, exported }) {
      isModule = true
      if (exported === null) stars.push(source.value)
      else byName.set(nameOf(exported), reExport(source.value, '*'))
    },
  }).visit(program)
  return { byName, stars, isOpaque: exportsAtRunTime(program), isAmbient: !isModule }
}

function declarationsOf(statements: readonly (Statement | Directive)[]): Declared {
  const found: Declared = new Map()
  const add = (kind: ExportKind, name: string | undefined): void => {
    if (name !== undefined) found.set(name, { kind, local: name, from: null })
  }
  for (const statement of statements) {
    const inner =
      statement.type === 'ExportNamedDeclaration' ? (statement.declaration ?? statement) : statement
    switch (inner.type) {
      case 'FunctionDeclaration':
      case 'TSDeclareFunction':
        add('function', inner.id?.name)
        break
      case 'ClassDeclaration':
        add('class', inner.id?.name)
        break
      case 'VariableDeclaration':
        for (const { id, init } of inner.declarations) for (const name of namesIn(id)) add(kindOf(init), name)
        break
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
        add('type', inner.id.name)
        break
      case 'TSEnumDeclaration':
        add('value', inner.id.name)
        break
      case 'TSModuleDeclaration':
        if (inner.id.type === 'Identifier') add('value', inner.id.name)
        break
      case 'ImportDeclaration':
        for (const [name, one] of importedBy(inner)) found.set(name, one)
        break
      default:
    }
  }
  return found
}

function importedBy({
  source,
  specifiers,
}: Extract<Statement, { type: 'ImportDeclaration' }>): [string, ScriptExport][] {
  return specifiers.map((one) => {
    const name = one.type === 'ImportDefaultSpecifier' ? 'default' : '*'
    const taken = one.type === 'ImportSpecifier' ? nameOf(one.imported) : name
    return [one.local.name, reExport(source.value, taken)]
  })
}

function defaultExport(
  declaration: Extract<Statement, { type: 'ExportDefaultDeclaration' }>['declaration'],
  declared: Declared,
): ScriptExport {
  switch (declaration.type) {
    case 'Identifier':
      return declared.get(declaration.name) ?? unknown(declaration.name)
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
      return { kind: 'function', local: declaration.id?.name ?? null, from: null }
    case 'ClassDeclaration':
    case 'ClassExpression':
      return { kind: 'class', local: declaration.id?.name ?? null, from: null }
    case 'TSInterfaceDeclaration':
      return { kind: 'type', local: declaration.id.name, from: null }
    default:
      return { kind: kindOf(declaration), local: null, from: null }
  }
}

function kindOf(value: Expression | null): ExportKind {
  if (value === null) return 'value'
  if (value.type === 'ArrowFunctionExpression' || value.type === 'FunctionExpression') return 'function'
  return value.type === 'ClassExpression' ? 'class' : 'value'
}

function namesIn(pattern: BindingPattern): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) =>
        one.type === 'RestElement' ? namesIn(one.argument) : namesIn(one.value),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) => {
        if (one === null) return []
        return one.type === 'RestElement' ? namesIn(one.argument) : namesIn(one)
      })
    default:
      return []
  }
}

function exportsAtRunTime(program: Program): boolean {
  let isOpaque = false
  new Visitor({
    TSExportAssignment: () => {
      isOpaque = true
    },
    AssignmentExpression({ left }) {
      if (left.type !== 'MemberExpression') return
      const { object, property } = left
      const isModule = object.type === 'Identifier' && object.name === 'module'
      const isExports = object.type === 'Identifier' && object.name === 'exports'
      const isProperty =
        object.type === 'MemberExpression' &&
        object.property.type === 'Identifier' &&
        object.property.name === 'exports'
      if (isExports || isProperty) isOpaque = true
      if (isModule && property.type === 'Identifier' && property.name === 'exports') isOpaque = true
    },
  }).visit(program)
  return isOpaque
}

function reExport(specifier: string, name: string): ScriptExport {
  return { kind: 'unknown', local: null, from: { specifier, name } }
}

function unknown(local: string): ScriptExport {
  return { kind: 'unknown', local, from: null }
}

/** Export names may be strings. */
export function nameOf(
  name: { readonly type: string } & ({ readonly name: string } | { readonly value: string }),
): string {
  return 'name' in name ? name.name : name.value
}
