/**
 * Pairs of assertions of which the later one looks weaker and is not: it asks the same in another form, or it would have failed
 * with the value that was expected before, so that the behaviour must be another one.
 */
import type { Assertion } from './test-file.ts'

/** `expect(answer.status).toBe(200)` and `expect(answer).toMatchObject({ status: 200 })`. */
export function asksTheSameOfAPart(was: Assertion, is: Assertion): boolean {
  if (was.strength !== 'equality' || !was.subject.startsWith(`${is.subject}.`)) return false
  const [literal] = was.literals
  const path = was.subject.slice(is.subject.length + 1)
  if (was.literals.length !== 1 || literal === undefined || !/^[\w$]+$/.test(path)) return false
  const { text } = is
  return /toMatchObject\(\{/.test(text) && new RegExp(`[{,]"?${path}"?:${escaped(literal)}[,}]`).test(text)
}

export function isContradicted(was: Assertion, is: Assertion): boolean {
  if (was.subject !== is.subject || was.strength !== 'equality' || isNegative(is.text)) return false
  if (NOTHING.test(was.text)) return isAboutSomething(is)
  const [literal] = was.literals
  if (literal === undefined || was.literals.length !== 1 || is.strength !== 'membership') return false
  const isWhole = new RegExp(`[(,=]\\s?${escaped(literal)}\\)?$`).test(was.text)
  if (!isWhole || !literal.startsWith('"')) return false
  return OF_AN_OBJECT.test(is.text) || (is.literals.length === 1 && !mayHold(literal, is.literals[0]))
}

/** `toEqual({ a: 1, b: 2 })` and `toMatchObject({ a: 1, b: 2 })`: only members that nobody named may be there too. */
export function keepsItsValues(was: Assertion, is: Assertion): boolean {
  if (was.subject !== is.subject || was.strength !== 'equality' || !OF_AN_OBJECT.test(is.text)) return false
  const [named, left] = [spoken(was.literals).split(/\s+/), spoken(is.literals).split(/\s+/)]
  const keys = is.text.match(/\w+(?=:)/g) ?? []
  const isOfMembers = /[{[]/.test(was.text.slice(was.text.indexOf(was.subject) + was.subject.length))
  return (
    isOfMembers &&
    named.some((word) => word !== '') &&
    isWithin(named, [...left, ...keys]) &&
    !LESS.test(is.text)
  )
}

/** Only signs around its words differ: a text without its full stop is the same text. */
export function keepsItsWords(was: Assertion, is: Assertion): boolean {
  return was.literals.length === is.literals.length && spoken(was.literals) === spoken(is.literals)
}

const LESS = /\b(?:any|anything|\w+Containing|stringMatching)\(/
const NOTHING = /(?:toBeUndefined|toBeNull)\(\)$|[(,](?:undefined|null)\)$|(?:\bis|==) ?None$/
const SOMETHING = /(?:toBeDefined|toBeTruthy)\(\)$|is not None$/
const OF_AN_OBJECT = /toMatchObject\([{[]/

/** Falsy, or not something, is what nothing may be too. */
function isNegative(text: string): boolean {
  return /\.(?:not|never)\.|\bnot in\b|\bnot [^N]|Falsy|notOk|False/.test(text)
}

function isAboutSomething({ strength, text, exception }: Assertion): boolean {
  return exception === null && (['membership', 'length', 'type'].includes(strength) || SOMETHING.test(text))
}

/** Whether the text may hold the part. A pattern is not run, because it may take for ever: only one without choices can be told. */
function mayHold(text: string, part: string | undefined): boolean {
  if (part === undefined) return true
  if (part.startsWith('"')) return text.slice(1, -1).includes(part.slice(1, -1))
  const pattern = /^\/(.+)\/$/s.exec(part)?.[1]
  if (pattern === undefined) return true
  const plain = pattern.replaceAll(/\\[A-Za-z\d]/g, '.').replaceAll(/\\./g, ' ')
  if (/[|?*([{]/.test(plain)) return true
  return (plain.match(/\w{2,}/g) ?? []).every((word) => text.includes(word))
}

function isWithin(few: readonly string[], many: readonly string[]): boolean {
  const left = [...many]
  return few.every((word) => {
    const at = left.indexOf(word)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

function spoken(literals: readonly string[]): string {
  return literals.map((literal) => (literal.match(/\w+/g) ?? []).join(' ')).join('\n')
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`)
}
