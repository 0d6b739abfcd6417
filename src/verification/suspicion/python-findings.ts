import { handsOutLibrary, usesAnything } from './python-libraries.ts'
import { ancestorsOf, childOfKind, everyNode, type SyntaxNode } from '../syntax/node.ts'
import { callOf, dottedName, plainText, stringValue, unwrapped } from '../syntax/python.ts'
import {
  ENDS_BY_NAME,
  isStarted,
  outermost,
  REPORTS,
  statements,
  TEMPORARY,
  type Finding,
  type Rule,
} from './finding.ts'
import { pythonNames, type PythonNames } from './python-names.ts'
import { asksWhetherTested, changesBuiltIns, equalsEverything } from './python-tested.ts'

export function pythonFindings(path: string, root: SyntaxNode): readonly Finding[] {
  const nodes = everyNode(root)
  const names = pythonNames(root)
  const times = timesOf(nodes)
  const started = isStarted({ path, text: root.text })
  const ruleOf = (node: SyntaxNode): Rule | null => {
    if (node.kind === 'string_content') return REPORTS.test(node.text) ? 'touches-reports' : null
    if (asksWhetherTested(node, names)) return 'asks-whether-tested'
    if (changesBuiltIns(node, names)) return 'changes-built-ins'
    if (handsOutLibrary(node, names)) return 'hands-out-library'
    if (equalsEverything(node, names) || usesAnything(node, names)) return 'equals-everything'
    if (!started && endsProcess(node, names)) return 'ends-process'
    if (decidesByDate(node, times)) return 'decides-by-date'
    return runsData(node, names) ? 'runs-data' : null
  }
  const statementOf = statements(plainText)
  return outermost(nodes, ruleOf).map(({ rule, node }) => ({
    rule,
    subject: plainText(node),
    statement: statementOf(node),
    line: node.line,
  }))
}

function endsProcess(node: SyntaxNode, names: PythonNames): boolean {
  const raised = node.kind === 'raise_statement' ? node.children[1] : undefined
  const isExit = raised !== undefined && /^SystemExit\b/.test(raised.text)
  const call = names.call(node)
  const isCall = /^(?:sys\.exit|exit|quit|os\._exit)$/.test(call?.name ?? '')
  const isKilled = call?.name === 'os.kill' && call.args[0]?.text.startsWith('os.getpid') === true
  if (!isExit && !isCall && !isKilled) return false
  const code = (isExit ? names.call(raised) : call)?.args[0]
  // Text as the code of an exit means 1.
  const isFailure = !isKilled && code !== undefined && (/^[1-9]\d*$/.test(code.text) || isText(code))
  return !isFailure && !isMeant(node)
}

function isText(node: SyntaxNode): boolean {
  return ['string', 'concatenated_string'].includes(unwrapped(node).kind)
}

function isMeant(node: SyntaxNode): boolean {
  return ancestorsOf(node).some((outer) => {
    if (outer.kind === 'if_statement') return outer.children[1]?.text.includes('__name__') === true
    return (
      outer.kind === 'function_definition' && ENDS_BY_NAME.test(childOfKind(outer, 'identifier')?.text ?? '')
    )
  })
}

const NOW =
  /^(?:(?:dt|datetime|date)\.)*(?:now|utcnow|today)$|^time\.(?:time|time_ns|gmtime|localtime)$|^timezone\.now$/
const DATES = /^(?:(?:dt|datetime)\.)*(?:datetime|date)$|\.(?:fromisoformat|strptime|fromtimestamp)$/
/** In 2001: no distance between two times that a program measures. */
const EPOCH = 1_000_000_000

interface Times {
  readonly now: ReadonlySet<string>
  readonly written: ReadonlySet<string>
}

function timesOf(nodes: readonly SyntaxNode[]): Times {
  const [now, written] = [new Set<string>(), new Set<string>()]
  for (const node of nodes.filter(({ kind }) => kind === 'assignment')) {
    const [name, value] = [node.children[0], node.children.at(-1)]
    if (name?.kind !== 'identifier' || value?.kind !== 'call') continue
    if (NOW.test(callOf(value)?.name ?? '')) now.add(name.text)
    else if (isWritten(value)) written.add(name.text)
  }
  return { now, written }
}

function decidesByDate(node: SyntaxNode, times: Times): boolean {
  if (node.kind !== 'comparison_operator') return false
  const [left, , right] = node.children
  const sides = [left, right].filter((side) => side !== undefined)
  return sides.some((side, index) => {
    const other = sides[1 - index]
    if (other === undefined || !isNow(side, times)) return false
    const isYear = /\.(?:year|tm_year)$/.test(side.text) && /^(?:19|20|21)\d\d$/.test(other.text)
    return isYear || isWritten(other) || times.written.has(other.text)
  })
}

function isNow(node: SyntaxNode, times: Times): boolean {
  return everyNode(node).some(
    (part) => NOW.test(callOf(part)?.name ?? '') || (part.kind === 'identifier' && times.now.has(part.text)),
  )
}

function isWritten(node: SyntaxNode): boolean {
  if (node.kind === 'integer' || node.kind === 'float') return Number(node.text.replaceAll('_', '')) >= EPOCH
  if (/^\d{4}-\d\d/.test(stringValue(node) ?? '')) return true
  const call = callOf(node)
  if (call === null || !DATES.test(call.name ?? '')) return false
  const [first] = call.args
  return (
    first !== undefined &&
    (/^(?:19|20|21)\d\d$/.test(first.text) || /^\d/.test(stringValue(first) ?? '') || isWritten(first))
  )
}

/** Loads a file as code that is not called like code, or code that nobody can read. */
const LOADERS =
  /(?:^|\.)(?:SourceFileLoader|SourcelessFileLoader|spec_from_file_location|load_source|run_path)$/
const RUNNERS = /^(?:builtins\.)?(?:eval|exec)$/

function runsData(node: SyntaxNode, names: PythonNames): boolean {
  if (node.kind === 'identifier') return isKept(node)
  const call = callOf(node)
  if (call === null) return false
  if (RUNNERS.test(call.name ?? '')) return call.args.length > 0
  if (/^marshal\.loads?$/.test(call.name ?? '')) return true
  if (call.name === 'getattr' && RUNNERS.test(names.text(call.args[1]) ?? '')) return true
  if (LOADERS.test(call.name ?? '') && call.args.some((arg) => isNoCode(names.text(arg)))) return true
  const isLoading =
    /^(?:sys\.path\.(?:insert|append)|runpy\.run_path|importlib\.util\.spec_from_file_location)$/.test(
      call.name ?? '',
    )
  return isLoading && call.args.some((arg) => everyNode(arg).some(isTemporary))
}

/** `run = exec`: under another name it could be called unseen. */
function isKept({ text, parent }: SyntaxNode): boolean {
  return (
    /^(?:eval|exec)$/.test(text) && /^(?:assignment|argument_list|list|tuple|pair)$/.test(parent?.kind ?? '')
  )
}

/** A path whose end is not that of a Python file. */
function isNoCode(text: string | null): boolean {
  return text !== null && /[./]/.test(text) && /\.\w+$/.test(text) && !text.endsWith('.py')
}

function isTemporary(node: SyntaxNode): boolean {
  return TEMPORARY.test(stringValue(node) ?? '') || dottedName(node) === 'tempfile.gettempdir'
}
