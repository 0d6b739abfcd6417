/** What a test file says, whatever its language and framework: the common ground on which two versions are compared. */

/** From strongest to weakest (test integrity: an assertion must not move towards the end of this list). */
export const STRENGTHS = [
  'equality',
  'membership',
  'length',
  'type',
  'bound',
  'truthiness',
  /** It cannot fail: `assert True`, `expect(1).toBe(1)`, `len(x) >= 0`. */
  'tautology',
] as const
export type Strength = (typeof STRENGTHS)[number]

export interface Assertion {
  readonly strength: Strength
  /** Source text with white space normalised. */
  readonly text: string
  /** What is looked at, without matcher and expected value, normalised: pairs assertions of two versions. */
  readonly subject: string
  /** Expected literals, as source text. */
  readonly literals: readonly string[]
  /** How far a number may be off (absolute or relative, as written); null where it must be exact. */
  readonly tolerance: number | null
  /** Name of the exception type expected; null where the assertion is about no exception. */
  readonly exception: string | null
  /**
   * The function that holds it when the body only calls that: one of the same file, whose assertions then count, or one from
   * elsewhere that is named like an assertion (`assertValid`, `expect_rows`), which counts as one equality.
   */
  readonly helper: string | null
  /** The condition under which the test asserts it, as source text; null means always. */
  readonly when: string | null
  readonly line: number
}

/** `when` is the condition as source text; null means always. */
export interface Skip {
  readonly kind: 'skip' | 'todo' | 'expected-failure'
  readonly when: string | null
  readonly reason: string | null
}

/** One row of a table of values: what stands for each name of the test's parameters. */
export type Row = ReadonlyMap<string, string>

export interface TestCase {
  /** `suite > name`; parametrised tests keep their template. */
  readonly id: string
  readonly line: number
  /**
   * Those that can fail the test. What no run reaches (after an unconditional `return`, under `if False`) is left out; what is
   * swallowed (a `try` whose handler does nothing) is there as a tautology.
   */
  readonly assertions: readonly Assertion[]
  readonly skip: Skip | null
  /** Retries asked for beyond the first try. */
  readonly retries: number
  /** Normalised source of the body, for pairing renamed tests. */
  readonly body: string
  /** How many cases a parametrised test lists; 1 otherwise; null when it cannot be told. */
  readonly cases: number | null
  /** The values of those cases, as source text by the names that take them, where all of them are written. */
  readonly rows?: readonly Row[]
}

/** `import { name as local } from 'module'`; `name` is null for a whole module. */
export interface ImportedName {
  /** As written: `../src/sum.ts`, `shop.cart`, `..cart`. */
  readonly module: string
  readonly name: string | null
  readonly local: string
}

export interface TestFile {
  readonly cases: readonly TestCase[]
  /** Everything imported, to tell whether a deleted test's subject is deleted too. */
  readonly imports: readonly ImportedName[]
  /** Only some tests run: `.only`, `fdescribe`. Lines. */
  readonly exclusive: readonly number[]
}

/** Null when the text cannot be parsed: then nothing can be said of it. */
export type ParseTestFile = (path: string, text: string) => TestFile | null
