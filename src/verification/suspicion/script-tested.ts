/** Code that asks whether it is being tested, or where results are kept. */
import { ancestorsOf, childOf, everyNode, type SyntaxNode } from '../syntax/node.ts'
import { normalText } from '../integrity/normal-text.ts'
import {
  MACHINE_VARIABLE,
  REPORTS,
  RUNNER_NAME,
  RUNNER_PREFIX,
  RUNNER_VARIABLE,
  TEST_FOLDER,
  type Rule,
} from './finding.ts'
import { isForShow } from './for-show.ts'
import { destructured, textIn, type Names } from './script-names.ts'

const SEARCHES =
  /\.(?:includes|indexOf|match|matchAll|test|search|startsWith|endsWith|some|find|findIndex|every|split|exec)$/
const TEST_GLOBALS = ['describe', 'jest', 'vi', 'expect', 'beforeEach', 'suite']

export function testedRule(node: SyntaxNode, names: Names): Rule | null {
  if (node.kind === 'StringLiteral' || node.kind === 'TemplateElement')
    return REPORTS.test(node.text) && !isImported(node) ? 'touches-reports' : null
  return asks(node, names) ? 'asks-whether-tested' : null
}

function isImported({ parent }: SyntaxNode): boolean {
  return /^(?:Import|Export)/.test(parent?.kind ?? '')
}

function asks(node: SyntaxNode, names: Names): boolean {
  switch (node.kind) {
    case 'MemberExpression':
      return (asksByName(names.pathOf(node)) && !isForShow(node, names)) || isStack(node)
    case 'ObjectPattern':
      return destructured(node).some(
        ({ key, local }) => RUNNER_VARIABLE.test(key) || asksByName(names.pathOf(fake(local))),
      )
    case 'BinaryExpression':
      return asksMode(node, names) || asksArguments(node, names) || asksForKey(node, names)
    case 'SwitchStatement':
      return (
        isMode(names.pathOf(childOf(node, 'discriminant'))) &&
        node.children.some((part) => textIn(childOf(part, 'test')) === 'test')
      )
    case 'CallExpression':
      return asksArguments(node, names) || asksAllVariables(node) || asksCallers(node, names)
    case 'UnaryExpression': {
      const name = childOf(node, 'argument')?.word ?? ''
      return node.word === 'typeof' && TEST_GLOBALS.includes(name) && !names.declared.has(name)
    }
    default:
      return false
  }
}

/** A name as if it were written where it can be read. */
function fake(word: string): SyntaxNode {
  const nothing = { role: '', start: 0, end: 0, line: 0, parent: null, children: [] }
  return { ...nothing, kind: 'Identifier', word, text: word }
}

function asksByName(path: string | null): boolean {
  if (path === null) return false
  const last = path.slice(path.lastIndexOf('.') + 1)
  if (/^import\.meta\.(?:vitest|jest)$/.test(path) || /^__(?:vitest|jest)_?\w*__/.test(path)) return true
  if (/^import\.meta\.env\.(?:MODE|TEST)$/.test(path)) return path.endsWith('TEST')
  const isVariable = /(?:^|\.)env\.\w+$/i.test(path)
  return isVariable && (RUNNER_VARIABLE.test(last) || MACHINE_VARIABLE.test(last))
}

function isMode(path: string | null): boolean {
  return (
    path !== null && /(?:env\.(?:NODE_ENV|MODE|APP_ENV|RAILS_ENV|npm_lifecycle_event)|^NODE_ENV)$/.test(path)
  )
}

/** `NODE_ENV === 'test'`, but not `=== 'production'`. */
function asksMode(node: SyntaxNode, names: Names): boolean {
  if (!/^[!=]==?$/.test(node.word)) return false
  const sides = [childOf(node, 'left'), childOf(node, 'right')]
  const isTest = sides.some((side) => /^(?:test|testing)$/i.test(textIn(side) ?? ''))
  return isTest && sides.some((side) => isMode(names.pathOf(side)))
}

