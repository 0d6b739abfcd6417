/** What became of the assertions of one test. */
import { asksTheSameOfAPart, isContradicted, keepsItsValues, keepsItsWords } from './contradiction.ts'
import { MOST_ADDED, type Finding, type Mode, type RuleName } from './rules.ts'
import { STRENGTHS, type Assertion, type TestCase } from './test-file.ts'
import { isPart, pairAssertions, withoutCommon, type Pair } from './pair-assertions.ts'
import { writtenOut } from './tables.ts'
import { addedWords } from './words.ts'

export interface Comparison {
  readonly before: TestCase
  readonly after: TestCase
  /** Where the test is now. */
  readonly path: string
  readonly mode: Mode
  /** Texts of assertions that are new in other tests. */
  readonly elsewhere: ReadonlySet<string>
}

export function compareAssertions(comparison: Comparison): readonly Finding[] {
  const { before, after } = comparison
  const tabulated = writtenOut(after)
  const asked = before.assertions.filter(({ text, when }) => when !== null || !tabulated.has(text))
  const [was, left] = withoutCommon(asked, after.assertions)
  // What became a table is there row by row: what runs the rows stands in the place of nothing else.
  const isTable = tabulated.size > 0 && before.cases === 1
  const is = isTable ? left.filter(({ when }) => when !== null) : left
  const { close, loose, lost } = pairAssertions(was, is)
  const missing = lost.filter((assertion) => !isCovered(assertion, is, comparison))
  const isPure = addedWords(before.body, after.body) <= MOST_ADDED
  const meant = before.assertions.filter(({ strength }) => strength !== 'tautology')
  if (meant.length > 0 && after.assertions.length === 0 && missing.length > 0)
    return [
      finding(comparison, {
        rule: 'test-emptied',
        line: after.line,
        what: '',
        text: `asserts nothing any more; it had ${counted(meant.length, 'assertion')}`,
        lost: `${before.id} ${before.body}`,
        isPure,
      }),
    ]
  return [
    ...close.flatMap((pair) => comparePair(comparison, pair, isRewritten(pair, is, was))),
    ...loose.flatMap((pair) => compareReplaced(comparison, pair)),
    ...missing
      .filter(({ strength }) => strength !== 'tautology')
      .map((assertion) =>
        hasAlternative(assertion, comparison)
          ? noLongerConditional(comparison, assertion)
          : removed(comparison, assertion, isPure && is.length === 0),
      ),
  ]
}

/** More is asserted than before, at least as strongly: what one assertion says less may be said by another. */
function isRewritten([assertion, now]: Pair, is: readonly Assertion[], was: readonly Assertion[]): boolean {
  const strong = (all: readonly Assertion[]): number =>
    all.filter((one) => rankOf(one) <= rankOf(assertion)).length
  if (is.length <= was.length) return false
  return strong(is) >= strong(was) || is.some((one) => one !== now && saysMoreOf(one, assertion))
}

const LENGTH = STRENGTHS.indexOf('length')

/** A part of what was compared as a whole: its members and their number are as much. */
function saysMoreOf(one: Assertion, { subject }: Assertion): boolean {
  return rankOf(one) <= LENGTH && one.subject !== subject && one.subject.includes(subject)
}

/** It stood in one branch of a condition, and what the other branch asserted, as much, holds always now. */
function hasAlternative({ when }: Assertion, comparison: Comparison): boolean {
  if (when === null) return false
  const { before } = comparison
  const own = before.assertions.filter((one) => one.when === when)
  const others = before.assertions.filter((one) => one.when !== null && isOpposite(one.when, when))
  const always = alwaysAsserted(comparison)
  const strong = (all: readonly Assertion[]): number => all.filter((one) => rankOf(one) <= LENGTH).length
  return (
    others.length >= own.length &&
    strong(others) >= strong(own) &&
    others.every(({ text }) => always.has(text))
  )
}

function alwaysAsserted({ after }: Comparison): ReadonlySet<string> {
  return new Set(after.assertions.filter(({ when }) => when === null).map(({ text }) => text))
}

function isOpposite(one: string, other: string): boolean {
  return one === `!(${other})` || other === `!(${one})`
}

function noLongerConditional(comparison: Comparison, { subject, text, when }: Assertion): Finding {
  return finding(comparison, {
    rule: 'assertion-replaced',
    line: comparison.after.line,
    what: subject,
    text: `does not assert ${quoted(text)} any more, which it did if ${when}, but always what it did otherwise`,
    lost: text,
    isPure: false,
  })
}

function removed(comparison: Comparison, { subject, text, exception }: Assertion, isPure: boolean): Finding {
  return finding(comparison, {
    rule: 'assertion-removed',
    line: comparison.after.line,
    what: subject,
    text: `does not assert ${quoted(text)} any more`,
    lost: `${text} ${exception ?? ''}`,
    isPure,
  })
}

interface Said {
  readonly rule: RuleName
  readonly line: number
  /** What in the test it is about; empty for all of it. */
  readonly what: string
  readonly text: string
  readonly lost: string
  readonly became?: string
  readonly isPure: boolean
}

