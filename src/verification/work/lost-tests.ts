/** Tests that passed before the work and do not afterwards. A test that is not there any more has not passed. */
import type { TestReport } from '../../domain/test-report.ts'

export interface LostTests {
  readonly missing: readonly string[]
  /** There, but failed or skipped. */
  readonly failing: readonly string[]
}

export interface Compared {
  readonly before: TestReport
  readonly after: TestReport
  /** Test files that the work may change and did: which of their tests there are is judged by what they say. */
  readonly excused: readonly string[]
}

export function lostTests({ before, after, excused }: Compared): LostTests {
  const now = new Map(after.tests.map(({ id, outcome }) => [id, outcome]))
  const passed = before.tests.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)
  const missing = passed.filter((id) => !now.has(id) && !excused.some((path) => belongsTo(id, path)))
  const failing = passed.filter((id) => now.has(id) && now.get(id) !== 'passed')
  return { missing, failing }
}

/** Tests of `names`, given as ids or as their ends, that have not passed. */
export function notPassed(report: TestReport, names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const found = testsOfName(report, name)
    return found.length === 0 || found.some(({ outcome }) => outcome !== 'passed')
  })
}

/** A test is called by its id or by how its id ends, from the beginning of a word of the path on. */
export function testsOfName({ tests }: TestReport, name: string): TestReport['tests'] {
  return tests.filter(({ id }) => isNamed(id, name))
}

export function isNamed(id: string, name: string): boolean {
  return id === name || id.endsWith(` > ${name}`) || id.endsWith(`.${name}`) || id.endsWith(`/${name}`)
}

/** Runners name a test's file, or the module that it is. */
function belongsTo(id: string, path: string): boolean {
  const stem = path.replace(/\.[^./]+$/, '')
  return id.startsWith(path) || id.includes(stem.replaceAll('/', '.')) || id.startsWith(stem)
}