/** `'VITEST' in process.env`. */
function asksForKey(node: SyntaxNode, names: Names): boolean {
  const key = textIn(childOf(node, 'left')) ?? ''
  const path = names.pathOf(childOf(node, 'right')) ?? ''
  return (
    node.word === 'in' && path.endsWith('env') && (RUNNER_VARIABLE.test(key) || MACHINE_VARIABLE.test(key))
  )
}

/** The command line, searched for the name of a test runner or a test file. */
function asksArguments(node: SyntaxNode, names: Names): boolean {
  const parts = everyNode(node)
  const reads = parts.some((part) =>
    /^process\.(?:argv|argv0|execArgv|title|env\.NODE_OPTIONS|env\.npm_lifecycle_\w+)\b/.test(
      names.pathOf(part) ?? '',
    ),
  )
  if (!reads) return false
  const isAsked =
    node.kind === 'BinaryExpression' || SEARCHES.test(normalText(childOf(node, 'callee')?.text ?? ''))
  return (
    isAsked &&
    parts.some((part) => isLiteral(part) && (RUNNER_NAME.test(part.text) || NODE_TESTS.test(part.text)))
  )
}

/** Words of the options by which Node runs tests and reports them. */
const NODE_TESTS = /--test|\breporter\b/

/** `Object.keys(process.env).some((name) => name.startsWith('NODE_TEST'))`. */
function asksAllVariables(node: SyntaxNode): boolean {
  const callee = childOf(node, 'callee')
  if (!SEARCHES.test(normalText(callee?.text ?? ''))) return false
  return node.children.some((part) => RUNNER_PREFIX.test(textIn(part) ?? ''))
}

/** Who calls, or what was started, searched for a folder of tests. */
function asksCallers(node: SyntaxNode, names: Names): boolean {
  const callee = childOf(node, 'callee')
  if (!SEARCHES.test(normalText(callee?.text ?? ''))) return false
  const parts = everyNode(node)
  const isAbout = parts.some(
    (part) =>
      /(?:^|\.)getCallSites$/.test(names.pathOf(part) ?? '') ||
      /^process\.argv\[[01]\]$/.test(normalText(part.text)),
  )
  return isAbout && parts.some((part) => isLiteral(part) && TEST_FOLDER.test(part.text.slice(1, -1)))
}

function isLiteral({ kind }: SyntaxNode): boolean {
  return kind === 'StringLiteral' || kind === 'RegExpLiteral'
}

/** A stack that is searched for tests, or that a condition hangs on. */
function isStack(node: SyntaxNode): boolean {
  const object = childOf(node, 'object')
  if (childOf(node, 'property')?.word !== 'stack' || object === undefined) return false
  const around = ancestorsOf(node)
  const home = around.find(({ kind }) => /Function|^Program$/.test(kind))
  const searches = around.some(
    ({ kind, children: [callee] }) => kind === 'CallExpression' && SEARCHES.test(callee?.text ?? ''),
  )
  const isMade = /^new\b/.test(object.text) || isCaptured(object, home)
  const namesTests = everyNode(home ?? node).some((part) => isLiteral(part) && RUNNER_NAME.test(part.text))
  return (isMade || searches) && (namesTests || (isMade && (searches || isInCondition(node))))
}

/** `Error.captureStackTrace(place)`. */
function isCaptured(object: SyntaxNode, home: SyntaxNode | undefined): boolean {
  if (object.kind !== 'Identifier' || home === undefined) return false
  const captured = `Error.captureStackTrace(${object.word}`
  return everyNode(home).some(({ kind, text }) => kind === 'CallExpression' && text.startsWith(captured))
}

function isInCondition(node: SyntaxNode): boolean {
  return [node, ...ancestorsOf(node)].some(({ role, parent }) => role === 'test' && parent !== null)
}