function finding({ path, after }: Comparison, { what, became, text, ...said }: Said): Finding {
  const subject = what === '' ? after.id : `${after.id}: ${what}`
  const now = became === undefined ? {} : { became: [became] }
  return { ...said, ...now, path, subject, text: `"${after.id}" ${text}`, test: after.id }
}

function quoted(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Said in another test, or as a part of something stronger in this one. */
function isCovered(
  { text, subject, literals, when }: Assertion,
  is: readonly Assertion[],
  comparison: Comparison,
): boolean {
  if (comparison.elsewhere.has(text)) return true
  if (when !== null && alwaysAsserted(comparison).has(text)) return true
  return is.some((other) => {
    if (other.strength === 'tautology') return false
    if (/[sS]napshot/.test(other.text)) return true
    if (isOpaque(other)) return comparison.mode === 'history'
    if (subject !== other.subject && isPart(other.subject, subject)) return true
    return (
      literals.length > 0 && other.literals.length > literals.length && isWithin(literals, other.literals)
    )
  })
}

function isOpaque({ helper, text }: Assertion): boolean {
  return helper !== null && !text.includes(': ')
}

function isWithin(few: readonly string[], many: readonly string[]): boolean {
  const left = [...many]
  return few.every((literal) => {
    const at = left.indexOf(literal)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

function rankOf({ strength }: Assertion): number {
  return STRENGTHS.indexOf(strength)
}

function comparePair(comparison: Comparison, [was, is]: Pair, hasMore: boolean): readonly Finding[] {
  const say = (rule: RuleName, text: string): readonly Finding[] => [
    finding(comparison, {
      ...{ rule, line: is.line, what: was.subject, text },
      ...{ lost: was.text, became: is.text, isPure: !hasMore },
    }),
  ]
  const both = `where ${quoted(was.text)} became ${quoted(is.text)}`
  if (is.strength === 'tautology')
    return was.strength === 'tautology'
      ? []
      : say('tautology', `asserts what cannot be false: ${quoted(is.text)}`)
  if (isOpaque(is) && comparison.mode === 'history') return []
  if (asksTheSameOfAPart(was, is)) return []
  const isOther = comparison.mode === 'history' && (isContradicted(was, is) || keepsItsValues(was, is))
  if (isOther) return say('value-changed', `expects another value, ${both}`)
  if (isWidened(was.exception, is.exception))
    return say('exception-widened', `lets more exceptions pass, ${both}`)
  if (rankOf(is) > rankOf(was))
    return say('assertion-weakened', `asserts less (${was.strength} became ${is.strength}), ${both}`)
  if (is.tolerance !== null && is.tolerance > (was.tolerance ?? 0) * 1.000_001)
    return say('tolerance-widened', `is content with a number that is further off, ${both}`)
  if (rankOf(is) < rankOf(was) || isWithin(was.literals, is.literals)) return []
  const isSaid = comparison.mode === 'history' && keepsItsWords(was, is)
  return isLoosened(was, is) && !isSaid
    ? say('value-loosened', `expects less of the value, ${both}`)
    : say('value-changed', `expects another value, ${both}`)
}

const GENERAL = ['Error', 'Exception', 'BaseException', 'Throwable']

function isWidened(was: string | null, is: string | null): boolean {
  if (was === null || is === null || was === is) return false
  return GENERAL.includes(is) && GENERAL.indexOf(is) > GENERAL.indexOf(was)
}

/** Words of what lets anything pass, which are no gain. */
const ALL =
  'expect any anything objectContaining stringContaining stringMatching arrayContaining ANY mock approx pytest String Number Object Boolean Array Date'
const ANYTHING =
  /\b(?:anything|any|objectContaining|stringContaining|stringMatching|arrayContaining|ANY|approx)\b/g

function isLoosened(was: Assertion, is: Assertion): boolean {
  const anythings = (text: string): number => (text.match(ANYTHING) ?? []).length
  const isFewer = is.literals.length < was.literals.length && addedWords(`${was.text} ${ALL}`, is.text) === 0
  if (isFewer && anythings(is.text) > anythings(was.text)) return true
  if (was.strength !== 'membership') return false
  if (isFewer && isWithin(is.literals, was.literals)) return true
  return (
    is.literals.length === was.literals.length &&
    is.literals.every((literal, at) => isShorter(was.literals[at], literal))
  )
}

/** A text of which less has to be there. */
function isShorter(was: string | undefined, is: string): boolean {
  if (was === undefined || was.length <= is.length || !is.startsWith('"')) return was === is
  return was.includes(is.slice(1, -1))
}

function compareReplaced(comparison: Comparison, [was, is]: Pair): readonly Finding[] {
  if (was.strength === 'tautology' || rankOf(is) <= rankOf(was)) return []
  const rule = is.strength === 'tautology' ? 'tautology' : 'assertion-replaced'
  const text =
    rule === 'tautology'
      ? `asserts what cannot be false: ${quoted(is.text)}`
      : `asserts ${quoted(is.text)} where it asserted ${quoted(was.text)}`
  return [
    finding(comparison, {
      ...{ rule, line: is.line, what: was.subject, text },
      ...{ lost: was.text, became: is.text, isPure: false },
    }),
  ]
}
