import type { ReportFormat } from '../../domain/test-report.ts'
import { isPython, programOf } from '../closure/wrappers.ts'

/** A simple command that starts a test runner of which a report can be had. */
export interface RunnerLine {
  readonly format: ReportFormat
  readonly words: readonly string[]
}

/** Options with which a runner runs no tests, or says nothing of each. */
const WITHOUT_TESTS: Readonly<Partial<Record<ReportFormat, readonly string[]>>> = {
  vitest: ['bench', 'list', 'typecheck', 'init', '--version', '-v', '--help', '-h', '--clearCache'],
  jest: ['--listTests', '--showConfig', '--init', '--clearCache', '--version', '--help', '-h'],
  pytest: ['--collect-only', '--co', '--version', '-V', '--help', '-h', '--fixtures', '--markers'],
  unittest: ['--help', '-h'],
  'go-test': ['-c', '-n', '-list', '--list', '-help', '-h'],
  'cargo-test': ['-q', '--quiet', '--no-run', '--list', '--help', '-h', '--message-format=json', '--format'],
}

/**
 * The test runners among simple commands, as `closureOf` gives them: with what they wrap on lines of its own. A line that is
 * there twice counts once, for a command may lead to it in two ways.
 */
export function recognise(lines: readonly (readonly string[])[]): readonly RunnerLine[] {
  const different = new Map(lines.map((words) => [JSON.stringify(words), words]))
  return [...different.values()].flatMap((words) => {
    const format = runnerOf(words)
    return format === null ? [] : [{ format, words }]
  })
}

/** The runner that a simple command starts, wrappers apart. */
export function runnerOf(words: readonly string[]): ReportFormat | null {
  const format = startedBy(words)
  if (format === null) return null
  return words.slice(1).some((word) => WITHOUT_TESTS[format]?.includes(word) === true) ? null : format
}

function startedBy(words: readonly string[]): ReportFormat | null {
  const program = programOf(words)
  if (program === 'vitest' || program === 'jest') return program
  if (program === 'node' || program === 'tsx') return startedByNode(words.slice(1))
  if (program === 'pytest' || program === 'py.test') return 'pytest'
  if (isPython(program)) return startedByPython(words.slice(1))
  if (program === 'go') return words[1] === 'test' ? 'go-test' : null
  if (program !== 'cargo') return null
  const verb = words.slice(1).find((word) => !/^[-+]/.test(word))
  return verb === 'test' || verb === 't' ? 'cargo-test' : null
}

function startedByNode(words: readonly string[]): ReportFormat | null {
  if (words.includes('--test')) return 'node-test'
  const script = words.find((word) => !word.startsWith('-')) ?? ''
  const [, name] = /(?:^|\/)(?:\.bin\/|jest\/bin\/|vitest\/)(vitest|jest)(?:\.m?js)?$/.exec(script) ?? []
  return name === 'vitest' || name === 'jest' ? name : null
}

function startedByPython(words: readonly string[]): ReportFormat | null {
  const module = words.findIndex((word) => word === '-m' || /^-[A-Za-z]*m$/.test(word))
  // Behind the name of a script `-m` is an option of that.
  const before = words.slice(0, module)
  const isOption = (word: string, at: number): boolean =>
    word.startsWith('-') || ['-W', '-X'].includes(before[at - 1] ?? '')
  if (module === -1 || !before.every(isOption)) return null
  const name = words[module + 1]
  return name === 'pytest' || name === 'unittest' ? name : null
}

/** Whether Python was told to look at no variables (`-E`, `-I`) or to run nothing at its start (`-S`). */
export function isIsolatedPython({ words }: RunnerLine): boolean {
  const module = words.findIndex((word) => /^-[A-Za-z]*m$/.test(word))
  const options = isPython(programOf(words)) ? words.slice(1, module + 1) : []
  return options.some((word) => /^-[A-Za-z]*[EIS]/.test(word))
}
