/** Which assertion of a test stands in the place of which. */
import type { Assertion } from './test-file.ts'
import { bagOf, similarity } from './words.ts'

export type Pair = readonly [was: Assertion, is: Assertion]

export function withoutCommon(
  was: readonly Assertion[],
  is: readonly Assertion[],
): readonly [readonly Assertion[], readonly Assertion[]] {
  const left = [...is]
  const gone = was.filter((assertion) => {
    const at = left.findIndex(
      ({ text, strength }) => text === assertion.text && strength === assertion.strength,
    )
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  return [gone, left]
}

/** `close` are about the same thing or say nearly the same; `loose` only stand in each other's place. */
export function pairAssertions(
  was: readonly Assertion[],
  is: readonly Assertion[],
): { readonly close: readonly Pair[]; readonly loose: readonly Pair[]; readonly lost: readonly Assertion[] } {
  const left = [...is]
  const close: Pair[] = []
  const take = (assertion: Assertion, matches: (other: Assertion) => boolean): boolean => {
    const at = left.findIndex(matches)
    const [found] = at < 0 ? [] : left.splice(at, 1)
    if (found !== undefined) close.push([assertion, found])
    return found === undefined
  }
  const SAME: readonly ((one: Assertion, other: Assertion) => boolean)[] = [
    (one, other) => one.subject === other.subject && one.strength === other.strength,
    (one, other) => one.subject === other.subject,
    (one, other) => isPart(other.subject, one.subject),
    (one, other) =>
      one.helper === other.helper &&
      one.strength === other.strength &&
      similarity(bagOf(one.text), bagOf(other.text)) >= 0.75,
    (one, other) => one.helper === other.helper && similarity(bagOf(one.text), bagOf(other.text)) >= 0.75,
  ]
  let open = was
  for (const same of SAME)
    open = open.filter((assertion) => take(assertion, (other) => same(assertion, other)))
  const loose = open.slice(0, left.length).flatMap((assertion, index): Pair[] => {
    const other = left[index]
    return other === undefined ? [] : [[assertion, other]]
  })
  return { close, loose, lost: open.slice(left.length) }
}

/** `order` holds `order.total` and `order[0]`. */
export function isPart(whole: string, part: string): boolean {
  return part.startsWith(whole) && /^[.[?]/.test(part.slice(whole.length))
}
