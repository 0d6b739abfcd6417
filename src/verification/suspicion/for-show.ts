/** Whether a question for CI only decides what people see: colours, spinners, prompts. */
import { ancestorsOf, childOf, everyNode, type SyntaxNode } from '../syntax/node.ts'
import { MACHINE_VARIABLE } from './finding.ts'
import type { Names } from './script-names.ts'

const SHOWN =
  /colou?r|spinner|progress|interactive|tty|animat|unicode|quiet|silent|verbose|prompt|ansi|banner|\blog/i
const SAYS = /^(?:console|process\.(?:stdout|stderr)|this\.log|log|logger|spinner|progress|chalk|ora)\b/

/** What could decide more than what is said. */
const DOES = /^(?:Assignment|Update|Await|Yield)Expression$|Function/

export function isForShow(node: SyntaxNode, names: Names): boolean {
  const path = names.pathOf(node) ?? ''
  if (!MACHINE_VARIABLE.test(path.slice(path.lastIndexOf('.') + 1))) return false
  return onlyShows(node, names)
}

/** A value that is for show: in a condition of what is only said, as an option of that name, or kept under such a name. */
function onlyShows(node: SyntaxNode, names: Names): boolean {
  const around = ancestorsOf(node)
  for (const outer of around) {
    if (outer.kind === 'IfStatement') return saysOnly(outer, names)
    if (outer.kind === 'Property') return isOption(outer)
    if (outer.kind === 'VariableDeclarator') return isKeptForShow(outer, names)
    if (!/^(?:Unary|Logical|Binary|Parenthesized)Expression$|^CallExpression$/.test(outer.kind)) return false
    if (outer.kind === 'CallExpression' && childOf(outer, 'callee')?.text !== 'Boolean') return false
  }
  return false
}

/** `ora({ isEnabled: true, color: !process.env.CI })` */
function isOption(property: SyntaxNode): boolean {
  const isGiven = property.parent?.parent?.kind === 'CallExpression'
  return isGiven && SHOWN.test(childOf(property, 'key')?.text ?? '')
}

/** Both branches do nothing but call what says something. */
function saysOnly(statement: SyntaxNode, names: Names): boolean {
  const branches = [childOf(statement, 'consequent'), childOf(statement, 'alternate')]
  const said = branches.flatMap((branch) =>
    branch === undefined ? [] : branch.kind === 'BlockStatement' ? branch.children : [branch],
  )
  if (said.length === 0 || everyNode(statement).some(({ kind }) => DOES.test(kind))) return false
  return said.every((one) => {
    const call = one.kind === 'ExpressionStatement' ? one.children[0] : undefined
    return call?.kind === 'CallExpression' && SAYS.test(names.pathOf(childOf(call, 'callee')) ?? '')
  })
}

/** Others cannot see the variable, and nothing in the file decides by it what it returns. */
function isKeptForShow(declarator: SyntaxNode, names: Names): boolean {
  const name = childOf(declarator, 'id')
  const around = ancestorsOf(declarator)
  if (name?.kind !== 'Identifier' || !SHOWN.test(name.word)) return false
  if (around.some(({ kind }) => kind.startsWith('Export'))) return false
  const root = around.at(-1) ?? declarator
  const uses = everyNode(root).filter(
    (one) => one.kind === 'Identifier' && one.word === name.word && one.start !== name.start,
  )
  return uses.every((use) => use.role !== 'local' && onlyShows(use, names))
}
