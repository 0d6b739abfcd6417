/** What a package offers to others by a pattern or compiled; what it offers by its own name is found where it is named. */
import { posix } from 'node:path'
import type { Tree } from '../fixer.ts'
import { isCompiledFrom } from './compiled.ts'
import { descriptionIn } from './packages.ts'

const ENTRIES = ['main', 'module', 'browser', 'types', 'typings', 'bin', 'exports', 'unpkg', 'jsdelivr']

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
  const description = descriptionIn(text)
  if (description === null) return false
  if (ENTRIES.flatMap((key) => textsIn(description[key])).some((target) => isCompiledFrom(own(target), path)))
    return true
  if (description['private'] === true) return false
  return textsIn(description['exports']).some((target) => {
    if (!target.includes('*')) return false
    const parts = own(target)
      .split('*')
      .map((part) => RegExp.escape(part))
    return new RegExp(`^${parts.join('.+')}$`, 's').test(path)
  })
}

function own(target: string): string {
  return target.replace(/^\.\//, '')
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
