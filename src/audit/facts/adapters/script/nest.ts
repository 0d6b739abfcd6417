import type { Class, MethodDefinition, Node } from 'oxc-parser'
import { nameOf } from '../../../../verification/integrity/typescript/syntax.ts'
import type { Adapter, Findings } from '../../adapter.ts'
import type { Verb } from '../../relations/routes.ts'
import { decorationsOf, type Decoration } from './decorators.ts'
import { patternOf, textOf } from './literals.ts'
import { fieldOf, keyOf } from './objects.ts'
import { outlineOf, symbolOf, type Outline, type Scope, type Site } from './outline.ts'
import { verbOfName } from './request-options.ts'
import { normalPath } from './routers.ts'
import { isOwnScript } from './script-paths.ts'
import { textIn } from './urls.ts'

/** Controllers, modules and gateways of NestJS. */
export const nestAdapter: Adapter = {
  id: 'script-nest',
  version: 1,
  reads: isOwnScript,
  read(file, found) {
    if (!file.text.includes('@nestjs/')) return
    const outline = outlineOf(file)
    if (outline === null) return
    const reading: Reading = { outline, found, order: 0 }
    for (const site of outline.classes) readClass(reading, site)
    readStart(reading)
  },
}

interface Reading {
  readonly outline: Outline
  readonly found: Findings
  order: number
}

function readClass(reading: Reading, { node, scope }: Site<Class>): void {
  const name = node.id?.name ?? 'default'
  const decorations = decorationsOf(node)
  for (const decoration of decorations) {
    if (decoration.name === 'Controller')
      readController(reading, { node, scope, name, decoration, decorations })
    else if (decoration.name === 'Module') readModule(reading, name, decoration)
    else if (decoration.name === 'WebSocketGateway') readGateway(reading, { node, scope, name, decoration })
  }
}

interface Decorated {
  readonly node: Class
  readonly scope: Scope
  readonly name: string
  readonly decoration: Decoration
}

function methodsOf({ body }: Class): readonly MethodDefinition[] {
  return body.body.filter(
    (one): one is MethodDefinition => 'kind' in one && 'value' in one && one.type === 'MethodDefinition',
  )
}

function readController(
  reading: Reading,
  { node, scope, name, decoration, decorations }: Decorated & { readonly decorations: readonly Decoration[] },
): void {
  const { outline, found } = reading
  const [first] = decoration.given
  const path = first?.type === 'ObjectExpression' ? fieldOf(first, 'path') : first
  const prefix = path === undefined ? '' : patternOf(outline, scope, path)
  if (prefix === null) return found.unresolved('router', decoration.node)
  const router = { framework: 'nest', name, prefix: normalPath(prefix), isApplication: false } as const
  found.fact(
    'router',
    decoration.node,
    { ...router, guards: guardsOf(outline, decorations) },
    { symbol: name },
  )
  for (const method of methodsOf(node)) readMethod(reading, scope, name, method)
}

/** What decorates beside the verb says who may come in: guards, roles, `Public`. */
function guardsOf(outline: Outline, decorations: readonly Decoration[]): readonly string[] {
  return decorations
    .filter(
      ({ name }) =>
        !/^(?:Controller|Get|Post|Put|Patch|Delete|Head|Options|All|Http\w+|Api\w+|Header)$/.test(name),
    )
    .flatMap(({ name, given, node }) =>
      name === 'UseGuards' ? given.map((one) => textIn(outline, one)) : [textIn(outline, node.expression)],
    )
}

function readMethod(reading: Reading, scope: Scope, router: string, method: MethodDefinition): void {
  const { outline, found } = reading
  const decorations = decorationsOf(method)
  const handler = keyOf(method) ?? 'handler'
  for (const { name, given, node } of decorations) {
    const verb: Verb | null =
      name === 'All' ? 'ANY' : /^[A-Z]/.test(name) && name !== 'Remove' ? verbOfName(name) : null
    if (verb === null) continue
    const [first] = given
    const paths = first?.type === 'ArrayExpression' ? first.elements : [first]
    for (const one of paths) {
      const path = one === undefined || one === null ? '' : patternOf(outline, scope, one)
      if (path === null) {
        found.unresolved('route', node)
        continue
      }
      found.fact(
        'route',
        method,
        {
          ...{ framework: 'nest', verb, path: normalPath(path), handler, router, order: reading.order++ },
          responseModel: resultOf(outline, method),
          bodyModel: bodyOf(outline, method),
          guards: guardsOf(outline, decorations),
        },
        { symbol: `${router}.${handler}` },
      )
    }
  }
}

