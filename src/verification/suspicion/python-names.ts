/** What names of a Python file lead to: `e.get` after `from os import environ as e` is `os.environ.get`. */
import { importsOf } from '../integrity/python/imports.ts'
import { everyNode, type SyntaxNode } from '../syntax/node.ts'
import { callOf, stringValue, unwrapped, type PythonCall } from '../syntax/python.ts'

export interface PythonNames {
  /** `os.environ` for any way to write it; null for what is no chain of names. */
  dotted(node: SyntaxNode | undefined): string | null
  /** Null when the node is no call. */
  call(node: SyntaxNode | undefined): PythonCall | null
  /** A text that is written, in one piece or in several. */
  text(node: SyntaxNode | undefined): string | null
}

/** Modules of which it matters what is done with them, however they are called. */
const MATTERS = /^(?:os|sys|__main__|unittest|pytest|_pytest|builtins|inspect|traceback|importlib)(?:\.|$)/
const LOADS = /^(?:__import__|importlib\.import_module)$/

export function pythonNames(root: SyntaxNode): PythonNames {
  const aliases = new Map<string, string>()
  const texts = new Map<string, string>()
  const names = namesWith(aliases, texts)
  for (const { module, name, local } of importsOf(root)) {
    // `import os.path` gives `os`.
    const whole = name === null ? (local === module.split('.')[0] ? local : module) : `${module}.${name}`
    if (MATTERS.test(whole)) aliases.set(local, whole)
  }
  for (const node of everyNode(root).filter(({ kind }) => kind === 'assignment')) {
    const [left, right] = [node.children[0], node.children.at(-1)]
    if (left?.kind !== 'identifier' || right === undefined) continue
    const text = names.text(right)
    if (text !== null && text !== '') texts.set(left.text, text)
    const path = names.dotted(right)
    if (path !== null && MATTERS.test(path)) aliases.set(left.text, path)
  }
  return names
}

function namesWith(aliases: ReadonlyMap<string, string>, texts: ReadonlyMap<string, string>): PythonNames {
  const names: PythonNames = {
    dotted(node) {
      if (node === undefined) return null
      if (node.kind === 'call') {
        const loaded = names.call(node)
        return LOADS.test(loaded?.name ?? '') ? names.text(loaded?.args[0]) : null
      }
      if (node.kind === 'identifier' || node.kind === 'dotted_name') {
        const [root = '', ...rest] = node.text.replaceAll(/\s/g, '').split('.')
        return [aliases.get(root) ?? root, ...rest].join('.')
      }
      if (node.kind === 'subscript' && names.dotted(node.children[0]) === 'sys.modules')
        return names.text(node.children[2])
      if (node.kind !== 'attribute') return null
      const base = names.dotted(node.children[0])
      const last = node.children.at(-1)?.text
      return base === null || last === undefined ? null : `${base}.${last}`
    },
    call(node) {
      const call = callOf(node)
      return call === null ? null : { ...call, name: names.dotted(node?.children[0]) }
    },
    text(node) {
      if (node === undefined) return null
      const inner = unwrapped(node)
      if (inner.kind === 'identifier') return texts.get(inner.text) ?? null
      if (inner.kind !== 'binary_operator' || inner.children[1]?.kind !== '+') return stringValue(inner)
      const sides = [inner.children[0], inner.children[2]].map((side) => names.text(side))
      return sides.includes(null) ? null : sides.join('')
    },
  }
  return names
}
