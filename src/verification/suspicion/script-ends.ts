/** Code that ends the process, decides by the calendar, or runs data. */
import { ancestorsOf, childOf, childrenOf, everyNode, type SyntaxNode } from '../syntax/node.ts'
import { ENDS_BY_NAME, TEMPORARY } from './finding.ts'
import { textIn, type Names } from './script-names.ts'

/** A process that ends with another code than 0 makes no check green. */
export function endsProcess(node: SyntaxNode, names: Names): boolean {
  if (node.kind === 'AssignmentExpression')
    return names.pathOf(childOf(node, 'left')) === 'process.exitCode' && childOf(node, 'right')?.text === '0'
  if (node.kind !== 'CallExpression') return false
  const path = names.pathOf(childOf(node, 'callee')) ?? ''
  const [code] = childrenOf(node, 'arguments')
  if (path === 'process.kill') return names.pathOf(code) === 'process.pid' && !isMeant(node, names)
  if (!/^(?:process\.(?:exit|reallyExit)|Deno\.exit)$/.test(path)) return false
  return !/^[1-9]\d*$/.test(code?.text ?? '') && !isMeant(node, names)
}

function isMeant(node: SyntaxNode, names: Names): boolean {
  return ancestorsOf(node).some((outer) => {
    if (outer.kind === 'IfStatement') return isMain(childOf(outer, 'test')?.text ?? '')
    if (/^process\.(?:on|once)$/.test(names.pathOf(childOf(outer, 'callee')) ?? '')) {
      const [event] = childrenOf(outer, 'arguments')
      return /^(?:SIG\w+|disconnect|message)$/.test(textIn(event) ?? '')
    }
    return (
      /Function|VariableDeclarator|MethodDefinition|Property/.test(outer.kind) &&
      ENDS_BY_NAME.test(nameOf(outer))
    )
  })
}

/** Where a program was started, or asked to say something of itself and end. */
function isMain(test: string): boolean {
  return /import\.meta\.(?:main|url)|require\.main|^[^!]*(?:['"`.]|--)(?:help|version)\b[^!]*$/.test(test)
}

function nameOf(node: SyntaxNode): string {
  return childOf(node, 'id')?.text ?? childOf(node, 'key')?.text ?? ''
}

const NOW = /\bDate\.now\(\)|\bnew Date\(\)|\bnew Date\b(?!\()|\bDate\(\)|Temporal\.Now\b/
/** The first is in 2001, or 2001-09-09 in seconds: no distance between two times that a program measures. */
const EPOCH = 1_000_000_000
const YEARS = /^(?:19|20|21)\d\d$/

/** Names of a file that hold the time of day, and those that hold a date that is written down. */
export interface Times {
  readonly now: ReadonlySet<string>
  readonly written: ReadonlySet<string>
}

export function timesOf(nodes: readonly SyntaxNode[]): Times {
  const [now, written] = [new Set<string>(), new Set<string>()]
  for (const node of nodes.filter(({ kind }) => kind === 'VariableDeclarator')) {
    const [id, init] = [childOf(node, 'id'), childOf(node, 'init')]
    if (id?.kind !== 'Identifier' || init === undefined || /Function/.test(init.kind)) continue
    if (isWholly(init, NOW)) now.add(id.word)
    else if (isWritten(init)) written.add(id.word)
  }
  return { now, written }
}

export function decidesByDate(node: SyntaxNode, times: Times): boolean {
  if (node.kind !== 'BinaryExpression' || !/^(?:[<>]=?|[!=]==?)$/.test(node.word)) return false
  const sides = [childOf(node, 'left'), childOf(node, 'right')].filter((side) => side !== undefined)
  const isNow = (side: SyntaxNode): boolean =>
    NOW.test(side.text) ||
    everyNode(side).some(({ kind, word }) => kind === 'Identifier' && times.now.has(word))
  return sides.some(
    (side, index) =>
      isNow(side) &&
      sides.some(
        (other, at) =>
          at !== index && (isWritten(other) || isYear(side, other) || times.written.has(other.word)),
      ),
  )
}

/** The time itself, and not a distance from it. */
function isWholly({ kind, text }: SyntaxNode, pattern: RegExp): boolean {
  return pattern.test(text) && ['CallExpression', 'NewExpression', 'UnaryExpression'].includes(kind)
}

function isWritten(node: SyntaxNode): boolean {
  if (node.kind === 'NumberLiteral') return Number(node.text.replaceAll('_', '')) >= EPOCH
  if (node.kind === 'StringLiteral') return /^.(?:19|20|21)\d\d-\d\d/.test(node.text)
  const name = childOf(node, 'callee')?.text ?? ''
  const isDate = /^(?:Date|Date\.parse|Date\.UTC)$/.test(name) || /\.(?:getTime|valueOf)$/.test(name)
  if (!isDate) return node.kind === 'UnaryExpression' && node.children.some(isWritten)
  return (
    everyNode(node).some(
      (part) => /^['"]?(?:19|20|21)\d\d\b/.test(part.text) && part.children.length === 0,
    ) || childrenOf(node, 'arguments').some(isWritten)
  )
}

function isYear(now: SyntaxNode, other: SyntaxNode): boolean {
  return /get(?:UTC)?FullYear/.test(now.text) && other.kind === 'NumberLiteral' && YEARS.test(other.text)
}

export function runsData(node: SyntaxNode, names: Names): boolean {
  if (node.kind === 'ImportExpression')
    return isTemporary(childOf(node, 'source')) || isDataUrl(childOf(node, 'source'))
  if (/^(?:Import|Export\w+)Declaration$/.test(node.kind)) return isDataUrl(childOf(node, 'source'))
  if (!['CallExpression', 'NewExpression'].includes(node.kind)) return false
  const callee = childOf(node, 'callee')
  const path = names.pathOf(callee) ?? ''
  const [first] = childrenOf(node, 'arguments')
  if (path === 'require' || /createRequire\(/.test(callee?.text.slice(0, 40) ?? ''))
    return isTemporary(first) || NO_CODE.test(textIn(first) ?? '')
  if (makesFunction(callee) || childOf(callee ?? node, 'property')?.word === '_compile')
    return first !== undefined
  if (path === 'eval' || path === 'Function') return first !== undefined && !names.declared.has(path)
  if (/^(?:setTimeout|setInterval)$/.test(path))
    return first?.kind === 'StringLiteral' || first?.kind === 'TemplateLiteral'
  return /^vm\.(?:runIn\w+Context|Script|SourceTextModule|compileFunction)$/.test(path)
}

/** Files that nobody reads as code; CommonJS runs them as such. */
const NO_CODE = /^\.{1,2}\/.*\.(?:txt|md|markdown|log|dat|data|tmp|bak|orig)$/i

function isDataUrl(node: SyntaxNode | undefined): boolean {
  return /^['"`]data:/i.test(node?.text ?? '')
}

/** `(() => {}).constructor(text)`, `''.constructor.constructor(text)`: `Function` under another name. */
function makesFunction(callee: SyntaxNode | undefined): boolean {
  if (callee?.kind !== 'MemberExpression' || childOf(callee, 'property')?.word !== 'constructor') return false
  const object = childOf(callee, 'object')
  return /Function/.test(object?.kind ?? '') || childOf(object ?? callee, 'property')?.word === 'constructor'
}

function isTemporary(node: SyntaxNode | undefined): boolean {
  return (
    node !== undefined &&
    everyNode(node).some(({ text }) => TEMPORARY.test(text.replace(/^['"`]/, '')) || text === 'tmpdir')
  )
}
