import { isCollection, isMap, isNode, isScalar, isSeq, type Document } from 'yaml'
import type { Range } from './diagnostic.ts'

/** Where a path stands in the text: its value, or the key that leads to it. Falls back to what encloses it. */
export function rangeOf(
  document: Document.Parsed,
  path: readonly PropertyKey[],
  part: 'key' | 'value',
): Range {
  let node: unknown = document.contents
  let found = rangeOfNode(node) ?? { start: document.range[0], end: document.range[0] + 1 }
  for (const [index, step] of path.entries()) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined
    const wantsKey = part === 'key' && index === path.length - 1
    node = pair === undefined ? itemOf(node, step) : pair.value
    const range = rangeOfNode(wantsKey && pair !== undefined ? pair.key : node) ?? rangeOfNode(pair?.key)
    if (range === null) break
    found = range
  }
  return found
}

/** What stands at one step below a node; nothing below an alias, which stands for itself. */
function itemOf(node: unknown, step: PropertyKey): unknown {
  return isSeq(node) && typeof step === 'number' ? node.items[step] : undefined
}

/** A collection is pointed at by its first character. */
function rangeOfNode(node: unknown): Range | null {
  if (!isNode(node) || !node.range) return null
  const [start, end] = node.range
  return { start, end: isCollection(node) ? start + 1 : end }
}
