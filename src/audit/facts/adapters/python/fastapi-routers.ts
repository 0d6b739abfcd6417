import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import { asWritten, callOf, lastName, ownerName, type PythonCall } from './calls.ts'
import { dependenciesIn, listedDependencies } from './dependencies.ts'
import { foldText, literalText, type Scope } from './literals.ts'
import { isPythonPath, pythonTree, spanOf, type Assignment, type PythonTree } from './python-tree.ts'
import { roundsAround, scopeAt } from './scope.ts'

const MAKERS: ReadonlySet<string> = new Set(['FastAPI', 'APIRouter'])

/** Routers of FastAPI: where they are made, what is put into what, and types that carry dependencies. */
export const fastapiRoutersAdapter: Adapter = {
  id: 'fastapi-routers',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/FastAPI|APIRouter|include_router|Depends|\.mount\(/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    for (const assignment of tree.assignments) {
      router(tree, assignment, found)
      alias(assignment, found)
    }
    for (const call of tree.calls) {
      if (lastName(call.name) === 'include_router') include(tree, call, found)
      if (lastName(call.name) === 'mount' && call.args.length + call.named.size >= 2) mount(tree, call, found)
    }
  },
}

function router(tree: PythonTree, { name, value, start }: Assignment, found: Findings): void {
  const call = callOf(value)
  if (call === null || !MAKERS.has(lastName(call.name))) return
  const span = spanOf(call.node)
  const scope = scopeAt(tree, start)
  const prefix = prefixOf(call.named.get('prefix'), scope)
  const guards = listedDependencies(call.named.get('dependencies'), scope)
  if (prefix === null || guards === null || call.isSpread) found.unresolved('router', span)
  const columns = {
    ...{ framework: 'fastapi' as const, name, prefix: prefix?.text ?? '', guards: guards ?? [] },
    isApplication: lastName(call.name) === 'FastAPI',
  }
  const isWhole = prefix !== null && guards !== null && !call.isSpread
  const confidence = isWhole ? prefix.confidence : 0.5
  found.fact('router', span, columns, { symbol: tree.symbolAt(span.start), confidence })
}

function alias({ name, value, node, owner }: Assignment, found: Findings): void {
  if (owner !== null || value === null || value.kind() !== 'subscript') return
  if (!/^(?:\w+\.)?Annotated\b/.test(value.text())) return
  const guards = dependenciesIn(value)
  if (guards.length > 0) found.fact('dependencyAlias', spanOf(node), { name, guards })
}

/** Nothing given is an empty prefix; null is one that cannot be read. */
function prefixOf(node: SgNode | undefined, scope: Scope): { text: string; confidence: number } | null {
  if (node === undefined) return { text: '', confidence: 1 }
  const folded = foldText(node, scope)
  return folded === null || folded.text.includes('{}') ? null : folded
}

function include(tree: PythonTree, call: PythonCall, found: Findings): void {
  const span = spanOf(call.node)
  const given = call.args[0] ?? call.named.get('router')
  if (given === undefined) return found.unresolved('routerMount', span)
  for (const round of roundsAround(tree, call.node)) {
    const child = mountedName(given, round)
    const prefix = prefixOf(call.named.get('prefix') ?? call.args[1], round)
    const guards = listedDependencies(call.named.get('dependencies'), round)
    if (child === null || prefix === null || guards === null || call.isSpread)
      found.unresolved('routerMount', span)
    const columns = {
      ...{
        framework: 'fastapi' as const,
        parent: ownerName(call.name),
        child: child?.text ?? asWritten(given),
      },
      ...{ prefix: prefix?.text ?? '', guards: guards ?? [] },
    }
    const parts = [child, prefix, guards === null || call.isSpread ? null : { confidence: 1 }]
    const confidence = Math.min(...parts.map((part) => part?.confidence ?? 0.5))
    found.fact('routerMount', span, columns, { symbol: tree.symbolAt(span.start), confidence })
  }
}

/** Words for what is mounted, with variables of loops and modules loaded by name put in; null for other expressions. */
function mountedName(node: SgNode, scope: Scope): { text: string; confidence: number } | null {
  if (node.kind() === 'attribute') {
    const [base, last] = [node.field('object'), node.field('attribute')]
    const found = base === null ? null : mountedName(base, scope)
    return found === null || last === null ? null : { ...found, text: `${found.text}.${last.text()}` }
  }
  if (node.kind() !== 'identifier') return null
  const value = scope.valueOf(node.text())
  const loaded = callOf(value)
  if (loaded !== null && lastName(loaded.name) === 'import_module') {
    const module = foldText(loaded.args[0], scope)
    return module === null || module.text.includes('{}') ? null : { text: module.text, confidence: 0.8 }
  }
  const isElement = scope.isLooped && value?.kind() === 'identifier'
  const isPath = scope.isLooped && value?.kind() === 'attribute'
  return isElement || isPath ? { text: value.text(), confidence: 0.9 } : { text: node.text(), confidence: 1 }
}

/** `app.mount("/v1", sub_application)`; files that are served are no routes. */
function mount(tree: PythonTree, call: PythonCall, found: Findings): void {
  const span = spanOf(call.node)
  const [path, child] = [call.args[0] ?? call.named.get('path'), call.args[1] ?? call.named.get('app')]
  const prefix = literalText(path)
  if (prefix === null || child?.kind() !== 'identifier') return
  const columns = {
    framework: 'fastapi' as const,
    parent: ownerName(call.name),
    child: child.text(),
    prefix,
    guards: [],
  }
  found.fact('routerMount', span, columns, { symbol: tree.symbolAt(span.start), confidence: 0.9 })
}
