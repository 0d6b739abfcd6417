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

/**
 * With the target's tests and configuration the new code must be green, but for tests that the task names, and those that use what
 * the work took away.
 */
export function judgeOldTests(
  asked: readonly AskedElsewhere[],
  usesGone: (id: string) => boolean = () => false,
): Judgement {
  const gone = new Set<string>()
  const named = asked.flatMap(({ check }) => (check.expect === 'red-to-green' ? check.tests : []))
  const objections = asked.flatMap(({ check, seen }): Objection[] => {
    const isSilent = check.expect === 'red-to-green' && sayNothing(seen)
    const finding =
      isSilent || isExempt(seen, { named, usesGone, gone })
        ? ''
        : answerOf(seen, { expect: 'must-pass', tests: [] }).finding
    if (finding === '') return []
    const text = `With the target's own tests and configuration, ${check.name} is not green on this work: ${finding}${needOf(seen)}`
    return [
      objection({
        ...{ judge: 'old-tests', rule: 'red', path: check.name, line: null, subject: check.name },
        ...{ text, matter: [] },
      }),
    ]
  })
  const detail =
    objections.length === 0
      ? `The work is green with the target's own tests and configuration too${spared(gone)}.`
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

/** What would let it pass. */
function needOf({ report }: Seen): string {
  if (report === null || !report.complete) return ''
  if (report.errors.length > 0)
    return ' What cannot be collected needs what the work took away: it would have to stay under its old name, too.'
  return ' Tests that are to say something else must be named in `tests` of a red-to-green check.'
}

interface Exemptions {
  readonly named: readonly string[]
  readonly usesGone: (id: string) => boolean
  /** Filled with those that were let pass because they use what is gone. */
  readonly gone: Set<string>
}

/** Everything that failed is named by the task or uses what is gone, and everything else was told. */
function isExempt({ report }: Seen, { named, usesGone, gone }: Exemptions): boolean {
  if (report === null || !report.complete || report.errors.length > 0) return false
  const failed = report.tests.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
  const others = failed.filter((id) => !named.some((name) => isNamed(id, name)))
  if (failed.length === 0 || !others.every((id) => usesGone(id))) return false
  for (const id of others) gone.add(id)
  return true
}

function spared(gone: ReadonlySet<string>): string {
  if (gone.size === 0) return ''
  return `, but for ${testsNamed([...gone])}, which ${gone.size === 1 ? 'uses' : 'use'} what it took away`
}
