/** One assertion out of one expression, whatever library it is written with. */
import type { Argument, Node } from 'oxc-parser'
import type { Assertion, Strength } from '../test-file.ts'
import {
  EXACT_NUMBER_MATCHERS,
  EXCEPTION_MATCHERS,
  FLAGS,
  isKnownMatcher,
  matcherStrength,
  negated,
} from './matchers.ts'
import { chainOf, constantOf, literalsOf, nameOf, type Chain, type Link, type Source } from './syntax.ts'
import { holdsForEveryLength, isAbsolute, isLength, isSame, isTypeof, isYesOrNo, truthOf } from './truth.ts'

/** What names mean in this file. */
export interface Names {
  /** Local names of functions imported from an assertion library, and what they are called there. */
  readonly assertions: ReadonlyMap<string, string>
  /** Local names that hold a whole assertion library: `assert`, the `t` of a test. */
  readonly libraries: ReadonlySet<string>
  /** Those of them that a test is given: whatever function gets one from it asserts for it. */
  readonly parents: ReadonlySet<string>
}

const ABOUT_EXPECT = [
  'assertions',
  'hasAssertions',
  'extend',
  'addSnapshotSerializer',
  'setState',
  'getState',
]
const OPAQUE = /^(?:expect|assert|verify|check|should|validate|ensure)(?:[A-Z_]|$)/
/** Libraries that assert by one of their parts only. */
const HOLD_MORE = ['chai', 'sinon']
/** Methods of a library object that assert nothing. */
const NO_ASSERTIONS =
  /^(?:test|skip|todo|plan|end|log|comment|diagnostic|before|after|beforeEach|afterEach|teardown|timeout|context|mock|signal|name|assert|Assertion\w*|config|use|strict|run|step|runIf|fullName|testdir|titles?|passed|waitForOrder|waitForPlan|async|done|try)$/

/** Null when the expression asserts nothing. */
export function assertionOf(source: Source, node: Node, names: Names): Assertion | null {
  if (node.type !== 'CallExpression' && node.type !== 'MemberExpression') return null
  const chain = chainOf(node)
  const found =
    fromExpect(source, chain) ?? fromLibrary(source, chain, names) ?? fromSubject(source, chain, names, node)
  if (found === null) return null
  return {
    tolerance: null,
    exception: null,
    helper: null,
    when: null,
    ...found,
    text: source.textOf(node),
    line: source.lineOf(node),
  }
}

type Found = Pick<Assertion, 'strength' | 'subject' | 'literals'> &
  Partial<Pick<Assertion, 'tolerance' | 'exception' | 'helper'>>

/** `expect(a).not.toBe(1)`, `expect.soft(a).to.equal(1)`, `expect(a).to.be.true`. */
function fromExpect(source: Source, { root, links }: Chain): Found | null {
  if (nameOf(root) !== 'expect') return null
  const start = links.findIndex(({ args }) => args !== null)
  const subject = links[start]?.args?.[0]
  const first = links[0]?.name
  if (ABOUT_EXPECT.includes(first ?? '')) return null
  if (['fail', 'unreachable'].includes(first ?? ''))
    return { strength: 'equality', subject: 'fail', literals: [] }
  const rest = links.slice(start + 1)
  if (start === -1 || subject === undefined || rest.length === 0) return null
  const matcher = rest.findLast(({ name }) => name !== null && (!FLAGS.has(name) || isKnownMatcher(name)))
  if (matcher === undefined) return null
  // Never called, it asserts nothing.
  if (matcher.args === null && /^to[A-Z]/.test(matcher.name ?? ''))
    return { strength: 'tautology', subject: source.textOf(subject), literals: [] }
  const isNegated = rest.some(({ name }) => name === 'not' || name === 'never')
  return fromMatcher(source, { subject, matcher, isNegated })
}

interface Matching {
  readonly subject: Argument
  readonly matcher: Link
  readonly isNegated: boolean
}

function fromMatcher(source: Source, { subject, matcher, isNegated }: Matching): Found {
  const name = matcher.name ?? ''
  const args = matcher.args ?? []
  const found: Found = {
    strength: matcherStrength(name, args.length > 0),
    subject: source.textOf(subject),
    literals: literalsOf(source, args),
  }
  if (EXCEPTION_MATCHERS.has(name) && !isNegated) return { ...found, ...exceptionOf(source, args) }
  if (EXACT_NUMBER_MATCHERS.has(name)) return { ...found, tolerance: toleranceOf(name, args) }
  const isDistance = /^(?:toBeLessThan(?:OrEqual)?|below|most|lte?)$/.test(name) && isAbsolute(subject)
  const bound = args[0] === undefined ? null : constantOf(args[0])
  if (isDistance && typeof bound?.value === 'number')
    return { ...found, strength: 'equality', tolerance: bound.value }
  const strength = isNegated ? negated(found.strength, name) : found.strength
  if (assertsTruth(name, args[0]) && !isNegated) {
    const truth = truthOf(source, subject)
    return {
      ...found,
      tolerance: truth.tolerance,
      strength: truth.strength === 'truthiness' ? strength : truth.strength,
    }
  }
  return { ...found, strength: refined(source, { subject, name, args, strength, isNegated }) }
}

