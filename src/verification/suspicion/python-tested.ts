/** Python that asks whether it is being tested, or changes what belongs to the language or to the tests. */
import { ancestorsOf, childOfKind, everyNode, type SyntaxNode } from '../syntax/node.ts'
import { plainText, unwrapped } from '../syntax/python.ts'
import type { PythonNames } from './python-names.ts'
import { MACHINE_VARIABLE, RUNNER_NAME, RUNNER_PREFIX, RUNNER_VARIABLE, TEST_FOLDER } from './finding.ts'

const STACKS =
  /^(?:inspect\.(?:stack|currentframe|getouterframes)|sys\._getframe|traceback\.(?:extract_stack|format_stack|walk_stack))$/
const CONDITIONS = [
  'if_statement',
  'elif_clause',
  'while_statement',
  'conditional_expression',
  'comparison_operator',
]

export function asksWhetherTested(node: SyntaxNode, names: PythonNames): boolean {
  switch (node.kind) {
    case 'call':
      return (
        asksEnvironment(node, names) ||
        asksStack(node, names) ||
        asksModules(node, names) ||
        asksAllVariables(node, names) ||
        asksMark(node, names)
      )
    case 'subscript':
      return (
        names.dotted(node.children[0])?.endsWith('environ') === true && isVariable(node.children[2], names)
      )
    case 'comparison_operator':
      return asksByComparison(node, names)
    default:
      return false
  }
}

function isVariable(node: SyntaxNode | undefined, names: PythonNames): boolean {
  const name = names.text(node) ?? ''
  return RUNNER_VARIABLE.test(name) || MACHINE_VARIABLE.test(name)
}

function asksEnvironment(node: SyntaxNode, names: PythonNames): boolean {
  const call = names.call(node)
  return (
    /(?:environ\.(?:get|pop|setdefault)|(?:^|\.)getenv)$/.test(call?.name ?? '') &&
    isVariable(call?.args[0], names)
  )
}

function asksModules(node: SyntaxNode, names: PythonNames): boolean {
  const call = names.call(node)
  return (
    /^(?:sys\.)?modules\.get$/.test(call?.name ?? '') && RUNNER_NAME.test(names.text(call?.args[0]) ?? '')
  )
}

/** `any(name.startswith("PYTEST_") for name in os.environ)`. */
function asksAllVariables(node: SyntaxNode, names: PythonNames): boolean {
  const [callee] = node.children
  if (callee?.kind !== 'attribute' || !/\.(?:startswith|find|index|count)$/.test(callee.text)) return false
  return RUNNER_PREFIX.test(names.text(names.call(node)?.args[0]) ?? '')
}

/** `hasattr(sys, "_called_from_test")`. */
function asksMark(node: SyntaxNode, names: PythonNames): boolean {
  const call = names.call(node)
  const name = names.text(call?.args[1]) ?? ''
  return /^(?:hasattr|getattr)$/.test(call?.name ?? '') && call?.args[0]?.text === 'sys' && /test/.test(name)
}

function asksByComparison(node: SyntaxNode, names: PythonNames): boolean {
  const parts = everyNode(node)
  const texts = parts.map((part) => names.text(part) ?? '')
  const paths = parts.map((part) => names.dotted(part) ?? '')
  if (paths.some((name) => /^(?:sys\.modules)$/.test(name)))
    return texts.some((text) => RUNNER_NAME.test(text))
  if (paths.some((name) => /^(?:sys\.argv|sys\.orig_argv)$/.test(name)))
    return texts.some((text) => RUNNER_NAME.test(text) || (isPart(node) && TEST_FOLDER.test(text)))
  if (paths.some((name) => /^__main__\.__\w+__/.test(name)))
    return texts.some((text) => RUNNER_NAME.test(text))
  const isMembership = node.children.some(({ kind }) => kind === 'in' || kind === 'not in')
  return isMembership && paths.some((name) => name.endsWith('environ')) && isVariable(node.children[0], names)
}

/** `"x" in sys.argv[0]`: a part of a word, and not a word of the command line. */
function isPart({ children }: SyntaxNode): boolean {
  return children.some(({ kind }) => kind === 'in') && children.at(-1)?.kind === 'subscript'
}

/** A stack that a condition hangs on, or that is looked at in a function that names tests. */
function asksStack(node: SyntaxNode, names: PythonNames): boolean {
  if (!STACKS.test(names.call(node)?.name ?? '')) return false
  const around = ancestorsOf(node)
  const home = around.find(({ kind }) => kind === 'function_definition' || kind === 'module') ?? node
  const namesTests = everyNode(home).some(
    (part) => RUNNER_NAME.test(names.text(part) ?? '') || names.text(part) === 'test',
  )
  const condition = around.find(({ kind }) => CONDITIONS.includes(kind))
  const asked = condition?.kind === 'if_statement' ? condition.children[1] : condition
  const isAsked = asked !== undefined && everyNode(asked).includes(node)
  return namesTests || isAsked
}

