// The static gates: `npm run check:static`, or some of them by name: `npm run check:static -- lint types`.
import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { stripVTControlCharacters, styleText } from 'node:util'

interface Gate {
  readonly name: string
  readonly command: readonly string[]
  /** Finds how many things the gate looked at: none is a failure. npm and knip do not say. */
  readonly looked?: RegExp
}

const SCRIPTS = import.meta.dirname

const GATES: readonly Gate[] = [
  { name: 'lock', command: ['npm', 'ci', '--dry-run', '--ignore-scripts', '--loglevel=error'] },
  { name: 'format', command: ['oxfmt', '--check'], looked: /on (\d+) files/ },
  { name: 'lint', command: ['oxlint'], looked: /on (\d+) files/ },
  { name: 'walls', command: ['node', join(SCRIPTS, 'walls.ts')], looked: /in (\d+) files/ },
  { name: 'types', command: ['tsc', '--diagnostics'], looked: /^Files:\s+(\d+)/m },
  { name: 'unused', command: ['knip', '--no-progress'] },
  { name: 'copies', command: ['jscpd'], looked: /Total:\W+(\d+)/ },
  { name: 'generated', command: ['node', join(SCRIPTS, 'generate.ts'), '--check'] },
]

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !GATES.some((gate) => gate.name === name))
const gates = GATES.filter(({ name }) => chosen.length === 0 || chosen.includes(name))
const passed = unknown.length === 0 && gates.map(passes).every(Boolean)
if (unknown.length > 0) console.error(`no such gate: ${unknown.join(', ')}`)
process.exitCode = passed ? 0 : 1

function passes({ name, command: [program = '', ...options], looked }: Gate): boolean {
  const started = performance.now()
  const PATH = [join(SCRIPTS, '../node_modules/.bin'), process.env['PATH']].join(delimiter)
  const { status, stdout, stderr, error } = spawnSync(program, options, {
    encoding: 'utf8',
    env: { ...process.env, PATH },
    timeout: 120_000,
  })
  const output = stripVTControlCharacters(`${stdout}${stderr}`)
  const count = Number(looked?.exec(output)?.[1] ?? (looked ? 0 : NaN))
  const isPassed = status === 0 && count !== 0
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const mark = isPassed ? styleText('green', 'ok  ') : styleText('red', 'FAIL')
  console.log(`${mark} ${name.padEnd(10)} ${seconds} s${count >= 0 ? `, ${count} looked at` : ''}`)
  if (!isPassed) console.log(`${output}${error ?? ''}`)
  return isPassed
}
