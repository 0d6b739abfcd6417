/** Where faults can be planted in Python. */
import { childOfKind, type SyntaxNode } from '../syntax/node.ts'
import { callOf, unwrapped } from '../syntax/python.ts'
import { isLog, nextNumber, OPERATORS, quoted, site, type Site } from './site.ts'

const NO_PLACE = [
  ...[
    'import_statement',
    'import_from_statement',
    'future_import_statement',
    'type',
    'decorator',
    'case_pattern',
  ],
  ...[
    'global_statement',
    'nonlocal_statement',
    'type_alias_statement',
    'raise_statement',
    'type_parameter',
    'format_specifier',
  ],
]
const LITERALS = ['string', 'concatenated_string', 'integer', 'float', 'true', 'false', 'none']

export function pythonSites(root: SyntaxNode): readonly Site[] {
  const sites: Site[] = []
  const waiting = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isOut(node)) continue
    sites.push(...sitesAt(node))
    waiting.push(...node.children)
  }
  return sites
}

function isOut(node: SyntaxNode): boolean {
  if (NO_PLACE.includes(node.kind)) return true
  if (node.kind === 'if_statement') return node.children[1]?.text.includes('__name__') === true
  if (node.kind === 'assignment') return /^__\w+__$/.test(node.children[0]?.text ?? '')
  return isLog(callOf(node)?.name ?? '')
}

function sitesAt(node: SyntaxNode): readonly Site[] {
  switch (node.kind) {
    case 'comparison_operator':
    case 'binary_operator':
    case 'boolean_operator':
    case 'augmented_assignment':
      return node.children.flatMap(ofOperator)
    case 'not_operator':
    case 'unary_operator':
      return ofUnary(node)
    case 'if_statement':
    case 'elif_clause':
      return negated(node.children[1])
    case 'conditional_expression':
      return negated(node.children[2])
    case 'while_statement':
      return replaced(node.children[1], 'False', 'loop body skipped')
    case 'for_statement':
      return replaced(iterableOf(node), '()', 'loop body skipped')
    case 'return_statement':
      return ofReturned(node.children[1])
    case 'expression_statement':
      return ofStatement(node)
    default:
      return ofLiteral(node)
  }
}

function ofOperator(node: SyntaxNode): readonly Site[] {
  const operator = node.text.replaceAll(/\s+/g, ' ')
  if (node.kind !== operator) return []
  return (OPERATORS[operator] ?? []).flatMap((other) => replaced(node, other, `${operator} became ${other}`))
}

function ofUnary(node: SyntaxNode): readonly Site[] {
  const [operator, operand] = node.children
  if (operator === undefined || operand === undefined || !['not', '-'].includes(operator.kind)) return []
  return replaced(node, `(${operand.text})`, `${operator.kind} removed`)
}

function negated(test: SyntaxNode | undefined): readonly Site[] {
  if (test === undefined) return []
  return replaced(test, `(not (${test.text}))`, `condition ${quoted(test.text)} negated`)
}

function iterableOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.children[node.children.findIndex(({ kind }) => kind === 'in') + 1]
}

function ofReturned(value: SyntaxNode | undefined): readonly Site[] {
  if (value === undefined || LITERALS.includes(unwrapped(value).kind)) return []
  return replaced(value, 'None', `result ${quoted(value.text)} became None`)
}

/** An assignment to a name is left: without it there is no such name, which no test needs to notice. */
function ofStatement(node: SyntaxNode): readonly Site[] {
  const [only] = node.children
  if (only === undefined || node.children.length > 1) return []
  const done = only.kind === 'await' ? (only.children.at(-1) ?? only) : only
  if (done.kind === 'call') {
    const isSilent = isLog(callOf(done)?.name ?? '') || done.text.startsWith('super(')
    return isSilent ? [] : replaced(node, 'pass', `call ${quoted(done.text)} removed`)
  }
  const isPlaced = ['attribute', 'subscript'].includes(done.children[0]?.kind ?? '')
  const isAssignment = done.kind === 'assignment' && childOfKind(done, '=') !== undefined
  return isAssignment && isPlaced ? replaced(node, 'pass', `assignment ${quoted(done.text)} removed`) : []
}

function ofLiteral(node: SyntaxNode): readonly Site[] {
  switch (node.kind) {
    case 'true':
    case 'false': {
      const other = node.kind === 'true' ? 'False' : 'True'
      return replaced(node, other, `${node.text} became ${other}`)
    }
    case 'integer':
    case 'float': {
      const next = nextNumber(node.text)
      return next === null ? [] : replaced(node, next, `${node.text} became ${next}`)
    }
    case 'string':
      return isQuiet(node) ? [] : replaced(node, '""', `${quoted(node.text)} became empty`)
    default:
      return []
  }
}

/** Docstrings, what is said of a broken assertion, parts of other strings, and what is empty already. */
function isQuiet(node: SyntaxNode): boolean {
  if (node.children.length <= 2 || node.children[0]?.text.toLowerCase().includes('b') === true) return true
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (['string', 'assert_statement'].includes(outer.kind)) return true
    if (outer.kind === 'expression_statement')
      return outer.children.length === 1 && outer.text === wholeText(node)
    if (outer.kind === 'block') return false
  }
  return false
}

function wholeText(node: SyntaxNode): string {
  return node.parent?.kind === 'concatenated_string' ? node.parent.text : node.text
}

function replaced(node: SyntaxNode | undefined, replacement: string, description: string): readonly Site[] {
  return node === undefined ? [] : [site(node, { replacement, description })]
}
