import type { SgNode } from '@ast-grep/napi'
import type { Adapter } from '../../adapter.ts'
import { asWritten, callOf, lastName } from './calls.ts'
import { foldText, literalText } from './literals.ts'
import { isPythonTest } from './modules.ts'
import { isPythonPath, pythonTree, qualifiedName, spanOf } from './python-tree.ts'
import type { Definition, PythonTree } from './python-tree.ts'
import { scopeAt } from './scope.ts'
import { basesOf } from './settings.ts'

/** Tests of pytest and unittest, with what they assert and why they are skipped. */
export const pythonTestsAdapter: Adapter = {
  id: 'python-tests',
  version: 1,
  reads: (path) => isPythonPath(path) && isPythonTest(path),
  read(file, found) {
    const tree = pythonTree(file)
    if (tree === null) return
    const asserts = assertOffsets(tree)
    const helpers = helperCounts(tree, asserts)
    const wholeSkip = moduleSkip(tree)
    for (const definition of tree.definitions) {
      const framework = frameworkOf(tree, definition)
      if (framework === null) continue
      const name = qualifiedName(definition) ?? definition.name
      const assertions = countIn(tree, { definition, asserts, helpers })
      const skip =
        skipOf(tree, definition) ??
        (definition.owner === null ? null : skipOf(tree, definition.owner)) ??
        wholeSkip
      found.fact('testCase', definition, { framework, name, assertions, skip }, { symbol: name })
    }
  },
}

/** Null for what no runner collects. */
function frameworkOf(tree: PythonTree, { kind, name, owner }: Definition): 'pytest' | 'unittest' | null {
  if (kind !== 'function' || !name.startsWith('test')) return null
  if (owner === null) return /^test_/.test(name) || /\bpytest\b/.test(tree.text) ? 'pytest' : null
  if (owner.kind !== 'class') return null
  if (basesOf(owner).some((base) => /TestCase$/.test(base))) return 'unittest'
  return owner.name.startsWith('Test') ? 'pytest' : null
}

function assertOffsets(tree: PythonTree): readonly number[] {
  const statements = tree.root
    .findAll({ rule: { kind: 'assert_statement' } })
    .map((node) => spanOf(node).start)
  return [
    ...statements,
    ...tree.calls.filter(({ name }) => ASSERTS.test(name)).map(({ node }) => spanOf(node).start),
  ]
}

const ASSERTS =
  /^(?:self|cls)\.(?:assert\w+|fail)$|^pytest\.(?:raises|warns|fail)$|^raises$|\.assert_(?:called|not_called|awaited|has_calls|any_call)\w*$/

/** A helper of another file, by its name alone: it counts once. */
const IMPORTED = /^_?assert(?:_|[A-Z])/

/** Functions of the file that assert, by name: a call of one counts as its assertions. */
function helperCounts(tree: PythonTree, asserts: readonly number[]): ReadonlyMap<string, number> {
  const helpers = tree.definitions.filter(({ kind, name }) => kind === 'function' && !name.startsWith('test'))
  return new Map(helpers.map((helper) => [helper.name, asserts.filter((at) => isIn(helper, at)).length]))
}

function isIn({ start, end }: Definition, offset: number): boolean {
  return start <= offset && offset < end
}

interface Counting {
  readonly definition: Definition
  readonly asserts: readonly number[]
  readonly helpers: ReadonlyMap<string, number>
}

function countIn(tree: PythonTree, { definition, asserts, helpers }: Counting): number {
  const own = asserts.filter((at) => isIn(definition, at)).length
  const called = tree.calls.filter(
    ({ name, node }) => isIn(definition, spanOf(node).start) && !ASSERTS.test(name),
  )
  return called.reduce(
    (sum, { name }) => sum + (helpers.get(lastName(name)) ?? (IMPORTED.test(lastName(name)) ? 1 : 0)),
    own,
  )
}

const SKIPS = /^(?:pytest\.mark\.|unittest\.|mark\.)?(?:skip|skipif|skipIf|skipUnless|xfail|expectedFailure)$/

/** Reason of a decorator or of a call that begins the body, after its condition; null for a test that runs. */
function skipOf(tree: PythonTree, definition: Definition): string | null {
  for (const decorator of definition.decorators) {
    const name = callOf(decorator)?.name ?? decorator.text()
    if (SKIPS.test(name)) return reasonOf(tree, decorator, name)
  }
  if (definition.kind !== 'function') return null
  const [first] = definition.node.field('body')?.namedChildren().filter(isCode) ?? []
  const call = callOf(first?.kind() === 'expression_statement' ? first.child(0) : null)
  return call !== null && /^(?:pytest\.(?:skip|xfail)|self\.skipTest)$/.test(call.name)
    ? reasonOf(tree, call.node, call.name)
    : null
}

function isCode(node: SgNode): boolean {
  return (
    node.kind() !== 'comment' &&
    !(node.kind() === 'expression_statement' && node.child(0)?.kind() === 'string')
  )
}

function reasonOf(tree: PythonTree, node: SgNode, name: string): string {
  const call = callOf(node)
  if (call === null) return lastName(name)
  const isConditional =
    /^(?:skipif|skipIf|skipUnless)$/.test(lastName(name)) ||
    (lastName(name) === 'xfail' && call.args.length > 0)
  const given = call.named.get('reason') ?? call.args[isConditional ? 1 : 0]
  const reason =
    foldText(given, scopeAt(tree, spanOf(node).start))?.text ?? (given === undefined ? '' : asWritten(given))
  const [condition] = call.args
  return isConditional && condition !== undefined
    ? `${lastName(name)} ${asWritten(condition)}: ${reason}`
    : reason
}

/** `pytestmark = pytest.mark.skip(...)`, and `pytest.skip(..., allow_module_level=True)`. */
function moduleSkip(tree: PythonTree): string | null {
  const mark =
    tree.assignments.find(({ name, owner }) => name === 'pytestmark' && owner === null)?.value ?? null
  const name = callOf(mark)?.name ?? mark?.text() ?? ''
  if (mark !== null && SKIPS.test(name)) return reasonOf(tree, mark, name)
  const whole = tree.calls.find(
    (call) => call.name === 'pytest.skip' && call.named.get('allow_module_level')?.text() === 'True',
  )
  return whole === undefined ? null : (literalText(whole.args[0]) ?? '')
}
