/** How much it says that a Python expression is true: `a == 1` as much as an equality, `len(a) >= 0` nothing. */
import { everyNode, type SyntaxNode } from '../../syntax/node.ts'
import { callOf, lastName, plainText, unwrapped } from '../../syntax/python.ts'
import { STRENGTHS, type Assertion, type Strength } from '../test-file.ts'
import { constantOf, truthOfConstant } from './constant.ts'

export type Claim = Pick<Assertion, 'strength' | 'tolerance' | 'subject' | 'literals'>

/** Calls whose result is a yes or no about what they are given. */
const CALLS: Readonly<Record<string, Strength>> = {
  ...named(
    'membership',
    'startswith endswith match search fullmatch issubset issuperset any all exists is_file',
  ),
  ...named('equality', 'array_equal equals samefile cmp'),
  ...named('type', 'isinstance issubclass hasattr callable'),
  ...named('equality', 'allclose isclose'),
}

function named(strength: Strength, names: string): Readonly<Record<string, Strength>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, strength]))
}

/** `assert False` marks a place that must not be reached. */
export const FAILURE: Claim = { strength: 'equality', tolerance: null, subject: 'fail', literals: [] }

/** What an expression claims when it is asserted; several claims when all of several must hold. */
export function claimsOf(node: SyntaxNode): readonly Claim[] {
  const inner = unwrapped(node)
  const truth = truthOfConstant(inner)
  if (truth === false) return [FAILURE]
  if (truth) return [claim(inner, 'tautology')]
  if (inner.kind !== 'boolean_operator' || inner.children[1]?.kind !== 'and') return [claimOf(inner)]
  return [inner.children[0], inner.children[2]].flatMap((side) => (side === undefined ? [] : claimsOf(side)))
}

function claimOf(node: SyntaxNode): Claim {
  switch (node.kind) {
    case 'boolean_operator':
      return { ...claim(node, weakest(node)), tolerance: null }
    case 'not_operator':
      return negated(node)
    case 'comparison_operator':
      return ofComparison(node)
    case 'call': {
      const strength = CALLS[lastName(callOf(node)?.name ?? null)] ?? 'truthiness'
      return { ...claim(node, strength), tolerance: toleranceIn(node) }
    }
    case 'await': {
      const awaited = node.children.at(-1)
      return awaited === undefined ? claim(node, 'truthiness') : claimOf(unwrapped(awaited))
    }
    default:
      return claim(node, 'truthiness')
  }
}

function claim(node: SyntaxNode, strength: Strength): Claim {
  return { strength, tolerance: null, subject: plainText(node), literals: literalsOf([node]) }
}

/** Of alternatives the one that says least. */
function weakest(node: SyntaxNode): Strength {
  const sides = [node.children[0], node.children[2]].flatMap((side) =>
    side === undefined ? [] : claimsOf(side),
  )
  return STRENGTHS[Math.max(0, ...sides.map(({ strength }) => STRENGTHS.indexOf(strength)))] ?? 'truthiness'
}

function negated(node: SyntaxNode): Claim {
  const operand = node.children.at(-1)
  if (operand === undefined) return claim(node, 'truthiness')
  const inner = claimOf(unwrapped(operand))
  const weaker = inner.strength === 'equality' || inner.strength === 'length' ? 'bound' : inner.strength
  return { ...inner, strength: weaker, subject: inner.subject }
}

