/** Where faults can be planted in JavaScript and TypeScript. */
import { childOf, type SyntaxNode } from '../syntax/node.ts'
import { isLog, nextNumber, OPERATORS, quoted, site, type Site } from './site.ts'

/** Parts of TypeScript that exist at run time. */
const AT_RUN_TIME =
  /^TS(?:AsExpression|SatisfiesExpression|NonNullExpression|InstantiationExpression|ParameterProperty|ExportAssignment)$/
const NO_PLACE = ['ImportDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'ThrowStatement']
const LITERALS = [
  'StringLiteral',
  'NumberLiteral',
  'BooleanLiteral',
  'NullLiteral',
  'TemplateLiteral',
  'Literal',
]

export function scriptSites(root: SyntaxNode, source: string): readonly Site[] {
  const sites: Site[] = []
  const waiting = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isOut(node)) continue
    sites.push(...sitesAt(node, source))
    waiting.push(...node.children)
  }
  return sites
}

function isOut(node: SyntaxNode): boolean {
  if (node.kind.startsWith('TS') && !AT_RUN_TIME.test(node.kind)) return true
  if (NO_PLACE.includes(node.kind)) return true
  if (node.kind === 'ExportNamedDeclaration' && childOf(node, 'source') !== undefined) return true
  if (node.kind === 'IfStatement')
    return childOf(node, 'test')?.text.replaceAll(/\s/g, '') === 'import.meta.main'
  const callee = childOf(node, 'callee')
  if (callee === undefined) return false
  if (node.kind === 'NewExpression') return callee.text.endsWith('Error')
  return node.kind === 'CallExpression' && isLog(callee.text)
}

function sitesAt(node: SyntaxNode, source: string): readonly Site[] {
  switch (node.kind) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return ofOperator(node, source)
    case 'UpdateExpression':
      return ofUpdate(node)
    case 'UnaryExpression':
      return ofUnary(node)
    case 'IfStatement':
    case 'ConditionalExpression':
      return negated(node)
    case 'WhileStatement':
    case 'ForStatement':
      return replaced(childOf(node, 'test'), 'false', 'loop body skipped')
    case 'ForOfStatement':
      return replaced(childOf(node, 'right'), '[]', 'loop body skipped')
    case 'ReturnStatement':
      return ofReturned(childOf(node, 'argument'))
    case 'ArrowFunctionExpression':
      return ofReturned(childOf(node, 'body'))
    case 'ExpressionStatement':
      return ofStatement(node)
    default:
      return ofLiteral(node)
  }
}

function ofOperator(node: SyntaxNode, source: string): readonly Site[] {
  const [left, right] = [childOf(node, 'left'), childOf(node, 'right')]
  if (left === undefined || right === undefined) return []
  // `in` is no operator of this table here: `not in` does not parse.
  const gap = withoutComments(source.slice(left.end, right.start))
  const at = gap.indexOf(node.word)
  if (at === -1) return []
  const start = left.end + at
  return (OPERATORS[node.word] ?? []).map((replacement) =>
    site(
      {
        start,
        end: start + node.word.length,
        line: left.line + gap.slice(0, at).split('\n').length - 1 + linesIn(left),
        parent: node,
      },
      { replacement, description: `${node.word} became ${replacement}` },
    ),
  )
}

function linesIn({ text }: SyntaxNode): number {
  return text.split('\n').length - 1
}

/** Comments as blanks, so that offsets stay. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
}

/** Not the step of a `for`: a loop that never ends is noticed by waiting, which costs time and says nothing. */
function ofUpdate(node: SyntaxNode): readonly Site[] {
  if (node.role === 'update') return []
  const [other] = OPERATORS[node.word] ?? []
  if (other === undefined) return []
  return replaced(node, node.text.replace(node.word, other), `${node.word} became ${other}`)
}

function ofUnary(node: SyntaxNode): readonly Site[] {
  const argument = childOf(node, 'argument')
  if (!['!', '-'].includes(node.word) || argument === undefined) return []
  return replaced(node, `(${argument.text})`, `${node.word} removed`)
}

function negated(node: SyntaxNode): readonly Site[] {
  const test = childOf(node, 'test')
  if (test === undefined) return []
  return replaced(test, `!(${test.text})`, `condition ${quoted(test.text)} negated`)
}

function ofReturned(value: SyntaxNode | undefined): readonly Site[] {
  if (value === undefined || LITERALS.includes(value.kind)) return []
  if (['BlockStatement', 'Identifier'].includes(value.kind) && /^(?:\{|undefined$)/.test(value.text))
    return []
  return replaced(value, 'null', `result ${quoted(value.text)} became null`)
}

function ofStatement(node: SyntaxNode): readonly Site[] {
  const expression = childOf(node, 'expression')
  if (expression === undefined) return []
  const done =
    expression.kind === 'AwaitExpression' ? (childOf(expression, 'argument') ?? expression) : expression
  const callee = childOf(done, 'callee')
  const isCall = done.kind === 'CallExpression' && callee?.kind !== 'Super'
  if (isCall && (callee === undefined || isLog(callee.text))) return []
  if (isCall) return replaced(node, ';', `call ${quoted(done.text)} removed`)
  const isAssignment = done.kind === 'AssignmentExpression' && done.word === '='
  return isAssignment ? replaced(node, ';', `assignment ${quoted(done.text)} removed`) : []
}

function ofLiteral(node: SyntaxNode): readonly Site[] {
  if (isName(node)) return []
  switch (node.kind) {
    case 'BooleanLiteral': {
      const other = node.text === 'true' ? 'false' : 'true'
      return replaced(node, other, `${node.text} became ${other}`)
    }
    case 'NumberLiteral': {
      const next = nextNumber(node.text)
      return next === null ? [] : replaced(node, next, `${node.text} became ${next}`)
    }
    case 'StringLiteral':
    case 'TemplateLiteral': {
      const isQuiet = node.text.length <= 2 || node.parent?.kind === 'TaggedTemplateExpression'
      const empty = `${node.text.charAt(0)}${node.text.charAt(0)}`
      return isQuiet ? [] : replaced(node, empty, `${quoted(node.text)} became empty`)
    }
    default:
      return []
  }
}

/** Names of properties, directives, enum members. */
function isName({ role, parent }: SyntaxNode): boolean {
  if (role === 'key' || role === 'id') return true
  return parent?.kind === 'ExpressionStatement'
}

function replaced(node: SyntaxNode | undefined, replacement: string, description: string): readonly Site[] {
  return node === undefined ? [] : [site(node, { replacement, description })]
}
