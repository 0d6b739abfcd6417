/** Calls and names of Python, as far as the tree of one file tells. */
import type { SgNode } from '@ast-grep/napi'

export interface PythonCall {
  readonly node: SgNode
  /** What is called: a dotted name where it is one, else the text as written. */
  readonly name: string
  readonly args: readonly SgNode[]
  readonly named: ReadonlyMap<string, SgNode>
  /** Whether `*` or `**` adds arguments that cannot be seen. */
  readonly isSpread: boolean
}

interface Arguments {
  readonly args: readonly SgNode[]
  readonly named: ReadonlyMap<string, SgNode>
  readonly isSpread: boolean
}

/** Arguments are read at the first use: most calls are looked at by their names alone. */
export function pythonCall(node: SgNode): PythonCall {
  let read: Arguments | undefined
  const given = () => (read ??= argumentsOf(node.field('arguments')))
  return {
    node,
    name: withoutSpace(node.field('function')?.text() ?? ''),
    get args() {
      return given().args
    },
    get named() {
      return given().named
    },
    get isSpread() {
      return given().isSpread
    },
  }
}

/** Null where the node is no call. */
export function callOf(node: SgNode | null | undefined): PythonCall | null {
  return node?.kind() === 'call' ? pythonCall(node) : null
}

/** The last part of a dotted name. */
export function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** What stands before the last part; empty where nothing does. */
export function ownerName(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')))
}

/** On one line, as a reader would say it. */
export function asWritten(node: SgNode): string {
  return node.text().replaceAll(/\s+/g, ' ').trim()
}

function argumentsOf(list: SgNode | null): Arguments {
  const args: SgNode[] = []
  const named = new Map<string, SgNode>()
  let isSpread = false
  // A generator stands alone: `sum(x for x in y)`.
  const given = list === null ? [] : list.kind() === 'argument_list' ? list.namedChildren() : [list]
  for (const argument of given) {
    const kind = String(argument.kind())
    if (kind === 'comment') continue
    if (kind === 'list_splat' || kind === 'dictionary_splat') isSpread = true
    else if (kind === 'keyword_argument') {
      const [name, value] = [argument.field('name'), argument.field('value')]
      if (name !== null && value !== null) named.set(name.text(), value)
    } else args.push(argument)
  }
  return { args, named, isSpread }
}

function withoutSpace(text: string): string {
  return /\s/.test(text) && text.length < 400 ? text.replaceAll(/\s+/g, '') : text
}
