/** What all adapters of scripts look at: calls, functions and names of one file, collected in one walk. */
import type {
  AssignmentExpression,
  CallExpression,
  Class,
  Expression,
  ImportDeclaration,
  ImportExpression,
  LogicalExpression,
  MemberExpression,
  NewExpression,
  Node,
  ObjectExpression,
  ObjectPattern,
  Program,
  SwitchStatement,
  TaggedTemplateExpression,
  VariableDeclarator,
  VisitorObject,
} from 'oxc-parser'
import type { FunctionNode } from '../../../../verification/integrity/typescript/syntax.ts'
import { visitScript, type SourceFile } from '../../source-file.ts'
import { createNames } from './function-names.ts'
import { parametersOf, type Parameter } from './parameters.ts'

export interface Scope {
  /** What its function is called, e.g. `api.get`; null at the top of the file and for functions without a name. */
  readonly name: string | null
  readonly node: FunctionNode | null
  readonly parent: Scope | null
  readonly parameters: ReadonlyMap<string, Parameter>
  /** What variables are made with. */
  readonly values: Map<string, Expression>
  /** Names that are declared without a value that can be read, e.g. by taking an object apart. */
  readonly opaque: Set<string>
}

export interface Site<Of extends Node> {
  readonly node: Of
  readonly scope: Scope
}

export interface Imported {
  readonly module: string
  /** `default`, `*`, or the name in the other module. */
  readonly name: string
}

export interface Outline {
  readonly file: SourceFile
  readonly program: Program
  readonly top: Scope
  readonly imports: ReadonlyMap<string, Imported>
  readonly calls: readonly Site<CallExpression>[]
  readonly dynamic: readonly Site<ImportExpression>[]
  readonly creations: readonly Site<NewExpression>[]
  /** Each with its own scope. */
  readonly functions: readonly Site<FunctionNode>[]
  readonly classes: readonly Site<Class>[]
  readonly members: readonly Site<MemberExpression>[]
  readonly variables: readonly Site<VariableDeclarator>[]
  readonly assignments: readonly Site<AssignmentExpression>[]
  readonly fallbacks: readonly Site<LogicalExpression>[]
  readonly objects: readonly Site<ObjectExpression>[]
  readonly switches: readonly Site<SwitchStatement>[]
  readonly templates: readonly Site<TaggedTemplateExpression>[]
  /** Functions that return markup, or hold it. */
  readonly markup: ReadonlySet<Scope>
  /** Names that are given another value after they are made. */
  readonly reassigned: ReadonlySet<string>
  readonly lengthened: ReadonlySet<string>
}

const outlines = new WeakMap<SourceFile, { readonly outline: Outline | null }>()

/** Null where the file is no script or cannot be parsed. */
export function outlineOf(file: SourceFile): Outline | null {
  const known = outlines.get(file)
  if (known !== undefined) return known.outline
  const program = file.script()
  const outline = program === null ? null : makeOutline(file, program)
  outlines.set(file, { outline })
  return outline
}

/** The nearest function with a name; null at the top of the file. */
export function symbolOf(scope: Scope): string | null {
  for (let next: Scope | null = scope; next !== null; next = next.parent)
    if (next.name !== null) return next.name
  return null
}

type Draft = {
  -readonly [Key in keyof Outline]: Outline[Key] extends readonly (infer Item)[] ? Item[] : Outline[Key]
}

function makeOutline(file: SourceFile, program: Program): Outline {
  const top = scopeOf(null, null, null)
  const imports = new Map<string, Imported>()
  const markup = new Set<Scope>()
  const [reassigned, lengthened] = [new Set<string>(), new Set<string>()]
  const draft: Draft = {
    ...{ file, program, top, imports, markup, reassigned, lengthened },
    ...{ calls: [], creations: [], functions: [], classes: [], members: [], variables: [] },
    ...{ dynamic: [], objects: [], assignments: [], fallbacks: [], switches: [], templates: [] },
  }
  const names = createNames()
  let scope = top
  const enter = (node: FunctionNode) => {
    scope = scopeOf(names.of(node), node, scope)
    draft.functions.push({ node, scope })
  }
  const leave = () => {
    scope = scope.parent ?? top
  }
  const visitor: VisitorObject = {
    ImportDeclaration: (node) => addImports(imports, node),
    CallExpression: (node) => {
      names.passed(node)
      draft.calls.push({ node, scope })
    },
    NewExpression: (node) => draft.creations.push({ node, scope }),
    ImportExpression: (node) => draft.dynamic.push({ node, scope }),
    ObjectExpression: (node) => draft.objects.push({ node, scope }),
    MemberExpression: (node) => draft.members.push({ node, scope }),
    LogicalExpression: (node) => draft.fallbacks.push({ node, scope }),
    SwitchStatement: (node) => draft.switches.push({ node, scope }),
    TaggedTemplateExpression: (node) => draft.templates.push({ node, scope }),
    VariableDeclarator: (node) => {
      names.declared(node)
      declare(scope, node)
      draft.variables.push({ node, scope })
    },
    AssignmentExpression: (node) => {
      names.assigned(node)
      if (node.left.type === 'Identifier')
        (node.operator === '+=' ? lengthened : reassigned).add(node.left.name)
      draft.assignments.push({ node, scope })
    },
    Property: (node) => names.property(node),
    ExportDefaultDeclaration: (node) => names.byDefault(node),
    ...functionVisitor(enter, leave),
    ClassDeclaration: (node) => {
      names.class(node)
      draft.classes.push({ node, scope })
    },
    ClassExpression: (node) => {
      names.class(node)
      draft.classes.push({ node, scope })
    },
    JSXElement: () => markup.add(scope),
    JSXFragment: () => markup.add(scope),
  }
  visitScript(file, visitor)
  return draft
}

function functionVisitor(enter: (node: FunctionNode) => void, leave: () => void): VisitorObject {
  return {
    FunctionDeclaration: enter,
    FunctionExpression: enter,
    ArrowFunctionExpression: enter,
    'FunctionDeclaration:exit': leave,
    'FunctionExpression:exit': leave,
    'ArrowFunctionExpression:exit': leave,
  }
}

function scopeOf(name: string | null, node: FunctionNode | null, parent: Scope | null): Scope {
  return {
    ...{ name, node, parent, values: new Map(), opaque: new Set() },
    parameters: node === null ? new Map() : parametersOf(node),
  }
}

function declare(scope: Scope, { id, init }: VariableDeclarator): void {
  if (id.type === 'ObjectPattern') return declareParts(scope, id)
  if (id.type !== 'Identifier') return
  if (init === null || scope.values.has(id.name)) {
    scope.opaque.add(id.name)
    scope.values.delete(id.name)
  } else if (!scope.opaque.has(id.name)) scope.values.set(id.name, init)
}

function declareParts(scope: Scope, { properties }: ObjectPattern): void {
  for (const property of properties) {
    const part = property.type === 'Property' ? property.value : property.argument
    const name = part.type === 'AssignmentPattern' ? part.left : part
    if (name.type === 'Identifier') scope.opaque.add(name.name)
  }
}

function addImports(imports: Map<string, Imported>, { source, specifiers }: ImportDeclaration): void {
  for (const specifier of specifiers)
    imports.set(specifier.local.name, { module: source.value, name: importedName(specifier) })
}

export function importedName(specifier: ImportDeclaration['specifiers'][number]): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*'
  if (specifier.type === 'ImportDefaultSpecifier') return 'default'
  const { imported } = specifier
  return imported.type === 'Literal' ? imported.value : imported.name
}
