/** How people, tasks and runners call tests: one rule for all that ask whether a test is meant. */
import type { TestReport } from '../domain/test-report.ts'

const PARTS = ' > '

/** Tests of `names`, given as ids or as their ends, that have not passed. */
export function notPassed(report: TestReport, names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const found = testsOfName(report, name)
    return found.length === 0 || found.some(({ outcome }) => outcome !== 'passed')
  })
}

export function testsOfName({ tests }: TestReport, name: string): TestReport['tests'] {
  return tests.filter(({ id }) => isNamed(id, name))
}

/** A test is called by its id or by how its id ends, from the beginning of a name on. */
export function isNamed(id: string, name: string): boolean {
  return id === name || id.endsWith(`${PARTS}${name}`) || id.endsWith(`.${name}`) || id.endsWith(`/${name}`)
}

/** Whether a test stands in a file. Runners name its file, the module that it is, or (go) the package of its folder. */
export function standsIn(id: string, path: string): boolean {
  const [place = ''] = id.split(PARTS)
  // vitest adds the name of the project that ran it.
  if (place === path || place.startsWith(`${path} |`)) return true
  if (path.endsWith('_test.go')) return isPackageOf(place, path.slice(0, path.lastIndexOf('/') + 1))
  return isModuleOf(place, path)
}

/** The name without what changes from one collection to the next: moments, counters. */
export function steadyName(id: string): string {
  return id.replaceAll(/\d+/g, '0')
}

function isPackageOf(place: string, folder: string): boolean {
  return folder === '' || `${place}/`.endsWith(`/${folder}`)
}

/** `tests.test_a.Case.test_it`, or from below the folder that discovery began in. */
function isModuleOf(place: string, path: string): boolean {
  const module = path.replace(/\.py$/, '').replaceAll('/', '.')
  if (module === path) return false
  const words = place.split('.')
  return words.some((_word, index) => {
    const named = words.slice(0, index + 1).join('.')
    return named === module || module.endsWith(`.${named}`)
  })
}
