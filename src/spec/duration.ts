const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
const PART = /(\d+)(ms|s|m|h)/g
const WHOLE = /^(?:\d+(?:ms|s|m|h))+$/

/** Milliseconds of a text such as `90s`, `10m` or `1h30m`; null when it is no duration. */
export function parseDuration(text: string): number | null {
  if (!WHOLE.test(text)) return null
  let total = 0
  for (const [, amount, unit] of text.matchAll(PART))
    total += Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS]
  return total
}

/** The shortest text that `parseDuration` reads as this many milliseconds. */
export function durationText(ms: number): string {
  let rest = ms
  let text = ''
  for (const unit of ['h', 'm', 's', 'ms'] as const) {
    const amount = Math.floor(rest / UNITS_MS[unit])
    if (amount > 0) text += `${amount}${unit}`
    rest -= amount * UNITS_MS[unit]
  }
  return text === '' ? '0s' : text
}
