/** What matchers say, by name. A name that is not here counts as equality when it is given something to compare with. */
import type { Strength } from '../test-file.ts'

const BY_STRENGTH: Readonly<Partial<Record<Strength, string>>> = {
  equality: `toBe toEqual toStrictEqual toMatchSnapshot toMatchInlineSnapshot toMatchFileSnapshot toBeNull toBeUndefined toBeNaN
    toThrowErrorMatchingSnapshot toThrowErrorMatchingInlineSnapshot toHaveBeenCalledWith toHaveBeenLastCalledWith
    toHaveBeenNthCalledWith toHaveBeenCalledTimes toHaveBeenCalledOnce toHaveBeenCalledExactlyOnceWith toBeCloseTo
    equal equals eql eqls eq strictEqual deepEqual deepStrictEqual is same strictSame closeTo approximately snapshot
    null undefined true false NaN isTrue isFalse isNull isUndefined toEqualTypeOf calledOnceWith calledOnceWithExactly
    calledWithExactly calledOnce calledWith fail`,
  membership: `toContain toContainEqual toMatch toMatchObject toSatisfy toHaveClass toBeOneOf include includes contain contains
    contentType members match matches like satisfy satisfies oneOf keys key property hasAllKeys throwsAsync partialDeepStrictEqual
    toContainText hasProperties fileContains called`,
  length: 'toHaveLength toHaveCount length lengthOf size toHaveSize',
  type: `toBeInstanceOf toBeTypeOf instanceOf instanceof a an typeOf isArray isString isNumber isObject isFunction isBoolean
    toBeInTheDocument toBeVisible toBeDisabled toBeEnabled toBeChecked toBeEmpty toBeEmptyDOMElement toHaveBeenCalled
    toBeCalled toHaveReturned exist exists visible empty throw throws throwsError rejects toThrow toThrowError
    rejectedWith rejected reject fulfilled`,
  bound: `toBeGreaterThan toBeGreaterThanOrEqual toBeLessThan toBeLessThanOrEqual above below least most within gt gte lt lte
    greaterThan lessThan isAbove isBelow isAtLeast isAtMost notEqual notStrictEqual notDeepEqual notDeepStrictEqual not notSame`,
  truthiness: `toBeTruthy toBeFalsy toBeDefined ok notOk truthy falsy assert isOk isNotOk isDefined isNotNull pass
    doesNotThrow doesNotReject notThrows ifError error`,
}

const STRENGTH_OF: ReadonlyMap<string, Strength> = new Map(
  (Object.keys(BY_STRENGTH) as Strength[]).flatMap((strength) =>
    (BY_STRENGTH[strength] ?? '').split(/\s+/).map((name) => [name, strength] as const),
  ),
)

/** Words of a chain that only make it read well, or change what the real matcher means. */
export const FLAGS: ReadonlySet<string> = new Set(
  'to be been is that which and has have with at of but does still also not deep nested own ordered any all resolves rejects eventually should must soft poll'.split(
    ' ',
  ),
)

export const EXCEPTION_MATCHERS: ReadonlySet<string> = new Set([
  ...[
    'toThrow',
    'toThrowError',
    'throw',
    'throws',
    'throwsAsync',
    'Throw',
    'rejects',
    'reject',
    'rejectedWith',
  ],
  'rejected',
])

export const EXACT_NUMBER_MATCHERS: ReadonlySet<string> = new Set(['toBeCloseTo', 'closeTo', 'approximately'])

export function matcherStrength(name: string, hasArguments: boolean): Strength {
  return STRENGTH_OF.get(name) ?? (hasArguments ? 'equality' : 'type')
}

export function isKnownMatcher(name: string): boolean {
  return STRENGTH_OF.has(name) || EXCEPTION_MATCHERS.has(name)
}

/** What is left of a matcher when it is turned round: that something is not equal says little. */
export function negated(strength: Strength, matcher: string): Strength {
  if (['toBeNull', 'toBeUndefined', 'null', 'undefined', 'exist', 'throw'].includes(matcher))
    return 'truthiness'
  if (EXCEPTION_MATCHERS.has(matcher)) return 'truthiness'
  if (strength === 'equality') return /[cC]alled/.test(matcher) ? 'membership' : 'bound'
  return strength === 'length' ? 'bound' : strength
}
