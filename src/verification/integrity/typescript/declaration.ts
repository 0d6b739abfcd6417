/** Which calls declare suites and tests, and with which modifiers. */
import type { Argument, Node } from 'oxc-parser'
import type { Row, Skip } from '../test-file.ts'
import { conditionOf, skipWhen, strictest } from './conditions.ts'
import { chainOf, constantOf, everyNode, isFunction, nameOf, type Link, type Source } from './syntax.ts'
import { tableRows } from './table-rows.ts'

export interface Declaration {
  readonly kind: 'suite' | 'test'
  readonly name: string
  readonly skip: Skip | null
  readonly isExclusive: boolean
  readonly retries: number
  readonly cases: number | null
  readonly rows: readonly Row[] | undefined
  /** Null for a test that is only announced. */
  readonly body: Node | null
}

/** What stands behind a name that declares tests. */
export interface Base {
  readonly kind: 'suite' | 'test'
  readonly skip: Skip | null
  readonly isExclusive: boolean
}

export interface Scope {
  readonly bases: ReadonlyMap<string, Base>
  /** Local names of objects with a `test` method: the `t` of node:test and tap. */
  readonly parents: ReadonlySet<string>
  /** Lengths of the array literals of the file, by name. */
  readonly lengths: ReadonlyMap<string, number>
}

const SKIPPED: Skip = { kind: 'skip', when: null, reason: null }

/** The global names of the runners. */
export const BASES: ReadonlyMap<string, Base> = new Map(
  ['describe', 'suite', 'context', 'it', 'test', 'specify'].flatMap(
    (name): readonly (readonly [string, Base])[] => {
      const kind = ['describe', 'suite', 'context'].includes(name) ? 'suite' : 'test'
      return [
        [name, { kind, skip: null, isExclusive: false }],
        [`x${name}`, { kind, skip: SKIPPED, isExclusive: false }],
        [`f${name}`, { kind, skip: null, isExclusive: true }],
      ]
    },
  ),
)

/** Modifiers that take something and give back what declares. */
const PREPARING = [
  'each',
  'for',
  'skipIf',
  'runIf',
  'todoIf',
  'if',
  'extend',
  'withContext',
  'override',
  'scoped',
]
const MODIFIERS =
  /^(?:skip|only|todo|fails|failing|fixme|concurrent|sequential|serial|parallel|shuffle|describe|suite|context|test|it|cb|each|for|skipIf|runIf|todoIf|if|extend)$/

/** Null when the call declares nothing. */
export function declarationOf(source: Source, node: Node, scope: Scope): Declaration | null {
  if (node.type !== 'CallExpression') return null
  const { root, links } = chainOf(node)
  const base = baseOf(source, root, scope) ?? parentOf(root, links, scope)
  if (base === null) return null
  const at = links.findIndex(({ name, args }) => args !== null && !PREPARING.includes(name ?? ''))
  const call = links[at]
  const modifiers = links.slice(0, at + 1)
  if (call?.args === undefined || call.args === null) return null
  if (modifiers.some(({ name }) => name !== null && !MODIFIERS.test(name))) return null
  const isSuite =
    base.kind === 'suite' || modifiers.some(({ name }) => /^(?:describe|suite|context)$/.test(name ?? ''))
  const body = bodyOf(call.args)
  const first = call.args[0]
  if (first === undefined || (body === null && typeof constantOf(first)?.value !== 'string')) return null
  const options = optionsOf(source, call.args)
  const announced: Skip | null = body === null ? { kind: 'todo', when: null, reason: null } : null
  return {
    kind: isSuite ? 'suite' : 'test',
    name: titleOf(source, first),
    skip: strictest([base.skip, ...modifiers.map((link) => skipOf(source, link)), options.skip, announced]),
    isExclusive: base.isExclusive || modifiers.some(({ name }) => name === 'only') || options.isExclusive,
    retries: Math.max(options.retries, ...links.slice(at + 1).map(retriesOf)),
    cases: casesOf(modifiers, scope),
    rows: tableRows(source, { modifiers, body }),
    body,
  }
}

/** What an expression declares with: a name, `test.skip`, `condition ? test : test.skip`. */
export function baseOf(source: Source, node: Node, scope: Scope): Base | null {
  if (node.type === 'Identifier') return scope.bases.get(node.name) ?? null
  if (node.type === 'ConditionalExpression') {
    const [yes, no] = [baseOf(source, node.consequent, scope), baseOf(source, node.alternate, scope)]
    if (yes === null || no === null) return null
    const skips = [
      yes.skip === null ? null : skipWhen(conditionOf(source, node.test), yes.skip.kind),
      no.skip === null ? null : skipWhen(conditionOf(source, node.test, true), no.skip.kind),
    ]
    return { ...yes, skip: strictest(skips) }
  }
  if (node.type !== 'MemberExpression' && node.type !== 'CallExpression') return null
  const { root, links } = chainOf(node)
  const base = root.type === 'Identifier' ? scope.bases.get(root.name) : undefined
  if (base === undefined || !links.every(({ name }) => name !== null && MODIFIERS.test(name))) return null
  if (links.some(({ args, name }) => args !== null && !PREPARING.includes(name ?? ''))) return null
  const isSuite = links.some(({ name }) => name === 'describe')
  return {
    kind: isSuite ? 'suite' : base.kind,
    skip: strictest([base.skip, ...links.map((link) => skipOf(source, link))]),
    isExclusive: base.isExclusive || links.some(({ name }) => name === 'only'),
  }
}

