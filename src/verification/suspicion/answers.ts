/** Inputs that are looked up instead of worked out: `if (x === 17) return 42`, beside a rule for all the others. */
import { constantOf } from '../integrity/python/constant.ts'
import { ancestorsOf, childOf, childrenOf, everyNode, type SyntaxNode } from '../syntax/node.ts'

/** One branch that returns a literal for a literal. */
export interface Answer {
  readonly input: string
  readonly output: string
  /** Where the function begins that holds it. */
  readonly home: SyntaxNode
  readonly node: SyntaxNode
}

const LITERALS = ['StringLiteral', 'NumberLiteral', 'string', 'integer', 'float']
/** They say nothing about where they come from. */
const COMMON = /^(?:-?[0-2]|10|100|['"`]{0,2}.?['"`]{0,2})$/

export function answersIn(root: SyntaxNode): readonly Answer[] {
  return everyNode(root).flatMap((node) => {
    const home = ancestorsOf(node).find(({ kind }) => /[Ff]unction/.test(kind))
    const [test, outcome] = branchOf(node)
    const input = test === undefined ? undefined : literalIn(test)
    const output = outcome === undefined ? undefined : returned(outcome)
    if (home === undefined || input === undefined || output === undefined || !decidesElsewhere(home))
      return []
    return [{ input, output, home, node }]
  })
}

/** Those whose input and output stand side by side in a test. */
export function known(answers: readonly Answer[], tests: readonly string[]): readonly Answer[] {
  const lines = tests.flatMap((text) => text.split('\n'))
  return answers.filter(({ input, output }) => {
    if (COMMON.test(input)) return false
    const [one, other] = [bare(input), bare(output)]
    return lines.some((line) => holds(line, one) && holds(line, other))
  })
}

function bare(literal: string): string {
  return literal.replaceAll(/^['"]|['"]$/g, '')
}

function holds(line: string, word: string): boolean {
  const at = line.indexOf(word)
  if (at === -1) return false
  return !/\w/.test(line.charAt(at - 1)) && !/\w/.test(line.charAt(at + word.length))
}

function branchOf(node: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  if (node.kind === 'IfStatement') return [childOf(node, 'test'), childOf(node, 'consequent')]
  if (node.kind === 'if_statement' || node.kind === 'elif_clause')
    return [node.children[1], node.children.find(({ kind }) => kind === 'block')]
  return []
}

/** The literal that something is compared with. */
function literalIn(test: SyntaxNode): string | undefined {
  const isScript = test.kind === 'BinaryExpression' && /^===?$/.test(test.word)
  const isPython = test.kind === 'comparison_operator' && test.children[1]?.kind === '=='
  if (!isScript && !isPython) return undefined
  const literals = test.children.filter(({ kind }) => LITERALS.includes(kind))
  return literals.length === 1 ? literals[0]?.text : undefined
}

function returned(branch: SyntaxNode): string | undefined {
  const statements = ['BlockStatement', 'block'].includes(branch.kind) ? branch.children : [branch]
  const [only] = statements
  if (
    only === undefined ||
    statements.length > 1 ||
    !/^(?:ReturnStatement|return_statement)$/.test(only.kind)
  )
    return undefined
  const value = childOf(only, 'argument') ?? only.children[1]
  return value !== undefined && LITERALS.includes(value.kind) ? value.text : undefined
}

/** A function that only maps words to words says what it says; one that works something out has no need to. */
function decidesElsewhere(home: SyntaxNode): boolean {
  return everyNode(home).some((node) => {
    if (!/^(?:ReturnStatement|return_statement)$/.test(node.kind)) return false
    const value = childrenOf(node, 'argument')[0] ?? node.children[1]
    if (value === undefined || LITERALS.includes(value.kind)) return false
    return (
      !['Identifier', 'identifier', 'NullLiteral', 'none', 'BooleanLiteral', 'true', 'false'].includes(
        value.kind,
      ) && constantOf(value) === null
    )
  })
}