/** Modules whose names nobody else may set. */
const FOREIGN =
  /^(?:builtins|__builtins__|unittest(?:\.\w+)*|pytest|_pytest(?:\.\w+)*|TestCase|numpy\.testing|np\.testing|time|datetime|random|subprocess|asyncio)\.\w+$|^sys\.(?:exit|modules|settrace|setprofile|meta_path)$|^os\.(?:_exit|kill|environ)$/

export function changesBuiltIns(node: SyntaxNode, names: PythonNames): boolean {
  switch (node.kind) {
    case 'assignment':
      return node.children.some(({ kind }) => kind === '=') && isForeign(node.children[0], names)
    case 'delete_statement':
      return isForeign(node.children[1], names)
    case 'call':
      return setsForeign(node, names)
    case 'function_definition':
      return /^pytest_[a-z]+/.test(childOfKind(node, 'identifier')?.text ?? '')
    default:
      return false
  }
}

function isForeign(node: SyntaxNode | undefined, names: PythonNames): boolean {
  if (node?.kind === 'subscript')
    return /^(?:sys\.modules|__builtins__|builtins\.__dict__)$/.test(names.dotted(node.children[0]) ?? '')
  const name = names.dotted(node) ?? ''
  return node?.kind === 'attribute' && FOREIGN.test(name) && !isOwnClass(node, name.split('.')[0] ?? '')
}

function isOwnClass(node: SyntaxNode, name: string): boolean {
  const statements = ancestorsOf(node).at(-1)?.children ?? []
  return statements.some(
    (one) => one.kind === 'class_definition' && childOfKind(one, 'identifier')?.text === name,
  )
}

/** Calls that set a name of their first argument. */
const SETTERS = /(?:^|\.)(?:setattr|delattr|__setattr__|__delattr__|patch\.object|patch\.multiple)$/

function setsForeign(node: SyntaxNode, names: PythonNames): boolean {
  const call = names.call(node)
  if (call === null) return false
  if (/(?:^|\.)patch$/.test(call.name ?? '')) return FOREIGN.test(names.text(call.args[0]) ?? '')
  if (!SETTERS.test(call.name ?? '')) return false
  const name = names.text(call.args[1]) ?? '_'
  return FOREIGN.test(`${names.dotted(call.args[0]) ?? '?'}.${name}`)
}

const ANSWERS: Readonly<Record<string, string>> = {
  __eq__: 'True',
  __ne__: 'False',
  __instancecheck__: 'True',
  __contains__: 'True',
}

/** A class whose values equal everything: its method says so without looking. */
export function equalsEverything(node: SyntaxNode, names: PythonNames): boolean {
  if (node.kind === 'assignment')
    return isAnswer({ name: node.children[0], value: node.children.at(-1) }, names)
  if (node.kind === 'pair') return isAnswer({ name: node.children[0], value: node.children.at(-1) }, names)
  if (node.kind === 'call' && names.call(node)?.name === 'setattr')
    return isAnswer({ name: names.call(node)?.args[1], value: names.call(node)?.args[2] }, names)
  if (node.kind !== 'function_definition') return false
  const answer = ANSWERS[childOfKind(node, 'identifier')?.text ?? '']
  const block = childOfKind(node, 'block')
  if (answer === undefined || block === undefined) return false
  const returned = everyNode(block).filter(({ kind }) => kind === 'return_statement')
  return returned.length > 0 && returned.every((part) => isAlways(part.children[1], answer))
}

const ALWAYS: Readonly<Record<string, RegExp>> = {
  True: /^(?:True|1|not False)$/,
  False: /^(?:False|0|not True)$/,
}

/** What is written, or compares something with itself. */
function isAlways(value: SyntaxNode | undefined, answer: string): boolean {
  if (value === undefined) return false
  const inner = unwrapped(value)
  if (ALWAYS[answer]?.test(plainText(inner)) === true) return true
  const [left, operator, right] = inner.children
  if (inner.kind !== 'comparison_operator' || left === undefined || right === undefined) return false
  const isSame = plainText(left) === plainText(right)
  return (
    isSame && (answer === 'True' ? /^(?:==|is|<=|>=)$/ : /^(?:!=|is not|<|>)$/).test(operator?.text ?? '')
  )
}

/** `__eq__ = lambda self, other: True`, in a class, a namespace or by `setattr`. */
function isAnswer(
  { name, value }: { readonly name: SyntaxNode | undefined; readonly value: SyntaxNode | undefined },
  names: PythonNames,
): boolean {
  const word = names.text(name) ?? names.dotted(name)?.split('.').at(-1) ?? ''
  const answer = Object.hasOwn(ANSWERS, word) ? ANSWERS[word] : undefined
  return answer !== undefined && value?.kind === 'lambda' && isAlways(value.children.at(-1), answer)
}
