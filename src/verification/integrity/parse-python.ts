import { tableRows } from './python/table-rows.ts'
import { childOfKind, type SyntaxNode } from '../syntax/node.ts'
import { dottedName, isPython, lastName, parsePython, plainText } from '../syntax/python.ts'
import { functionsIn, nameOf, readBody, type Helpers } from './python/body.ts'
import { importsOf } from './python/imports.ts'
import {
  bothMarks,
  decoratorsOf,
  marksOf,
  NO_MARKS,
  ownMarks,
  pythonCondition,
  type Marks,
} from './python/marks.ts'
import type { ParseTestFile, TestCase } from './test-file.ts'
import { skipWhen } from './typescript/conditions.ts'

/** Reads tests of pytest and unittest. */
export const parsePythonTests: ParseTestFile = (path, text) => {
  const module = isPython(path) ? parsePython(text) : null
  if (module === null) return null
  const cases = new Map<string, TestCase>()
  const helpers = functionsIn(module)
  const skip = readBody(module, new Map()).skip
  const marks = bothMarks(ownMarks(module), { ...NO_MARKS, skip })
  readTests({ cases, classes: classesIn(module) }, module, { path: [], helpers, marks, set: [] })
  return { cases: [...cases.values()], imports: importsOf(module), exclusive: [] }
}

interface Reading {
  /** By id: of two functions of one name Python keeps the later one. */
  readonly cases: Map<string, TestCase>
  readonly classes: ReadonlyMap<string, SyntaxNode>
}

/** What tests inherit from where they stand. */
interface Place {
  readonly path: readonly string[]
  readonly helpers: Helpers
  readonly marks: Marks
  /** Methods that run around every test of the class. */
  readonly set: readonly SyntaxNode[]
}

const SET_UP = [
  'setUp',
  'asyncSetUp',
  'setup_method',
  'setUpClass',
  'tearDown',
  'asyncTearDown',
  'teardown_method',
]
const BRANCHES = [
  'block',
  'try_statement',
  'except_clause',
  'else_clause',
  'finally_clause',
  'with_statement',
]

function readTests(reading: Reading, block: SyntaxNode, place: Place): void {
  for (const statement of block.children) {
    const node = statement.kind === 'decorated_definition' ? statement.children.at(-1) : statement
    if (node?.kind === 'function_definition') readTest(reading, node, place)
    else if (node?.kind === 'class_definition') readClass(reading, node, place)
    else if (node?.kind === 'if_statement') readBranches(reading, node, place)
    else if (node !== undefined && BRANCHES.includes(node.kind)) readTests(reading, node, place)
  }
}

function readBranches(reading: Reading, node: SyntaxNode, place: Place): void {
  const [, test] = node.children
  if (test === undefined) return
  for (const branch of node.children) {
    if (!['block', 'elif_clause', 'else_clause'].includes(branch.kind)) continue
    const condition = pythonCondition(test, branch.kind === 'block')
    const marks = bothMarks(place.marks, { ...NO_MARKS, skip: skipWhen(condition, 'skip') })
    if (branch.kind === 'elif_clause') readBranches(reading, branch, { ...place, marks })
    else readTests(reading, branch, { ...place, marks })
  }
}

function readClass(reading: Reading, node: SyntaxNode, place: Place): void {
  const block = childOfKind(node, 'block')
  if (block === undefined || !isCollected(reading, node, block)) return
  const methods = functionsOf(reading, node, [])
  readTests(reading, block, {
    path: [...place.path, nameOf(node)],
    helpers: new Map([
      ...place.helpers,
      ...[...methods].map(([name, one]) => [`self.${name}`, one] as const),
    ]),
    marks: [marksOf(decoratorsOf(node)), ownMarks(block)].reduce(bothMarks, place.marks),
    set: SET_UP.flatMap((name) => methods.get(name) ?? []),
  })
}

/** pytest takes classes called Test* that need no arguments; unittest takes whatever is derived from TestCase. */
function isCollected(reading: Reading, node: SyntaxNode, block: SyntaxNode): boolean {
  if (/(?:^|\n)\s*__test__\s*=\s*False/.test(block.text)) return false
  const bases = basesOf(node)
  if (bases.length > 0 && bases.some((base) => !reading.classes.has(base) && base !== 'object')) return true
  if (bases.some((base) => derivesFromOutside(reading, base, []))) return true
  return nameOf(node).startsWith('Test') && !functionsOf(reading, node, []).has('__init__')
}

function derivesFromOutside(reading: Reading, name: string, seen: readonly string[]): boolean {
  const node = reading.classes.get(name)
  if (seen.includes(name)) return false
  if (node === undefined) return name !== 'object'
  return basesOf(node).some((base) => derivesFromOutside(reading, base, [...seen, name]))
}

/** Its methods, and those it inherits from classes of the same file. */
function functionsOf(
  reading: Reading,
  node: SyntaxNode,
  seen: readonly SyntaxNode[],
): Map<string, SyntaxNode> {
  const block = childOfKind(node, 'block')
  if (block === undefined || seen.includes(node)) return new Map()
  const inherited = basesOf(node).flatMap((base) => {
    const found = reading.classes.get(base)
    return found === undefined ? [] : [...functionsOf(reading, found, [...seen, node])]
  })
  return new Map([...inherited, ...functionsIn(block)])
}

function basesOf(node: SyntaxNode): readonly string[] {
  const list = childOfKind(node, 'argument_list')?.children ?? []
  return list.flatMap((base) => {
    const name = dottedName(base)
    return name === null ? [] : [lastName(name)]
  })
}

function classesIn(module: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const classes = module.children
    .map((child) => (child.kind === 'decorated_definition' ? child.children.at(-1) : child))
    .filter((child) => child?.kind === 'class_definition')
  return new Map(classes.flatMap((one) => (one === undefined ? [] : [[nameOf(one), one] as const])))
}

function readTest({ cases }: Reading, node: SyntaxNode, place: Place): void {
  const block = childOfKind(node, 'block')
  const name = nameOf(node)
  if (block === undefined || !name.startsWith('test')) return
  const facts = readBody(block, place.helpers)
  const around = place.set.flatMap((method) => {
    const body = childOfKind(method, 'block')
    return body === undefined ? [] : [{ name: nameOf(method), facts: readBody(body, place.helpers) }]
  })
  const called = around.map(({ facts: { skip } }) => ({ ...NO_MARKS, skip }))
  const marks = [place.marks, marksOf(decoratorsOf(node)), ...called, { ...facts, retries: 0 }].reduce(
    bothMarks,
  )
  const rows = tableRows(decoratorsOf(node))
  const id = [...place.path, name].join(' > ')
  cases.delete(id)
  cases.set(id, {
    id,
    line: node.line,
    assertions: [
      ...facts.assertions,
      ...around.flatMap((one) => one.facts.assertions.map((claim) => ({ ...claim, helper: one.name }))),
    ],
    skip: marks.skip,
    retries: marks.retries,
    body: plainText(block),
    cases: marks.cases,
    ...(rows === undefined ? {} : { rows }),
  })
}
