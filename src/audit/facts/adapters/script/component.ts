import type { Adapter } from '../../adapter.ts'
import { outlineOf, type Outline, type Scope } from './outline.ts'
import { mayHoldMarkup } from './script-paths.ts'

/** Components of React and its likes: functions with a capital name that return markup. */
export const componentAdapter: Adapter = {
  id: 'script-component',
  version: 1,
  reads: mayHoldMarkup,
  read(file, found) {
    const outline = outlineOf(file)
    if (outline === null) return
    const isClient = hasDirective(outline, 'use client')
    for (const scope of new Set([...outline.markup].flatMap(componentOf))) {
      if (scope.node === null) continue
      const name = scope.name ?? 'default'
      found.fact('component', scope.node, { name, isClient }, { symbol: name })
    }
  },
}

export function hasDirective({ program }: Outline, words: string): boolean {
  return program.body.some((statement) => 'directive' in statement && statement.directive === words)
}

/** The nearest function that may be a component: markup in a callback belongs to who renders it. */
function componentOf(scope: Scope): readonly Scope[] {
  const line: Scope[] = []
  for (let next: Scope | null = scope; next !== null; next = next.parent) line.push(next)
  const named = line.filter(({ name }) => name !== null && /^[A-Z]\w*(?:\.render)?$|^default$/.test(name))
  return named.slice(0, 1)
}
