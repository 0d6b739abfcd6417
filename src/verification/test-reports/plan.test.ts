import { expect, test } from 'vitest'
import { commandArgv, type Command } from '../../domain/check.ts'
import type { ReportSource } from '../../domain/test-report.ts'
import { planReport, readableOutput } from './plan.ts'
import type { ReportPlan } from './report-plan.ts'

interface Given {
  readonly report?: ReportSource
  readonly variables?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
}

function plan(command: string | readonly string[], given: Given = {}): Promise<ReportPlan> {
  const files = given.files ?? {}
  return planReport({
    check: { command: commandOf(command), report: given.report ?? 'auto' },
    tree: { paths: Object.keys(files).toSorted(), read: (path) => Promise.resolve(files[path] ?? null) },
    variables: given.variables ?? {},
    folder: '/home/reports',
  })
}

function commandOf(command: string | readonly string[]): Command {
  return typeof command === 'string' ? { shell: command } : { argv: command }
}

test.each([
  ['told that its exit code is all', 'vitest run', 'exit' as const],
  ['that starts no known runner', 'make lint', 'auto' as const],
  ['whose runner cannot be told of a reporter', 'tsc && vitest run', 'auto' as const],
  ['of two runners, one of which cannot be told', 'vitest run && pytest', 'auto' as const],
  ['that keeps its variables from Python', 'python -I -m unittest', 'auto' as const],
  ['that sets the variable of a reporter anew', 'PYTHONPATH=src pytest', 'auto' as const],
  ['that begins without variables', 'env -i pytest', 'auto' as const],
  ['with other commands of go', 'go vet ./... && go test ./...', 'auto' as const],
  [
    'with node reporters that cannot be paired',
    'node --test --test-reporter=a --test-reporter=b',
    'auto' as const,
  ],
])('a check %s is run as it is', async (_what, shell, report) => {
  const variables = { A: 'b' }
  expect(await plan(shell, { report, variables })).toEqual({
    formats: [],
    reports: [],
    command: { shell },
    variables,
    readable: [],
  })
})

test('variables that were given are kept [report-per-test]', async () => {
  const variables = { NODE_OPTIONS: '--no-warnings', PYTEST_ADDOPTS: '-x', PYTHONPATH: '/lib', A: 'b' }
  const found = await plan('node --test; pytest; python -m unittest', { variables })
  expect(found.formats).toEqual(['node-test', 'pytest', 'unittest'])
  expect(found.variables['NODE_OPTIONS']).toMatch(/^--test-reporter=spec .*destination=stdout --no-warnings$/)
  expect(found.variables['PYTEST_ADDOPTS']).toBe('-p reveille_pytest -x')
  expect(found.variables['PYTHONPATH']).toMatch(/^\/.*python-unittest:\/.*python-pytest:\/lib$/)
  expect(found.variables).toMatchObject({ A: 'b', REVEILLE_REPORTS: '/home/reports' })
  expect(found.readable).toHaveLength(1)
})

test('a variable that a command extends reaches the runner, and only scripts that are run count', async () => {
  const scripts = { test: 'python -m pytest', other: 'PYTHONPATH=x python3 y.py' }
  const files = { 'package.json': JSON.stringify({ scripts }) }
  expect((await plan('npm test', { files })).formats).toEqual(['pytest'])
  expect((await plan('PYTHONPATH="src:$PYTHONPATH" pytest')).formats).toEqual(['pytest'])
  const made = { Makefile: 'PYTHONPATH := src\ntest:\n\tpytest\n' }
  expect((await plan('make test', { files: made })).formats).toEqual([])
  const set = { 'package.json': JSON.stringify({ scripts: { test: 'PYTHONPATH=src python -m pytest' } }) }
  expect((await plan('npm test', { files: set })).formats).toEqual([])
})

test('reporters that a check asks for keep their places', async () => {
  const options = async (shell: string) => (await plan(shell)).variables['NODE_OPTIONS'] ?? ''
  const places = (text: string) => text.split('--test-reporter-destination=stdout').length - 1
  expect(places(await options('node --test'))).toBe(2)
  expect(places(await options('node --test --test-reporter=tap'))).toBe(2)
  expect(await options('node --test --test-reporter=tap')).not.toContain('spec')
  const paired = 'node --test --test-reporter=tap --test-reporter-destination=out.tap'
  expect(places(await options(paired))).toBe(1)
  const vitest = await plan(['vitest', '--reporter=dot'])
  expect(commandArgv(vitest.command).filter((word) => word.startsWith('--reporter='))).toHaveLength(2)
})

test('go reports through an argument where it can, otherwise through a variable', async () => {
  expect(commandArgv((await plan(['go', 'test', './...'])).command)).toEqual(['go', 'test', './...', '-json'])
  const scripted = await plan('go test ./a && go test ./b', { variables: { GOFLAGS: '-mod=vendor' } })
  expect(scripted.variables).toEqual({ GOFLAGS: '-mod=vendor -json' })
  expect(scripted.reports).toEqual([{ format: 'go-test', from: 'output' }])
})

test('cargo goes on behind a failure', async () => {
  const { command } = await plan(['timeout', '60', 'cargo', '+nightly', 'test', '--', '--ignored'])
  expect(commandArgv(command)).toEqual([
    'timeout',
    '60',
    'cargo',
    '+nightly',
    'test',
    '--no-fail-fast',
    '--',
    '--ignored',
  ])
})

test('a declared file is named by an argument, never by the text of a script [report-untrusted]', async () => {
  const report = { format: 'junit', file: '$(touch x)/a b.xml' } as const
  const { command, reports, formats } = await plan(['make', 'test'], { report })
  const [shell, flag, script = '', ...words] = commandArgv(command)
  expect([shell, flag]).toEqual(['/bin/sh', '-c'])
  expect(script).not.toContain('touch')
  expect(words.slice(1)).toEqual([
    './$(touch x)/a b.xml',
    '/home/reports/report-of-the-check',
    'make',
    'test',
  ])
  expect({ reports, formats }).toEqual({ reports: [{ format: 'junit', from: 'file' }], formats: ['junit'] })
})

test('a declared format without a file is read from the output, or from the reporter of its runner', async () => {
  const from = async (format: 'tap' | 'junit' | 'cargo-test' | 'go-test' | 'pytest' | 'node-test' | 'jest') =>
    (await plan('./check', { report: { format, file: null } })).reports[0]?.from
  expect(await from('tap')).toBe('output')
  expect(await from('junit')).toBe('output')
  expect(await from('cargo-test')).toBe('output')
  expect(await from('go-test')).toBe('output')
  expect(await from('pytest')).toBe('reporter')
  expect(await from('node-test')).toBe('reporter')
})

test('people read the output of go as text, any other as it is', () => {
  const line = '{"Action":"output","Package":"a","Output":"ok\\n"}\n'
  expect(readableOutput({ reports: [{ format: 'go-test', from: 'output' }] }, line)).toBe('ok\n')
  expect(readableOutput({ reports: [{ format: 'tap', from: 'output' }] }, line)).toBe(line)
})
