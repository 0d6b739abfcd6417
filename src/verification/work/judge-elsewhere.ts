/** Judges work by what its checks say on two trees that will never land: new code with old tests, old code with new tests. */
import type { Check } from '../../domain/check.ts'
import type { Judgement, Objection } from '../../domain/judgement.ts'
import { answerOf, testsNamed, type Seen } from '../checks/answer.ts'
import { isNamed } from '../test-names.ts'
import { objection } from '../objection.ts'
import { judgeRed } from '../base/red-check.ts'

export interface AskedElsewhere {
  readonly check: Check
  readonly seen: Seen
}

/** With the target's tests and configuration the new code must be green, but for tests that the task names. */
export function judgeOldTests(asked: readonly AskedElsewhere[]): Judgement {
  const named = asked.flatMap(({ check }) => (check.expect === 'red-to-green' ? check.tests : []))
  const objections = asked.flatMap(({ check, seen }): Objection[] => {
    const isSilent = check.expect === 'red-to-green' && sayNothing(seen)
    const finding =
      isSilent || isExempt(seen, named) ? '' : answerOf(seen, { expect: 'must-pass', tests: [] }).finding
    if (finding === '') return []
    const text = `With the target's own tests and configuration, ${check.name} is not green on this work: ${finding}`
    return [
      objection({
        ...{ judge: 'old-tests', rule: 'red', path: check.name, line: null, subject: check.name },
        ...{ text, matter: [] },
      }),
    ]
  })
  const detail =
    objections.length === 0
      ? "The work is green with the target's own tests and configuration too."
      : testsNamed(objections.map(({ text }) => text))
  return { judge: 'old-tests', objections, detail }
}

/** On the target's code the new tests must be red: else the check turned green by its tests alone. */
export function judgeTransplant(asked: readonly AskedElsewhere[]): Judgement {
  const objections = asked.flatMap(({ check, seen }): Objection[] => {
    const verdict = judgeRed({ ...check, redExits: check.redExits }, seen, seen)
    if (verdict.kind !== 'nothing-to-fix') return []
    const text = `${check.name} is green on the target's old code too, once it has the new tests: it was turned green by its tests alone`
    return [
      objection({
        judge: 'transplant',
        rule: 'green',
        path: check.name,
        line: null,
        subject: check.name,
        text,
        matter: [],
      }),
    ]
  })
  const detail =
    objections.length === 0
      ? "The new tests are red on the target's old code, as they must be."
      : `${testsNamed(objections.map(({ text }) => text))}.`
  return { judge: 'transplant', objections, detail }
}

/** The tests of a red-to-green check may be new: without them its runner has nothing to say. */
function sayNothing({ formats, report }: Seen): boolean {
  return formats.length > 0 && report?.complete === true && report.tests.length === 0
}

/** Everything that failed is named by the task, and everything else was told. */
function isExempt({ report }: Seen, named: readonly string[]): boolean {
  if (report === null || !report.complete || report.errors.length > 0 || named.length === 0) return false
  return report.tests
    .filter(({ outcome }) => outcome === 'failed')
    .every(({ id }) => named.some((name) => isNamed(id, name)))
}
