import type { SgNode } from '@ast-grep/napi'
import type { Adapter, Findings } from '../../adapter.ts'
import { lastName } from './calls.ts'
import { foldText } from './literals.ts'
import { isPythonPath, pythonTree, spanOf, type PythonTree } from './python-tree.ts'
import { scopeAt } from './scope.ts'
import { settingsClasses } from './settings.ts'

/** Where fields of settings are asked for: `settings.page_limit`. `*` is all of them; `{}` an open part of a name. */
export const settingReadsAdapter: Adapter = {
  id: 'python-setting-reads',
  version: 1,
  reads: isPythonPath,
  read(file, found) {
    if (!/settings|config|Settings/.test(file.text)) return
    const tree = pythonTree(file)
    if (tree === null) return
    const objects = settingsObjects(tree)
    attributes(tree, objects, found)
    byName(tree, objects, found)
  },
}

/** How sure it is that a text names a settings object. */
type Objects = (text: string, offset: number) => number

const CALLED = /^(?:\w+\.)*(?:get_settings|load_settings|get_config|\w*Settings)\(.*\)$/s

function settingsObjects(tree: PythonTree): Objects {
  const names = new Map<string, number>()
  for (const node of tree.root.findAll({ rule: { kind: 'import_from_statement' } })) {
    const module = node.field('module_name')?.text() ?? ''
    for (const name of node.fieldChildren('name')) {
      const alias = name.field('alias')?.text() ?? name.text()
      const given = name.field('name')?.text() ?? name.text()
      if (/^(?:settings|config|conf|cfg)$/i.test(given)) names.set(alias, 1)
      // `from . import settings` is the module; its objects are one attribute further down.
      else if (/(?:^|[._])(?:settings|config)$/.test(module) && /^[a-z_]*(?:settings|config)$/.test(given))
        names.set(alias, 0.9)
    }
  }
  for (const { name, value, type } of tree.assignments) {
    if (/^\w+$/.test(name) && value?.kind() === 'call' && CALLED.test(value.text())) names.set(name, 1)
    else if (/^\w*Settings$/.test(type ?? '') && /^\w+$/.test(name)) names.set(name, 0.9)
    else if (/^self\.\w*(?:settings|config)$/.test(name)) names.set(name, 0.9)
  }
  for (const name of parameters(tree)) if (!names.has(name)) names.set(name, 0.9)
  const owners = settingsClasses(tree)
  const isInside = (offset: number) => owners.some(({ start, end }) => start <= offset && offset < end)
  return (text, offset) => {
    if (text === 'self' || text === 'cls') return isInside(offset) ? 1 : 0
    return names.get(text) ?? (text.length < 80 && CALLED.test(text) ? 1 : 0)
  }
}

/** Parameters whose type says that they are settings. */
function parameters(tree: PythonTree): string[] {
  const rule = {
    any: [{ kind: 'typed_parameter' }, { kind: 'typed_default_parameter' }],
    has: { field: 'type', regex: 'Settings' },
  }
  return tree.root
    .findAll({ rule })
    .flatMap((node) => node.field('name')?.text() ?? node.child(0)?.text() ?? [])
}

const WHOLE = /^(?:model_dump|model_dump_json|dict|json|copy|model_copy)$/

function attributes(tree: PythonTree, objects: Objects, found: Findings): void {
  for (const node of tree.root.findAll({ rule: { kind: 'attribute' } })) {
    const [base, name] = [node.field('object'), node.field('attribute')?.text()]
    if (base === null || name === undefined) continue
    const text = base.text()
    if (text.length > 80) continue
    const span = spanOf(node)
    const symbol = tree.symbolAt(span.start)
    const confidence = objects(text, span.start)
    if (confidence > 0 && !isWritten(node)) {
      found.fact('settingRead', span, { field: WHOLE.test(name) ? '*' : name }, { symbol, confidence })
      continue
    }
    // A group of settings: `settings.database.url`.
    const outer = base.kind() === 'attribute' ? base.field('object')?.text() : undefined
    const isGroup = outer !== undefined && objects(outer, span.start) > 0 && !isCalled(node)
    if (isGroup && !isWritten(node))
      found.fact('settingRead', span, { field: name }, { symbol, confidence: 0.8 })
  }
}

function isCalled(node: SgNode): boolean {
  const parent = node.parent()
  return parent?.kind() === 'call' && parent.field('function')?.id() === node.id()
}

function isWritten(node: SgNode): boolean {
  const parent = node.parent()
  return parent?.kind() === 'assignment' && parent.field('left')?.id() === node.id()
}

/** `getattr(settings, f"{channel}_sender")`, `vars(settings)`. */
function byName(tree: PythonTree, objects: Objects, found: Findings): void {
  for (const call of tree.calls) {
    if (!/^(?:getattr|hasattr|vars|dict|asdict)$/.test(lastName(call.name))) continue
    const [object, name] = call.args
    const span = spanOf(call.node)
    if (object === undefined || objects(object.text(), span.start) === 0) continue
    const symbol = tree.symbolAt(span.start)
    if (!/attr$/.test(call.name)) {
      found.fact('settingRead', span, { field: '*' }, { symbol, confidence: 0.9 })
      continue
    }
    const folded = foldText(name, scopeAt(tree, span.start))
    if (folded === null) found.unresolved('settingRead', span)
    else found.fact('settingRead', span, { field: folded.text }, { symbol, confidence: folded.confidence })
  }
}
