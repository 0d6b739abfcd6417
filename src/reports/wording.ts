import { oneLine, printable } from '../domain/printable.ts'

export { oneLine }

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A duration in its two largest units: `850 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function durationText(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`
  if (ms < MINUTE) return `${trimZero((Math.floor(ms / 100) / 10).toFixed(1))} s`
  if (ms < HOUR) return twoUnits(ms, { large: MINUTE, small: SECOND, names: ['min', 's'] })
  if (ms < DAY) return twoUnits(ms, { large: HOUR, small: MINUTE, names: ['h', 'min'] })
  return twoUnits(ms, { large: DAY, small: HOUR, names: ['d', 'h'] })
}

interface Units {
  readonly large: number
  readonly small: number
  readonly names: readonly [string, string]
}

function twoUnits(ms: number, { large, small, names }: Units): string {
  const rest = Math.floor((ms % large) / small)
  return `${Math.floor(ms / large)} ${names[0]}${rest === 0 ? '' : ` ${rest} ${names[1]}`}`
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, '')
}

/** An instant as every door shows it: ISO 8601 in UTC, to the second. */
export function instantText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** `1 run`, `3 runs`, `0 tries` where the plural is given. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`
}

export function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** A commit or tree as people read it. */
export function shortHash(hash: string): string {
  return hash.slice(0, 10)
}

/** Ends a sentence that another author may have ended already. */
export function sentence(text: string): string {
  const line = oneLine(text)
  return line === '' || /[.!?]$/.test(line) ? line : `${line}.`
}

const LONGEST_HEADLINE = 300

/** The first line that says something, cut where it goes on for too long: details may carry output with them. */
export function headline(text: string): string {
  const first =
    printable(text)
      .split('\n')
      .map(oneLine)
      .find((line) => line !== '') ?? ''
  const letters = Array.from(first)
  return letters.length <= LONGEST_HEADLINE ? first : `${letters.slice(0, LONGEST_HEADLINE).join('')}…`
}

export function lastLines(text: string, most: number): string {
  const lines = printable(text).trimEnd().split('\n')
  return lines.slice(-most).join('\n')
}