/** The declared result, without the promise around it. */
function resultOf(outline: Outline, { value }: MethodDefinition): string | null {
  const type = value.returnType?.typeAnnotation
  if (type === undefined) return null
  const text = textIn(outline, type)
  return /^(?:Promise|Observable)<(.*)>$/.exec(text)?.[1] ?? text
}

function bodyOf(outline: Outline, { value }: MethodDefinition): string | null {
  for (const parameter of value.params) {
    if (!decorationsOf(parameter).some(({ name }) => name === 'Body')) continue
    const pattern: Node = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter
    const type = 'typeAnnotation' in pattern ? pattern.typeAnnotation?.typeAnnotation : undefined
    return type === undefined ? null : textIn(outline, type)
  }
  return null
}

/** Modules hold controllers and other modules: what no module holds is not served. */
function readModule({ outline, found }: Reading, parent: string, { given }: Decoration): void {
  for (const field of ['controllers', 'imports']) {
    const list = fieldOf(given[0], field)
    if (list === undefined) continue
    if (list.type !== 'ArrayExpression') {
      found.unresolved('routerMount', list)
      continue
    }
    for (const one of list.elements) {
      if (one === null) continue
      const child = textIn(outline, one.type === 'CallExpression' ? one.callee : one).split('.')[0] ?? ''
      const columns = { framework: 'nest', parent, child, prefix: '', guards: [] } as const
      found.fact('routerMount', one, columns, { symbol: parent })
    }
  }
}

function readGateway(reading: Reading, { node, scope, name, decoration }: Decorated): void {
  const { outline, found } = reading
  const options = decoration.given.find((one) => one.type === 'ObjectExpression')
  const path = textOf(outline, scope, fieldOf(options, 'path'))
  found.fact('socket', decoration.node, { side: 'server', path: path ?? '/socket.io' }, { symbol: name })
  for (const method of methodsOf(node))
    for (const one of decorationsOf(method)) {
      if (one.name !== 'SubscribeMessage') continue
      const event = textOf(outline, scope, one.given[0])
      if (event === null) found.unresolved('liveEvent', one.node)
      else found.fact('liveEvent', method, { name: event, does: 'handles', side: 'server' }, { symbol: name })
    }
}

/** `NestFactory.create(AppModule)` and what is said of the application then. */
function readStart({ outline, found }: Reading): void {
  let prefix = ''
  for (const { node, scope } of outline.calls) {
    const { callee } = node
    if (callee.type !== 'MemberExpression') continue
    const method = nameOf(callee.property)
    if (method === 'setGlobalPrefix') prefix = patternOf(outline, scope, node.arguments[0]) ?? ''
    if (method === 'useGlobalGuards')
      for (const [order, one] of node.arguments.entries())
        found.fact('middleware', node, {
          name: textIn(outline, one),
          target: textIn(outline, callee.object),
          order,
          settings: '',
        })
  }
  for (const { node, scope } of outline.calls) {
    const { callee, arguments: given } = node
    const isStart = callee.type === 'MemberExpression' && nameOf(callee.object) === 'NestFactory'
    const [first] = given
    if (!isStart || first === undefined || nameOf(callee.property) !== 'create') continue
    const name =
      [...scope.values].find(([, value]) => value.start <= node.start && value.end >= node.end)?.[0] ?? 'app'
    const common = { framework: 'nest', prefix: normalPath(prefix), guards: [] } as const
    const symbol = symbolOf(scope)
    found.fact('router', node, { ...common, name, isApplication: true, prefix: '' }, { symbol })
    found.fact('routerMount', node, { ...common, parent: name, child: textIn(outline, first) }, { symbol })
  }
}
