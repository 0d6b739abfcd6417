/** The same value with everything masked that must never be written: texts, names, and numbers that are secrets. */
export function maskValue(mask: (text: string) => string, value: unknown): unknown {
  if (typeof value === 'string') return mask(value)
  if (typeof value === 'number') {
    const text = String(value)
    return mask(text) === text ? value : mask(text)
  }
  if (Array.isArray(value)) return value.map((item) => maskValue(mask, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [mask(name), maskMember(mask, name, inner)]),
  )
}

/** A name may be what tells a secret: `"password": ...` is one by both together. */
function maskMember(mask: (text: string) => string, name: string, inner: unknown): unknown {
  if (typeof inner !== 'string') return maskValue(mask, inner)
  const lead = `"${name}": "`
  const whole = mask(lead + inner)
  return whole.startsWith(lead) ? whole.slice(lead.length) : maskValue(mask, inner)
}