function ofComparison(node: SyntaxNode): Claim {
  const [first, operator, second] = node.children
  if (first === undefined || operator === undefined || second === undefined || node.children.length > 3)
    return claim(node, node.children.every(({ kind }) => !/^[<>]/.test(kind)) ? 'equality' : 'bound')
  return compared(first, second, operator.text.replaceAll(/\s+/g, ' '))
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** What `one OPERATOR other` claims, the thing that is looked at on either side. */
export function compared(one: SyntaxNode, other: SyntaxNode, operator: string): Claim {
  const isReversed = isExpectation(one) && !isExpectation(other) && !operator.endsWith('in')
  const [subject, expected] = isReversed ? [other, one] : [one, other]
  const read = isReversed ? (MIRRORED[operator] ?? operator) : operator
  return {
    strength: strengthOf(subject, expected, read),
    tolerance: toleranceOf(subject, expected, read),
    subject: plainText(subject),
    literals: literalsOf([expected]),
  }
}

function isExpectation(node: SyntaxNode): boolean {
  return constantOf(node) !== null || isApprox(node)
}

function strengthOf(subject: SyntaxNode, expected: SyntaxNode, operator: string): Strength {
  if (isDecided(subject, expected, operator)) return 'tautology'
  switch (operator) {
    case '==':
    case 'is':
      return equality(subject)
    case '!=':
    case '<>':
    case 'is not':
      return expected.kind === 'none' ? 'truthiness' : 'bound'
    case 'in':
    case 'not in':
      return 'membership'
    default:
      return isDistance(subject, operator) && constantOf(expected) !== null ? 'equality' : 'bound'
  }
}

function equality(subject: SyntaxNode): Strength {
  if (isCallOf(subject, ['len'])) return 'length'
  return isCallOf(subject, ['type']) || subject.text.endsWith('.__class__') ? 'type' : 'equality'
}

/** Whether both sides leave no run in which the comparison is false. */
function isDecided(subject: SyntaxNode, expected: SyntaxNode, operator: string): boolean {
  if (constantOf(subject) !== null && constantOf(expected) !== null) return true
  if (/^(?:mock\.|unittest\.mock\.)?ANY$/.test(expected.text) && operator === '==') return true
  if (plainText(subject) === plainText(expected) && !everyNode(subject).some(({ kind }) => kind === 'call'))
    return true
  const bound = constantOf(expected)?.value
  if (!isCallOf(subject, ['len', 'abs'])) return false
  return (operator === '>=' && bound === 0) || (operator === '>' && bound === -1)
}

function toleranceOf(subject: SyntaxNode, expected: SyntaxNode, operator: string): number | null {
  if (isDistance(subject, operator)) {
    const bound = constantOf(expected)?.value
    return typeof bound === 'number' ? bound : null
  }
  const approx = everyNode(expected).find(isApprox)
  return approx === undefined ? null : toleranceIn(approx)
}

/** What `pytest.approx` allows where nothing is said. */
const PLAIN_APPROX = 1e-6

function toleranceIn(node: SyntaxNode): number | null {
  const call = callOf(node)
  if (call === null) return null
  const said = ['abs', 'rel', 'abs_tol', 'rel_tol', 'atol', 'rtol'].flatMap((name) => {
    const value = call.named.get(name)
    return value === undefined ? [] : [numberIn(value)]
  })
  if (isApprox(node)) said.push(...call.args.slice(1).map(numberIn))
  if (said.length > 0) return Math.max(...said)
  return isApprox(node) ? PLAIN_APPROX : null
}

/** A tolerance that cannot be told counts as one without end. */
export function numberIn(node: SyntaxNode): number {
  const value = constantOf(node)?.value
  return typeof value === 'number' ? value : Infinity
}

function isApprox(node: SyntaxNode): boolean {
  return isCallOf(node, ['approx'])
}

function isDistance(subject: SyntaxNode, operator: string): boolean {
  return ['<', '<='].includes(operator) && isCallOf(subject, ['abs', 'fabs'])
}

function isCallOf(node: SyntaxNode, names: readonly string[]): boolean {
  return names.includes(lastName(callOf(unwrapped(node))?.name ?? null))
}

const LITERALS = ['string', 'integer', 'float', 'true', 'false', 'none']

export function literalsOf(nodes: readonly SyntaxNode[]): readonly string[] {
  return nodes
    .flatMap(everyNode)
    .filter(({ kind }) => LITERALS.includes(kind))
    .map(plainText)
}
