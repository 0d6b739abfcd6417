/** When something is skipped: conditions as text, where one that cannot be false is none at all. */
import type { Node } from 'oxc-parser'
import type { Skip } from '../test-file.ts'
import { constantOf, type Source } from './syntax.ts'

/** `never` where the condition cannot be true. */
export type Condition = { readonly when: string | null } | 'never'

export function conditionOf(source: Source, node: Node, isTurnedRound = false): Condition {
  const constant = constantOf(node)
  if (constant !== null) return Boolean(constant.value) === isTurnedRound ? 'never' : { when: null }
  const text = source.textOf(node)
  return { when: isTurnedRound ? `!(${text})` : text }
}

export function skipWhen(
  condition: Condition,
  kind: Skip['kind'],
  reason: string | null = null,
): Skip | null {
  return condition === 'never' ? null : { kind, when: condition.when, reason }
}

/** Of several reasons to skip, the one that applies most often. */
export function strictest(skips: readonly (Skip | null)[]): Skip | null {
  const found = skips.filter((skip) => skip !== null)
  return found.find(({ when }) => when === null) ?? found[0] ?? null
}

/** What holds inside an `if`, for what is skipped there. */
export function under(skip: Skip, outer: string | null): Skip {
  if (outer === null) return skip
  return { ...skip, when: skip.when === null ? outer : `${outer}&&${skip.when}` }
}
