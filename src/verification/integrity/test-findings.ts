/** What became of the tests of a range: paired with what they were, and those that are gone. */
import { compareTest } from './compare-test.ts'
import { pairTests, twinOf, type Located, type Pairing } from './pairing.ts'
import { MOVED_SHARE, type Finding, type Mode } from './rules.ts'
import type { Survey } from './survey.ts'
import { writtenOut } from './tables.ts'
import type { Assertion, TestFile } from './test-file.ts'

export function testFindings(
  surveys: readonly Survey[],
  { mode, standing = [] }: { readonly mode: Mode; readonly standing?: readonly Located[] },
): readonly Finding[] {
  const readable = surveys.filter(({ kind, broken }) => kind === 'tests' && broken === null)
  const pairing = pairTests(
    readable.flatMap(({ path, before }) => located(path, before)),
    readable.flatMap(({ path, after }) => located(path, after)),
  )
  const elsewhere = new Set(newAssertions(pairing).map(({ text }) => text))
  return [
    ...pairing.pairs.flatMap(([before, after]) =>
      compareTest({ before: before.test, after: after.test, path: after.path, mode, elsewhere }),
    ),
    ...goneFindings(pairing, { elsewhere, standing }),
  ]
}

export function located(path: string, file: TestFile | null): readonly Located[] {
  return file === null ? [] : file.cases.map((test) => ({ path, file, test }))
}

/** What is asserted now and was not asserted by the same test before. */
function newAssertions({ pairs, added }: Pairing): readonly Assertion[] {
  return [
    ...added.flatMap(({ test }) => (test.skip === null ? test.assertions : [])),
    ...pairs.flatMap(([{ test: before }, { test: after }]) => {
      const was = new Set(before.assertions.map(({ text }) => text))
      return after.skip === null ? after.assertions.filter(({ text }) => !was.has(text)) : []
    }),
  ]
}

function goneFindings(
  { pairs, gone, added }: Pairing,
  { elsewhere, standing }: { elsewhere: ReadonlySet<string>; standing: readonly Located[] },
): readonly Finding[] {
  const missing = gone.filter(
    (one) =>
      isTest(one.test) &&
      !hasMovedElsewhere(one.test.assertions, elsewhere) &&
      !isTabulated(one.test.assertions, [...pairs.map(([, after]) => after), ...added]) &&
      twinOf(one, standing) === undefined &&
      !isDoubled(one, pairs),
  )
  const changed = pairs.filter(([before, after]) => before.test.body !== after.test.body).flat()
  const worked = new Set([...changed, ...added].map(({ path }) => path))
  return missing.map(({ path, test }): Finding => {
    const isReplaced =
      isReplacedBy(added, missing) ||
      isReplacedBy(inFile(added, path), inFile(missing, path)) ||
      asksAgain(test, added)
    return {
      rule: isReplaced ? 'test-replaced' : 'test-deleted',
      path,
      line: null,
      subject: test.id,
      text: isReplaced
        ? `"${test.id}" gave way to other tests`
        : `"${test.id}" is gone, and what it tests is not`,
      lost: `${test.id} ${test.body}`,
      isPure: !worked.has(path),
      test: test.id,
    }
  })
}

/** Written twice, word for word, and once still. */
function isDoubled({ path, test }: Located, pairs: Pairing['pairs']): boolean {
  const name = (id: string): string => id.replace(/ #\d+$/, '')
  return pairs.some(
    ([{ path: place, test: kept }]) =>
      place === path && kept.body === test.body && name(kept.id) === name(test.id),
  )
}

/** What was skipped, or asserted nothing, leaves no gap. */
function isTest({ skip, assertions }: Located['test']): boolean {
  return (skip === null || skip.when !== null) && assertions.some(({ strength }) => strength !== 'tautology')
}

function hasMovedElsewhere(assertions: readonly Assertion[], elsewhere: ReadonlySet<string>): boolean {
  const found = assertions.filter(({ text }) => elsewhere.has(text)).length
  return assertions.length > 0 && found / assertions.length >= MOVED_SHARE
}

/** Every single assertion is a row of one table now. */
function isTabulated(assertions: readonly Assertion[], now: readonly Located[]): boolean {
  if (assertions.length === 0) return false
  return now.some(({ test }) => {
    const rows = writtenOut(test)
    return rows.size > 0 && assertions.every(({ text, when }) => when === null && rows.has(text))
  })
}

/** As many tests, with as many assertions, are new where those are gone. */
function isReplacedBy(added: readonly Located[], gone: readonly Located[]): boolean {
  return added.length >= gone.length && assertionsOf(added) >= assertionsOf(gone)
}

/** A new test is about all the texts that the lost one was about. */
function asksAgain(test: Located['test'], added: readonly Located[]): boolean {
  const about = textsIn(test)
  return about.size > 0 && added.some((other) => isTest(other.test) && about.isSubsetOf(textsIn(other.test)))
}

/** Literal texts of what a test asserts, without its own title. */
function textsIn({ id, assertions }: Located['test']): ReadonlySet<string> {
  const texts = assertions.flatMap(({ text }) => text.match(/"(?:[^"\\]|\\.)*"/g) ?? [])
  return new Set(texts.filter((text) => /\w{2}/.test(text) && !id.endsWith(text.slice(1, -1))))
}

function inFile(all: readonly Located[], path: string): readonly Located[] {
  return all.filter((one) => one.path === path)
}

function assertionsOf(all: readonly Located[]): number {
  const meant = all.flatMap(({ test }) => (test.skip === null ? test.assertions : []))
  return meant.filter(({ strength }) => strength !== 'tautology').length
}
