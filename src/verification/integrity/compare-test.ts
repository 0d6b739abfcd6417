/** What became of one test: whether it still runs, how often it is tried, and what it asserts. */
import { compareAssertions, type Comparison } from './compare-assertions.ts'
import type { Finding } from './rules.ts'
import { writtenOut } from './tables.ts'
import type { Skip } from './test-file.ts'

const LONGEST_TEXT = 120

export function compareTest(comparison: Comparison): readonly Finding[] {
  const skips = compareSkips(comparison)
  const isNowSkipped = skips.some(({ rule }) => rule === 'skip-added' || rule === 'skip-widened')
  return [
    ...skips,
    ...compareRetries(comparison),
    ...compareCases(comparison),
    ...compareRows(comparison),
    ...(isNowSkipped ? [] : compareAssertions(comparison)),
  ]
}

function compareSkips({ before, after, path }: Comparison): readonly Finding[] {
  const [was, is] = [before.skip, after.skip]
  if (is === null) return []
  const base = { path, line: after.line, subject: after.id, test: after.id }
  const how = is.kind === 'expected-failure' ? 'is expected to fail' : 'is skipped'
  if (was === null) {
    if (is.when !== null) {
      const text = `"${after.id}" ${how} now if ${is.when}`
      return isAboutTheMachine(is.when) ? [] : [{ ...base, rule: 'skip-conditional', text }]
    }
    return [{ ...base, rule: 'skip-added', text: `"${after.id}" ran and ${how} now` }]
  }
  if (is.when === null && was.when !== null)
    return [
      {
        ...base,
        rule: 'skip-widened',
        text: `"${after.id}" ${how} always now, no longer only if ${was.when}`,
      },
    ]
  const isReworded = was.kind === is.kind && was.when === is.when && was.reason !== is.reason
  if (!isReworded || !saysTheSame(before, after)) return []
  const text = `"${after.id}" ${how} as before, for ${reasons(was, is)}`
  return [{ ...base, rule: 'skip-reworded', text, isPure: was.when === null }]
}

const MACHINE =
  /platform|win32|windows|darwin|linux|\bos\b|version|find_spec|import|which|supports|available|installed|has[A-Z_]|HAS_/i
/** True wherever this work could ever be run unattended. */
const THIS_MACHINE = /[^!]==="linux"|!=="?'?(?:win32|darwin)/

/** Not on this platform, or not without this dependency: such a test still runs where it can. */
function isAboutTheMachine(when: string): boolean {
  return MACHINE.test(when) && !THIS_MACHINE.test(when)
}

function saysTheSame(before: Comparison['before'], after: Comparison['after']): boolean {
  const texts = (test: Comparison['before']): string => test.assertions.map(({ text }) => text).join('\n')
  return texts(before) === texts(after)
}

function reasons(was: Skip, is: Skip): string {
  return `another stated reason: "${is.reason ?? ''}" instead of "${was.reason ?? ''}"`
}

function compareRetries({ before, after, path }: Comparison): readonly Finding[] {
  if (after.retries <= before.retries) return []
  const text = `"${after.id}" may fail ${after.retries === 1 ? 'once' : `${after.retries} times`} before it counts; it was ${before.retries}`
  return [{ rule: 'retries-added', path, line: after.line, subject: after.id, test: after.id, text }]
}

function compareCases({ before, after, path }: Comparison): readonly Finding[] {
  if (before.cases === null || after.cases === null || after.cases >= before.cases) return []
  const text = `"${after.id}" is tried with ${after.cases} of ${before.cases} sets of values`
  const base = { path, line: after.line, subject: after.id, test: after.id }
  return [{ ...base, rule: 'cases-removed', text, lost: before.id, isPure: before.body === after.body }]
}

/** The same is asserted of other values: fewer rows are another matter, and so is another assertion. */
function compareRows({ before, after, path }: Comparison): readonly Finding[] {
  const [was, is] = [before.rows, after.rows]
  if (was === undefined || is === undefined || is.length < was.length) return []
  if (!saysTheSame(before, after)) return []
  const now = writtenOut(after)
  const [lost, ...others] = [...writtenOut(before)].filter((text) => !now.has(text))
  if (lost === undefined) return []
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  const text = `"${after.id}" does not assert ${lost.slice(0, LONGEST_TEXT)}${more} of its rows any more, but of other values`
  const base = { path, line: after.line, subject: after.id, test: after.id }
  return [{ ...base, rule: 'value-changed', text, lost: [lost, ...others].join('\n'), became: [...now] }]
}
