/** What a package offers to others by a pattern; what it offers by name is found where it is named. */
import { posix } from 'node:path'
import type { Tree } from '../fixer.ts'

/** Why a file may be imported from outside of the tree; null when it cannot, or nobody says so. */
export function isPublic(tree: Tree, path: string): string | null {
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const description = posix.join(folder, 'package.json')
    const text = tree.text(description)
    if (text !== null)
      return offers(text, posix.relative(folder, path)) ? `is offered by ${description}` : null
    if (folder === '.') return null
  }
}

function offers(text: string, path: string): boolean {
  let description: { readonly private?: unknown; readonly exports?: unknown }
  try {
    description = Object(JSON.parse(text)) as typeof description
  } catch {
    return false
  }
  if (description.private === true) return false
  return textsIn(description.exports).some((target) => {
    if (!target.includes('*')) return false
    const parts = target
      .replace(/^\.\//, '')
      .split('*')
      .map((part) => RegExp.escape(part))
    return new RegExp(`^${parts.join('.+')}$`, 's').test(path)
  })
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
