/** Falsehoods for a report, one at a time: whoever checks reports must notice each. */

export interface Falsehood {
  /** Where it was planted, e.g. `figures.runs.total`. */
  readonly place: string
  readonly planted: unknown
}

/** Fields of a hand-off that hold words, or the place and the time it was made at: what no event can show to be false. */
export const NOT_FIGURES =
  /^stateDirectory$|^asOf$|\.about$|\.excerpt$|\.notes\.\d+$|^next\.\d+\.why$|^unprovable\.(?:\d+|length)$/

/** Every copy of a JSON value in which one number, text, truth, list or null is another, and one with a field too many. */
export function falsehoods(value: unknown, place = ''): readonly Falsehood[] {
  if (typeof value === 'number') return [{ place, planted: value + 5000 }]
  if (typeof value === 'boolean') return [{ place, planted: !value }]
  if (typeof value === 'string') return [{ place, planted: falseText(value) }]
  if (value === null) return [{ place, planted: 1 }]
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    const longer = { place: `${place}.length`, planted: [...items, items.at(-1) ?? 'one more'] }
    const shorter = items.length === 0 ? [] : [{ place: `${place}.length`, planted: items.slice(1) }]
    const inner = items.flatMap((item, index) =>
      falsehoods(item, `${place}.${index}`).map((false_) => ({
        ...false_,
        planted: items.with(index, false_.planted),
      })),
    )
    return [longer, ...shorter, ...inner]
  }
  if (typeof value !== 'object') return []
  const inner = Object.entries(value).flatMap(([name, field]) =>
    falsehoods(field, place === '' ? name : `${place}.${name}`).map((false_) => ({
      ...false_,
      planted: { ...value, [name]: false_.planted },
    })),
  )
  return [{ place: `${place}.unheardOf`, planted: { ...value, unheardOf: 1 } }, ...inner]
}

/** Another digit where there is one, so that hashes and instants stay well formed. */
function falseText(text: string): string {
  const changed = text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10))
  return changed === text ? `${text} or not` : changed
}
