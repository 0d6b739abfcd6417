import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import { lastName, type PythonCall } from './calls.ts'
import { foldText, insideOf } from './literals.ts'
import { isPythonPath, pythonTree, spanOf, type Definition, type PythonTree } from './python-tree.ts'
import { roundsAround } from './scope.ts'

/** Variables of the environment that Python asks for by name. */
export const pythonEnvironmentAdapter: Adapter = {
  id: 'python-environment',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/environ|getenv|decouple|environs/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    for (const call of tree.calls) {
      const isReader = READERS.test(call.name) || (isOtherReader(call.name) && OTHERS.test(file.text))
      if (isReader)
        reading(
          tree,
          { node: call.node, name: call.args[0] ?? call.named.get('key'), hasDefault: givesDefault(call) },
          found,
        )
    }
    for (const node of tree.root.findAll({ rule: { kind: 'subscript' } })) subscript(tree, node, found)
    for (const node of tree.root.findAll({ rule: { kind: 'comparison_operator' } }))
      membership(tree, node, found)
  },
}

const READERS = /^(?:os\.)?(?:getenv|environb?\.(?:get|pop|setdefault))$/
const OTHERS = /^\s*(?:from|import) (?:decouple|environs?|starlette\.config)\b/m

/** Readers of decouple, environs, django-environ and starlette. */
function isOtherReader(name: string): boolean {
  return /^(?:config|env(?:\.(?:str|int|bool|float|list|url|db|json|path))?)$/.test(name)
}

interface Reading {
  readonly node: SgNode
  readonly name: SgNode | undefined
  readonly hasDefault: boolean
}

function givesDefault(call: PythonCall): boolean {
  const given = call.named.get('default') ?? call.args[1]
  if (lastName(call.name) === 'setdefault') return true
  return given !== undefined && given.text() !== 'None'
}

function reading(tree: PythonTree, { node, name, hasDefault }: Reading, found: Findings): void {
  const span = spanOf(node)
  const fallback = hasDefault || isOrLeft(node)
  const fact = (text: string, at: { start: number; end: number }, confidence: number) =>
    found.fact(
      'environmentRead',
      at,
      { name: text, by: 'python', hasDefault: fallback, isClient: false },
      { symbol: tree.symbolAt(at.start), confidence },
    )
  for (const round of roundsAround(tree, node)) {
    const folded = foldText(name, round)
    if (folded !== null && !folded.text.includes('{}')) {
      fact(folded.text, span, folded.confidence)
      continue
    }
    const calls = callersOf(tree, { name, offset: span.start })
    if (calls === null) found.unresolved('environmentRead', span)
    for (const call of calls ?? []) fact(call.name, spanOf(call.node), 0.9)
  }
}

/** `os.getenv("X") or "y"`. */
function isOrLeft(node: SgNode): boolean {
  const parent = node.parent()
  return (
    parent?.kind() === 'boolean_operator' &&
    parent.field('operator')?.text() === 'or' &&
    parent.field('left')?.id() === node.id()
  )
}

/** Names that a function of this file is called with, where it only hands its parameter on; null where one is not known. */
function callersOf(tree: PythonTree, given: { name: SgNode | undefined; offset: number }) {
  const around = tree.definitionAt(given.offset)
  if (given.name?.kind() !== 'identifier' || around?.kind !== 'function') return null
  const place = parameterPlace(around, given.name.text())
  const callers = tree.calls.filter(({ name }) => lastName(name) === around.name)
  if (place < 0 || callers.length === 0) return null
  const found = callers.flatMap((call) => {
    const argument = call.named.get(given.name?.text() ?? '') ?? call.args[place]
    return roundsAround(tree, call.node).map((round) => ({
      node: call.node,
      name: foldText(argument, round)?.text ?? null,
    }))
  })
  return found.every(isNamed) ? found.filter(isNamed) : null
}

function isNamed<Call extends { readonly name: string | null }>(
  call: Call,
): call is Call & { readonly name: string } {
  return call.name !== null && !call.name.includes('{}')
}

function parameterPlace(definition: Definition, name: string): number {
  const list = definition.node.field('parameters')
  const names = list === null ? [] : insideOf(list).map((node) => /^[*\w]+/.exec(node.text())?.[0] ?? '')
  return names.filter((one) => one !== 'self' && one !== 'cls').indexOf(name)
}

function subscript(tree: PythonTree, node: SgNode, found: Findings): void {
  if (!/^(?:os\.)?environb?$/.test(node.field('value')?.text() ?? '')) return
  const parent = node.parent()
  // `os.environ["X"] = "y"` and `del os.environ["X"]` give, they do not ask.
  const isTarget = parent?.kind() === 'assignment' && parent.field('left')?.id() === node.id()
  if (isTarget || parent?.kind() === 'delete_statement') return
  reading(tree, { node, name: node.field('subscript') ?? undefined, hasDefault: false }, found)
}

/** `"X" in os.environ`. */
function membership(tree: PythonTree, node: SgNode, found: Findings): void {
  if (!/\bin\s+(?:os\.)?environ$/.test(node.text())) return
  reading(tree, { node, name: insideOf(node)[0], hasDefault: true }, found)
}
