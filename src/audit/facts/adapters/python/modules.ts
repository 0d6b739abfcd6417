import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import type { SourceFile } from '../../source-file.ts'
import { foldText, elementsOf, literalText } from './literals.ts'
import { isPythonPath, pythonTree, spanOf, type PythonTree } from './python-tree.ts'
import { roundsAround, scopeAt } from './scope.ts'

/** Modules of Python: what they import, and what they offer. */
export const pythonModulesAdapter: Adapter = {
  id: 'python-modules',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    const tree = pythonTree(file)
    if (tree === null) return
    const whole = { start: 0, end: Math.min(1, file.text.length) }
    found.fact('module', whole, { language: 'python', isTest: isPythonTest(file.path) })
    imports(tree, found)
    dynamicImports(tree, found)
    exports(tree, file, found)
  },
}

/** By the folders and names that pytest and unittest collect. */
export function isPythonTest(path: string): boolean {
  return /(?:^|\/)tests?\//.test(path) || /(?:^|\/)(?:test_[^/]*|[^/]*_tests?|conftest)\.py$/.test(path)
}

function imports(tree: PythonTree, found: Findings): void {
  const rule = { any: [{ kind: 'import_statement' }, { kind: 'import_from_statement' }] }
  for (const node of tree.root.findAll({ rule })) {
    const span = spanOf(node)
    const kind = isTypeOnly(node) ? ('type' as const) : ('static' as const)
    const symbol = tree.symbolAt(span.start)
    const names = node.fieldChildren('name').map(importedName)
    if (node.kind() === 'import_statement') {
      for (const specifier of names) found.fact('import', span, { specifier, kind, names: [] }, { symbol })
      continue
    }
    const specifier = (node.field('module_name')?.text() ?? '').replaceAll(/\s/g, '')
    const isAll = node.children().some((child) => child.kind() === 'wildcard_import')
    found.fact('import', span, { specifier, kind, names: isAll ? ['*'] : names }, { symbol })
  }
}

function importedName(node: SgNode): string {
  return ((node.kind() === 'aliased_import' ? node.field('name')?.text() : node.text()) ?? '').replaceAll(
    /\s/g,
    '',
  )
}

/** `if TYPE_CHECKING:` never runs. */
function isTypeOnly(node: SgNode): boolean {
  const conditions = node
    .ancestors()
    .filter((ancestor) => ancestor.kind() === 'if_statement')
    .map((ancestor) => ancestor.field('condition')?.text() ?? '')
  return conditions.some((condition) => /^(?:\w+\.)?TYPE_CHECKING$/.test(condition))
}

function dynamicImports(tree: PythonTree, found: Findings): void {
  for (const call of tree.calls) {
    if (!/^(?:importlib\.)?import_module$|^__import__$/.test(call.name)) continue
    const span = spanOf(call.node)
    const symbol = tree.symbolAt(span.start)
    for (const round of roundsAround(tree, call.node)) {
      const name = foldText(call.args[0], round)
      if (name === null || name.text.includes('{}')) found.unresolved('import', span)
      else {
        const columns = { specifier: name.text, kind: 'dynamic' as const, names: ['*'] }
        found.fact('import', span, columns, { symbol, confidence: name.confidence })
      }
    }
  }
}

function exports(tree: PythonTree, file: SourceFile, found: Findings): void {
  const listed = listedNames(tree)
  if (listed === 'open') found.unresolved('export', { start: 0, end: Math.min(1, file.text.length) })
  const isOffered = (name: string) =>
    typeof listed === 'string' ? !name.startsWith('_') : listed.includes(name)
  const seen = new Set<string>()
  const offer = (name: string, node: SgNode, kind: 'function' | 'class' | 'value') => {
    if (!isOffered(name) || seen.has(name)) return
    seen.add(name)
    found.fact('export', spanOf(node), { name, kind })
  }
  for (const { name, kind, node, owner } of tree.definitions) if (owner === null) offer(name, node, kind)
  for (const { name, node, owner } of tree.assignments)
    if (owner === null && /^\w+$/.test(name) && name !== '__all__') offer(name, node, 'value')
  again(tree, typeof listed === 'string' ? [] : listed.filter((name) => !seen.has(name)), found)
}

/** Names of `__all__` that come from other modules. */
function again(tree: PythonTree, names: readonly string[], found: Findings): void {
  const list = tree.assignments.find(({ name, owner }) => name === '__all__' && owner === null)
  if (list === undefined) return
  for (const name of names) found.fact('export', spanOf(list.node), { name, kind: 'again' })
}

function listedNames(tree: PythonTree): readonly string[] | 'none' | 'open' {
  const lists = tree.assignments.filter(({ name, owner }) => name === '__all__' && owner === null)
  if (lists.length === 0) return 'none'
  const names = lists.flatMap(({ value }) => elementsOf(value, scopeAt(tree, 0))?.map(literalText) ?? [null])
  return names.includes(null) ? 'open' : names.filter((name) => name !== null)
}
