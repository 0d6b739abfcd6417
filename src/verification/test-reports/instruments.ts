/** How a reporter of ours comes to a runner: through variables, which work at any depth, or as arguments. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ReportFormat } from '../../domain/test-report.ts'
import { isIsolatedPython, type RunnerLine } from './recognise.ts'

type Variables = Readonly<Record<string, string>>

export const REPORTERS = join(import.meta.dirname, 'reporters')

/** Variables by which each runner that can be reached through its environment is told of its reporter. */
const CARRIERS: Readonly<Partial<Record<ReportFormat, readonly string[]>>> = {
  'node-test': ['NODE_OPTIONS'],
  pytest: ['PYTEST_ADDOPTS', 'PYTHONPATH'],
  unittest: ['PYTHONPATH'],
  'go-test': ['GOFLAGS'],
}

/** Empty for a runner that does not look at its environment. */
export function carriersOf(format: ReportFormat): readonly string[] {
  return CARRIERS[format] ?? []
}

/** The variables with the reporter of a runner added; null where that would break a command. */
export function instrumented(
  format: ReportFormat,
  { variables, lines }: { readonly variables: Variables; readonly lines: readonly RunnerLine[] },
): Variables | null {
  switch (format) {
    case 'node-test':
      return withNodeReporter(variables, lines)
    case 'pytest': {
      if (lines.some(isIsolatedPython)) return null
      const options = joinWords('-p reveille_pytest', variables['PYTEST_ADDOPTS'])
      return { ...withPythonPath(variables, 'python-pytest'), PYTEST_ADDOPTS: options }
    }
    case 'unittest':
      return lines.some(isIsolatedPython) ? null : withPythonPath(variables, 'python-unittest')
    case 'go-test':
      return { ...variables, GOFLAGS: joinWords(variables['GOFLAGS'], '-json') }
    default:
      return null
  }
}

/** Arguments by which a runner is told of its reporter; null for one that is not told by arguments. */
export function reporterArguments(format: ReportFormat, words: readonly string[]): readonly string[] | null {
  const has = (option: string): boolean =>
    words.some((word) => word === option || word.startsWith(`${option}=`))
  switch (format) {
    case 'vitest': {
      const own = `--reporter=${join(REPORTERS, 'vitest.mjs')}`
      return has('--reporter') ? [own] : ['--reporter=default', own]
    }
    case 'jest': {
      const own = `--reporters=${join(REPORTERS, 'jest.cjs')}`
      return has('--reporters') ? [own] : ['--reporters=default', own]
    }
    case 'go-test':
      return has('-json') ? [] : ['-json']
    default:
      return null
  }
}

/** Node pairs reporters with destinations by their order, those of NODE_OPTIONS before those of the command line. */
function withNodeReporter(variables: Variables, lines: readonly RunnerLine[]): Variables | null {
  const given = variables['NODE_OPTIONS']
  const reporter = pathToFileURL(join(REPORTERS, 'node-test.mjs')).href
  const own = ['--test-reporter=spec', `--test-reporter=${reporter}`]
  const toOutput = '--test-reporter-destination=stdout'
  const counts = new Set(
    (lines.length === 0 ? [[]] : lines.map(({ words }) => words)).map((words) => {
      const all = [...(given ?? '').split(/\s+/), ...words]
      return JSON.stringify([countOf(all, '--test-reporter'), countOf(all, '--test-reporter-destination')])
    }),
  )
  const [count, ...others] = [...counts]
  if (count === undefined || others.length > 0) return null
  const [reporters, destinations] = count.slice(1, -1).split(',').map(Number)
  // The one reporter of a command that names no destination writes to the output, but only while it is the only one.
  const isAlone = reporters === 1 && destinations === 0
  if (reporters !== destinations && !isAlone) return null
  const added = reporters === 0 ? [own[0], toOutput, own[1], toOutput] : [own[1], toOutput]
  return {
    ...variables,
    NODE_OPTIONS: joinWords([...added, ...(isAlone ? [toOutput] : [])].join(' '), given),
  }
}

function countOf(words: readonly string[], option: string): number {
  return words.filter((word) => word === option || word.startsWith(`${option}=`)).length
}

/** An empty entry would be the working directory. */
function withPythonPath(variables: Variables, folder: string): Variables {
  const entries = [join(REPORTERS, folder), variables['PYTHONPATH'] ?? ''].filter((entry) => entry !== '')
  return { ...variables, PYTHONPATH: entries.join(':') }
}

function joinWords(...words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== '').join(' ')
}