interface Refining {
  readonly subject: Argument
  readonly name: string
  readonly args: readonly Argument[]
  readonly strength: Strength
  readonly isNegated: boolean
}

/** What a matcher says about this subject in particular. */
function refined(source: Source, { subject, name, args, strength, isNegated }: Refining): Strength {
  const [expected] = args
  const isSubjectKnown = constantOf(subject) !== null
  if (isSubjectKnown && args.every((arg) => constantOf(arg) !== null)) return 'tautology'
  if (expected !== undefined && strength === 'equality' && isSame(source, subject, expected))
    return 'tautology'
  if (isLength(subject)) {
    const operator = /OrEqual$|^(?:least|gte)$/.test(name) ? '>=' : '>'
    const isLower = /^(?:toBeGreater|above|least|gte?$|greaterThan)/.test(name)
    if (isLower && !isNegated && holdsForEveryLength(operator, bounded(expected))) return 'tautology'
    return strength === 'equality' ? 'length' : strength
  }
  if (isTypeof(subject) && strength === 'equality') return 'type'
  if (expected !== undefined && strength === 'equality' && isYesOrNo(subject) && isYesOrNo(expected))
    return truthOf(source, subject).strength
  const asymmetric = expected === undefined ? null : anythingLike(expected)
  if (asymmetric !== null && strength === 'equality') return asymmetric
  return strength
}

function bounded(node: Node | undefined): unknown {
  return node === undefined ? undefined : constantOf(node)?.value
}

function assertsTruth(name: string, expected: Argument | undefined): boolean {
  if (['toBeTruthy', 'toBeFalsy', 'true', 'false', 'ok'].includes(name)) return true
  return (
    /^(?:toBe|toEqual|toStrictEqual|equals?|eq|eql)$/.test(name) && typeof bounded(expected) === 'boolean'
  )
}

/** `expect.any(String)` in the place of the whole value says what its name says. */
function anythingLike(node: Argument): Strength | null {
  const { root, links } = chainOf(node)
  if (nameOf(root) !== 'expect') return null
  const name = links.findLast((link) => link.name !== null)?.name ?? ''
  if (name === 'anything') return 'truthiness'
  return name === 'any' ? 'type' : 'membership'
}

const GENERAL_EXCEPTIONS = ['Error', 'Exception']

function exceptionOf(source: Source, args: readonly Argument[]): Pick<Found, 'strength' | 'exception'> {
  const said = args.filter((arg) => constantOf(arg)?.value !== undefined || constantOf(arg) === null)
  const type = said.flatMap((arg) => exceptionName(arg) ?? [])[0] ?? 'Error'
  const saysMore = said.some((arg) => exceptionName(arg) === null || literalsOf(source, [arg]).length > 0)
  return { exception: type, strength: saysMore || !GENERAL_EXCEPTIONS.includes(type) ? 'membership' : 'type' }
}

function exceptionName(node: Argument): string | null {
  if (node.type === 'NewExpression') return nameOf(node.callee)
  if (node.type === 'ObjectExpression') return exceptionInObject(node)
  const { root, links } = chainOf(node)
  const last = links.at(-1)?.name ?? (links.length === 0 ? nameOf(root) : null)
  return last !== null && /^[A-Z]/.test(last) ? last : null
}

/** `{ name: 'TypeError', code: 'E1' }` of node:assert, `{ instanceOf: TypeError }` of AVA. */
function exceptionInObject(node: Extract<Node, { type: 'ObjectExpression' }>): string | null {
  for (const property of node.properties) {
    if (property.type !== 'Property') continue
    const key = nameOf(property.key)
    const value = constantOf(property.value)?.value
    if (key === 'name' && typeof value === 'string') return value
    if (key === 'instanceOf') return nameOf(property.value)
  }
  return null
}

/** `toBeCloseTo` counts decimal places; the others say the distance itself. */
function toleranceOf(name: string, args: readonly Argument[]): number | null {
  const given = args.at(name === 'toBeCloseTo' ? 1 : -1)
  const value = given === undefined ? undefined : constantOf(given)?.value
  if (name !== 'toBeCloseTo') return typeof value === 'number' ? value : null
  return 10 ** -(typeof value === 'number' ? value : 2) / 2
}

