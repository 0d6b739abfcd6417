/** Tests that passed before the work and do not afterwards. A test that is not there any more has not passed. */
import type { TestReport } from '../../domain/test-report.ts'
import { standsIn, steadyName } from '../test-names.ts'

export interface LostTests {
  readonly missing: readonly string[]
  /** There, but failed or skipped. */
  readonly failing: readonly string[]
}

export interface Compared {
  readonly before: TestReport
  readonly after: TestReport
  /** Test files that were there, and that the work may change and did: what became of their tests is judged by what they say. */
  readonly excused: readonly string[]
}

export function lostTests({ before, after, excused }: Compared): LostTests {
  const now = new Map(after.tests.map(({ id, outcome }) => [id, outcome]))
  const passed = before.tests.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)
  const missing = passed.filter((id) => !now.has(id) && !excused.some((path) => standsIn(id, path)))
  const failing = passed.filter((id) => now.has(id) && now.get(id) !== 'passed')
  return { missing: withoutRenumbered(missing, before, after), failing }
}

/** Tests named after the time or a counter are others at each collection: as many of them must pass as before. */
function withoutRenumbered(
  missing: readonly string[],
  before: TestReport,
  after: TestReport,
): readonly string[] {
  if (missing.length === 0) return missing
  const [was, is] = [passedBySteadyName(before), passedBySteadyName(after)]
  return missing.filter((id) => (is.get(steadyName(id)) ?? 0) < (was.get(steadyName(id)) ?? 0))
}

function passedBySteadyName({ tests }: TestReport): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { id, outcome } of tests) {
    if (outcome === 'passed') counts.set(steadyName(id), (counts.get(steadyName(id)) ?? 0) + 1)
  }
  return counts
}
