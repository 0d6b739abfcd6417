import { parseScript } from '../../../verification/syntax/script.ts'

const CONFIGURATION = /(?:^|\/)[jt]sconfig(?:\.[\w-]+)*\.json$/

export interface Block {
  readonly start: number
  readonly end: number
}

/**
 * Where a compiler configuration lists its aliases, null where it lists none. An alias that leads nowhere any more harms
 * nothing: whoever used it has been found as an importer.
 */
export function aliasBlock(path: string, text: string): Block | null {
  if (!CONFIGURATION.test(path)) return null
  // Comments and trailing commas may stand in it: in brackets it is a script like any other.
  const root = parseScript('aliases.js', `(${text})`)
  const found = [root].flatMap(function below(node): readonly Block[] {
    if (node === null) return []
    const [key, value] = node.children
    const isPaths = node.kind === 'Property' && key?.text.slice(1, -1) === 'paths' && value !== undefined
    return isPaths ? [{ start: value.start - 1, end: value.end - 1 }] : node.children.flatMap(below)
  })
  return found[0] ?? null
}