/** `assert.equal(a, 1)`, `t.is(a, 1)`, `assert(a === 1)`, `strictEqual(a, 1)`. */
function fromLibrary(source: Source, { root, links }: Chain, names: Names): Found | null {
  const local = nameOf(root)
  const last = links.at(-1)
  if (local === null || last === undefined || last.args === null) return null
  const imported = names.assertions.get(local)
  if (links.length === 1 && last.name === null && imported !== undefined)
    return fromFunction(source, imported, last.args)
  if (!names.libraries.has(local)) return null
  if (HOLD_MORE.includes(local) && links[0]?.name !== 'assert') return null
  if (last.name === null) return links.length === 1 ? fromFunction(source, 'ok', last.args) : null
  const isPlain = links
    .slice(0, -1)
    .every(({ name, args }) => args === null && (name === 'assert' || name === 'strict'))
  if (!isPlain || NO_ASSERTIONS.test(last.name)) return null
  return fromFunction(source, last.name, last.args)
}

function fromFunction(source: Source, name: string, args: readonly Argument[]): Found | null {
  if (name === 'fail' || name === 'unreachable')
    return { strength: 'equality', subject: 'fail', literals: [] }
  const [first, second] = args
  if (first === undefined) return null
  if (/^(?:ok|notOk|truthy|falsy|assert|true|false|isTrue|isFalse|isOk|pass)$/.test(name)) {
    const truth = truthOf(source, first)
    const isPinned = /^(?:true|false|isTrue|isFalse)$/.test(name) && truth.strength === 'truthiness'
    return {
      strength: isPinned ? 'equality' : truth.strength,
      tolerance: truth.tolerance,
      subject: source.textOf(first),
      literals: literalsOf(source, [first]),
    }
  }
  const isReversed = second !== undefined && constantOf(first) !== null && constantOf(second) === null
  const subject = isReversed ? second : first
  const rest = isReversed ? [first, ...args.slice(2)] : args.slice(1)
  return fromMatcher(source, {
    subject,
    matcher: {
      name,
      args: EXCEPTION_MATCHERS.has(name) || EXACT_NUMBER_MATCHERS.has(name) ? rest : rest.slice(0, 1),
    },
    isNegated: false,
  })
}

/** `x.should.equal(1)`, `request(app).get('/').expect(200)`, `cy.get('a').should('exist')`, `assertValid(x)`. */
function fromSubject(source: Source, chain: Chain, names: Names, node: Node): Found | null {
  const { root, links } = chain
  const should = links.findIndex(({ name }) => name === 'should' || name === 'expect')
  if (should >= 0 && should < links.length - 1 && links[should]?.args === null)
    return afterShould(source, chain, should, node)
  const last = links.at(-1)
  if (last === undefined || last.args === null) return null
  if (last.name === 'expect' || last.name === 'should') {
    const strength = last.args.length > 1 || last.name === 'expect' ? 'equality' : 'type'
    return { strength, subject: beforeLast(source, node), literals: literalsOf(source, last.args) }
  }
  const called = last.name ?? (links.length === 1 ? nameOf(root) : null)
  if (called === null || called === 'expect' || names.libraries.has(called) || last.args.length === 0)
    return null
  const isGivenTest = last.args.some((arg) => names.parents.has(nameOf(arg) ?? ''))
  if (!OPAQUE.test(called) && !isGivenTest) return null
  const literals = literalsOf(source, last.args)
  return { strength: 'equality', subject: source.textOf(node), literals, helper: called }
}

function afterShould(source: Source, { links }: Chain, should: number, node: Node): Found | null {
  const matcher = links
    .slice(should + 1)
    .findLast(({ name }) => name !== null && (!FLAGS.has(name) || isKnownMatcher(name)))
  if (matcher === undefined) return null
  const text = source.textOf(node)
  const strength = matcherStrength(matcher.name ?? '', (matcher.args ?? []).length > 0)
  const isNegated = links.some(({ name }) => name === 'not')
  return {
    strength: isNegated ? negated(strength, matcher.name ?? '') : strength,
    subject: text.slice(0, Math.max(0, text.lastIndexOf('.should'))),
    literals: literalsOf(source, matcher.args ?? []),
    ...(EXCEPTION_MATCHERS.has(matcher.name ?? '') && !isNegated
      ? exceptionOf(source, matcher.args ?? [])
      : {}),
  }
}

function beforeLast(source: Source, node: Node): string {
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression'
    ? source.textOf(node.callee.object)
    : source.textOf(node)
}

/** Where further assertions may stand below an expression that was looked at. */
export function partsToSearch(node: Node): readonly Node[] {
  const { root, links } = chainOf(node)
  const args = links.flatMap((link) => link.args ?? [])
  const hasBefore = ['expect', 'should'].includes(links.at(-1)?.name ?? '') && nameOf(root) !== 'expect'
  if (hasBefore && node.type === 'CallExpression' && node.callee.type === 'MemberExpression')
    return [node.callee.object, ...node.arguments]
  return [...(root.type === 'Identifier' ? [] : [root]), ...args]
}