/** `t.test('name', ...)` inside a test. */
function parentOf(root: Node, links: readonly Link[], scope: Scope): Base | null {
  const local = nameOf(root)
  if (local === null || links[0]?.name !== 'test') return null
  return scope.parents.has(local) || local === 'Deno'
    ? { kind: 'test', skip: null, isExclusive: false }
    : null
}

/** Names of what stands before a body without being one. */
const OPTIONS =
  /^(?:options?|opts|config|timeout|settings|meta)$|[a-z](?:Options|Config|Timeout)$|OPTIONS|TIMEOUT/

function bodyOf(args: readonly Argument[]): Node | null {
  const inside = args.slice(args.length > 1 ? 1 : 0)
  // AVA runs a named function with whatever follows it, which may be functions too.
  const direct = inside.find(
    (arg) => isFunction(arg) || (arg.type === 'Identifier' && !OPTIONS.test(arg.name)),
  )
  if (direct !== undefined && nameOf(direct) !== 'undefined') return direct
  const wrapped = inside
    .flatMap((arg) => (arg.type === 'CallExpression' ? everyNode(arg) : []))
    .find(isFunction)
  return wrapped ?? inside.find((arg) => nameOf(arg) !== null && nameOf(arg) !== 'undefined') ?? null
}

function titleOf(source: Source, node: Argument): string {
  const value = constantOf(node)?.value
  if (typeof value === 'string') return value
  return isFunction(node) ? (nameOf(node.id) ?? '(nameless)') : source.textOf(node)
}

function skipOf(source: Source, { name, args }: Link): Skip | null {
  const condition = args?.[0]
  switch (name) {
    case 'skip':
    case 'fixme':
      return SKIPPED
    case 'todo':
      return { ...SKIPPED, kind: 'todo' }
    case 'fails':
    case 'failing':
      return { ...SKIPPED, kind: 'expected-failure' }
    case 'skipIf':
    case 'todoIf':
      return condition === undefined ? null : skipWhen(conditionOf(source, condition), 'skip')
    case 'runIf':
    case 'if':
      return condition === undefined ? null : skipWhen(conditionOf(source, condition, true), 'skip')
    default:
      return null
  }
}

interface Options {
  readonly skip: Skip | null
  readonly isExclusive: boolean
  readonly retries: number
}

/** `{ skip: 'why', todo: true, only: true, retry: 2 }`. */
function optionsOf(source: Source, args: readonly Argument[]): Options {
  const found: { skips: (Skip | null)[]; isExclusive: boolean; retries: number } = {
    skips: [],
    isExclusive: false,
    retries: 0,
  }
  for (const property of args.flatMap((arg) => (arg.type === 'ObjectExpression' ? arg.properties : []))) {
    if (property.type !== 'Property') continue
    const name = nameOf(property.key) ?? ''
    const value = constantOf(property.value)?.value
    const reason = typeof value === 'string' ? value : null
    if (name === 'skip') found.skips.push(skipWhen(conditionOf(source, property.value), 'skip', reason))
    if (name === 'ignore') found.skips.push(skipWhen(conditionOf(source, property.value), 'skip'))
    if (name === 'todo') found.skips.push(skipWhen(conditionOf(source, property.value), 'todo', reason))
    if (name === 'fails') found.skips.push(skipWhen(conditionOf(source, property.value), 'expected-failure'))
    if (name === 'only' && value !== false) found.isExclusive = true
    if ((name === 'retry' || name === 'retries') && typeof value === 'number') found.retries = value
  }
  return { skip: strictest(found.skips), isExclusive: found.isExclusive, retries: found.retries }
}

function retriesOf({ name, args }: Link): number {
  const times = args?.[0] === undefined ? undefined : constantOf(args[0])?.value
  return name === 'retries' && typeof times === 'number' ? times : 0
}

function casesOf(modifiers: readonly Link[], scope: Scope): number | null {
  const table = modifiers.find(({ name }) => name === 'each' || name === 'for')
  if (table === undefined) return 1
  const [first] = table.args ?? modifiers[modifiers.indexOf(table) + 1]?.args ?? []
  if (first?.type === 'ArrayExpression')
    return first.elements.some((element) => element?.type === 'SpreadElement') ? null : first.elements.length
  if (first?.type === 'TemplateLiteral') {
    const columns = (first.quasis[0]?.value.raw ?? '').split('|').length
    return Math.floor(first.expressions.length / columns)
  }
  return scope.lengths.get(nameOf(first) ?? '') ?? null
}
