import type { Node } from 'oxc-parser'
import type { Assertion, ParseTestFile, Skip, TestCase } from './test-file.ts'
import { readBody, type BodyReader } from './typescript/body.ts'
import { conditionOf, strictest } from './typescript/conditions.ts'
import { declarationOf, type Declaration } from './typescript/declaration.ts'
import { namesOf, type FileNames } from './typescript/names.ts'
import {
  chainOf,
  childrenOf,
  constantOf,
  isFunction,
  nameOf,
  parseSource,
  type Source,
} from './typescript/syntax.ts'

/** Reads tests of vitest, jest, mocha, node:test, AVA, tap and whatever looks like them. */
export const parseTypescriptTests: ParseTestFile = (path, text) => {
  const source = parseSource(path, text)
  if (source === null) return null
  const file = namesOf(source)
  const reader: BodyReader = {
    source,
    names: file.names,
    helpers: file.helpers,
    isTest: (node) => declarationOf(source, node, file.scope) !== null,
  }
  const reading: Reading = { source, file, reader, cases: [], exclusive: [], seen: new Map() }
  const retries = retriesOfFile(source.program)
  readTests(reading, source.program, { path: [], skip: null, retries })
  return { cases: reading.cases, imports: file.imports, exclusive: reading.exclusive }
}

interface Reading {
  readonly source: Source
  readonly file: FileNames
  readonly reader: BodyReader
  readonly cases: TestCase[]
  readonly exclusive: number[]
  /** How often an id was given. */
  readonly seen: Map<string, number>
}

/** What tests inherit from where they stand. */
interface Place {
  readonly path: readonly string[]
  readonly skip: Skip | null
  readonly retries: number
}

function readTests(reading: Reading, node: Node, place: Place): void {
  if (node.type === 'IfStatement') {
    readTests(reading, node.consequent, skippedUnless(reading, node.test, place, true))
    if (node.alternate !== null)
      readTests(reading, node.alternate, skippedUnless(reading, node.test, place, false))
    return
  }
  const declaration = declarationOf(reading.source, node, reading.file.scope)
  if (declaration === null) {
    for (const child of childrenOf(node)) readTests(reading, child, place)
    return
  }
  if (declaration.isExclusive) reading.exclusive.push(reading.source.lineOf(node))
  if (declaration.kind === 'suite') readSuite(reading, declaration, place)
  else readTest(reading, { node, declaration }, place)
}

function skippedUnless({ source }: Reading, test: Node, place: Place, expected: boolean): Place {
  const condition = conditionOf(source, test, expected)
  if (condition === 'never') return place
  return { ...place, skip: strictest([place.skip, { kind: 'skip', when: condition.when, reason: null }]) }
}

function readSuite(reading: Reading, { name, skip, retries, body }: Declaration, place: Place): void {
  if (body === null) return
  const hooks = readHooks(reading, body)
  readTests(reading, body, {
    path: [...place.path, name],
    skip: strictest([place.skip, skip, hooks.skip]),
    retries: Math.max(place.retries, retries, hooks.retries),
  })
}

/** `before(function () { this.skip() })` and `this.retries(2)` of a suite hold for its tests. */
function readHooks(reading: Reading, body: Node): { readonly skip: Skip | null; readonly retries: number } {
  const block = isFunction(body) ? body.body : null
  const found = (block?.type === 'BlockStatement' ? block.body : []).flatMap((statement) => {
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return []
    const { root } = chainOf(statement.expression)
    const isHook = /^before(?:All|Each)?$/.test(nameOf(root) ?? '') || root.type === 'ThisExpression'
    return isHook ? [readBody(reading.reader, statement.expression)] : []
  })
  return {
    skip: strictest(found.map(({ skip }) => skip)),
    retries: Math.max(0, ...found.map(({ retries }) => retries)),
  }
}

interface Declared {
  readonly node: Node
  readonly declaration: Declaration
}

function readTest(reading: Reading, { node, declaration }: Declared, place: Place): void {
  const { source, file, reader, seen } = reading
  const path = [...place.path, declaration.name]
  const name = path.join(' > ')
  const times = (seen.get(name) ?? 0) + 1
  seen.set(name, times)
  const local = declaration.body === null ? null : nameOf(declaration.body)
  const body = (local === null ? null : file.helpers.get(local)) ?? declaration.body
  const facts = body === null ? { assertions: [], skip: null, retries: 0 } : readBody(reader, body)
  const macro = body === null || nameOf(body) === null ? [] : [ofMacro(source, node, nameOf(body) ?? '')]
  reading.cases.push({
    id: times === 1 ? name : `${name} #${times}`,
    line: source.lineOf(node),
    assertions: [...facts.assertions, ...macro],
    skip: strictest([place.skip, declaration.skip, facts.skip]),
    retries: Math.max(place.retries, declaration.retries, facts.retries),
    body: body === null ? '' : source.textOf(isFunction(body) ? (body.body ?? body) : body),
    cases: declaration.cases,
    ...(declaration.rows === undefined ? {} : { rows: declaration.rows }),
  })
  if (body === null) return
  for (const child of childrenOf(body))
    readTests(reading, child, {
      path,
      skip: strictest([place.skip, declaration.skip]),
      retries: place.retries,
    })
}

/** A test whose body is a function from elsewhere: all of it is one assertion that cannot be read. */
function ofMacro(source: Source, node: Node, name: string): Assertion {
  const text = source.textOf(node)
  return {
    ...{
      strength: 'equality',
      text,
      subject: name,
      literals: [],
      tolerance: null,
      exception: null,
      helper: name,
      when: null,
    },
    line: source.lineOf(node),
  }
}

/** `jest.retryTimes(2)` at the top of a file. */
function retriesOfFile(program: Node): number {
  const times = childrenOf(program).flatMap((statement) => {
    if (statement.type !== 'ExpressionStatement') return []
    const { root, links } = chainOf(statement.expression)
    const [call] = links
    const first = call?.args?.[0]
    const isRetry =
      ['jest', 'vi'].includes(nameOf(root) ?? '') && call?.name === 'retryTimes' && first !== undefined
    const value = isRetry ? constantOf(first)?.value : null
    return typeof value === 'number' ? [value] : []
  })
  return Math.max(0, ...times)
}
