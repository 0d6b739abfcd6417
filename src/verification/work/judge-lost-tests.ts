import type { Expectation } from '../../domain/check.ts'
import type { Judgement, Objection } from '../../domain/judgement.ts'
import type { TestReport } from '../../domain/test-report.ts'
import { testsNamed } from '../checks/answer.ts'
import type { FileChange } from '../file-change.ts'
import { lostTests } from './lost-tests.ts'
import { objection } from '../objection.ts'
import { uncollected } from './uncollected.ts'

interface ReportPair {
  readonly check: string
  readonly expect: Expectation
  /** Tests that the check names; empty where it is about all. */
  readonly tests: readonly string[]
  readonly before: TestReport
  readonly after: TestReport
}

/**
 * Every test that passed before must be there and pass; of a red-to-green check every test that was red must, too: a process
 * that ends early with exit code 0 has left them out.
 */
export function judgeLostTests(facts: {
  readonly pairs: readonly ReportPair[]
  readonly excused: readonly string[]
  /** Test files in which the work differs from the target. */
  readonly files: readonly FileChange[]
}): Judgement {
  const objections = [
    ...facts.pairs.flatMap((pair) => objectionsTo(pair, facts.excused)),
    ...hiddenTests(facts),
  ]
  const counted = facts.pairs.reduce((sum, { before }) => sum + before.tests.length, 0)
  const detail =
    objections.length === 0
      ? `Of ${counted} tests that were there before, none that passed is missing, failing or skipped.`
      : `Tests are lost: ${testsNamed(objections.map(({ text }) => text))}`
  return { judge: 'lost-tests', objections, detail }
}

/** A check may find what another one found before. */
function hiddenTests({
  pairs,
  files,
}: {
  readonly pairs: readonly ReportPair[]
  readonly files: readonly FileChange[]
}): readonly Objection[] {
  const after = { tests: pairs.flatMap((pair) => pair.after.tests) }
  return pairs.flatMap(({ check, before }) =>
    uncollected({ before, after, files }).map(({ id, path }) =>
      objection({
        ...{
          judge: 'lost-tests',
          rule: 'not-collected',
          path: check,
          line: null,
          subject: id,
          matter: [path],
        },
        text: `${id} passed before; it still stands in ${path} and is not run any more`,
      }),
    ),
  )
}

function objectionsTo(pair: ReportPair, excused: readonly string[]): readonly Objection[] {
  const { check, expect, before, after } = pair
  const { missing, failing } = lostTests({ before, after, excused })
  const unturned = expect === 'red-to-green' ? notTurned(pair, excused) : []
  const tell = (rule: string, subject: string, text: string): Objection =>
    objection({ judge: 'lost-tests', rule, path: check, line: null, subject, text, matter: [] })
  return [
    ...missing.map((id) => tell('missing', id, `${id} passed before and is not there any more`)),
    ...failing.map((id) => tell('failing', id, `${id} passed before and does not pass any more`)),
    ...unturned.map((id) => tell('not-turned', id, `${id} was red and has not turned green`)),
  ]
}

/** What was red must pass: one that is skipped now, or not there, has not turned green. */
function notTurned({ before, after, tests }: ReportPair, excused: readonly string[]): readonly string[] {
  // A check that names its tests has been answered for them, and is about no others.
  if (tests.length > 0) return []
  const failed = before.tests.filter(({ outcome }) => outcome === 'failed')
  const asPassed = failed.map(({ id }) => ({ id, outcome: 'passed' as const }))
  const { missing, failing } = lostTests({ before: { ...before, tests: asPassed }, after, excused })
  return [...missing, ...failing]
}
