/** Programs that run what the rest of their line says: `npx vitest` is `vitest`, `timeout 10 make` is `make`. */
import { posix } from 'node:path'

interface Wrapper {
  /** One of these must follow the program; none where the program alone wraps. */
  readonly verbs?: readonly string[]
  /** Options that take the word after them. */
  readonly valued?: readonly string[]
  /** Words of its own before the command. */
  readonly operands?: number
}

const PLAIN: Wrapper = {}
const PACKAGE_RUNNER: Wrapper = {
  valued: ['-p', '--package', '-w', '--workspace', '--prefix', '-C', '--filter'],
}
const RUN: Wrapper = {
  verbs: ['run'],
  valued: ['--with', '--group', '--extra', '--python', '-p', '-e', '-C'],
}

const WRAPPERS: Readonly<Record<string, readonly Wrapper[]>> = {
  env: [{ valued: ['-u', '--unset', '-C', '--chdir'] }],
  exec: [{ valued: ['-a'] }],
  command: [PLAIN],
  eval: [PLAIN],
  time: [{ valued: ['-o', '-f'] }],
  nice: [{ valued: ['-n'] }],
  nohup: [PLAIN],
  sudo: [{ valued: ['-u', '-g'] }],
  stdbuf: [{ valued: ['-i', '-o', '-e'] }],
  timeout: [{ valued: ['-s', '-k', '--signal', '--kill-after'], operands: 1 }],
  xargs: [{ valued: ['-n', '-I', '-P', '-L', '-d', '-a', '-s', '-E'] }],
  'xvfb-run': [{ valued: ['-n', '-s', '-e', '-f', '-p', '-w'] }],
  'cross-env': [PLAIN],
  'cross-env-shell': [PLAIN],
  dotenv: [{ valued: ['-e', '-f', '-c'] }],
  c8: [{ valued: ['-r', '--reporter', '-o', '-n', '-x', '--include', '--exclude', '-c', '--config'] }],
  nyc: [{ valued: ['-r', '--reporter', '-n', '-x', '--include', '--exclude'] }],
  npx: [PACKAGE_RUNNER],
  bunx: [PLAIN],
  pnpx: [PACKAGE_RUNNER],
  npm: [{ ...PACKAGE_RUNNER, verbs: ['exec', 'x'] }],
  pnpm: [{ ...PACKAGE_RUNNER, verbs: ['exec', 'dlx'] }],
  yarn: [{ ...PACKAGE_RUNNER, verbs: ['exec', 'dlx'] }],
  bun: [{ verbs: ['x'] }],
  poetry: [RUN],
  uv: [RUN],
  pdm: [RUN],
  hatch: [RUN],
  pipenv: [RUN],
  rye: [RUN],
  bundle: [{ verbs: ['exec'] }],
}

const ASSIGNMENT = /^[A-Za-z_]\w*=/

/** The command inside a line, null where the line wraps none. Assignments before it are left out. */
export function unwrapped(words: readonly string[]): readonly string[] | null {
  const program = programOf(words)
  const coverage = coveredCommand(words)
  if (coverage !== null) return coverage
  const wrapper = (Object.hasOwn(WRAPPERS, program) ? WRAPPERS[program] : undefined)?.find(
    ({ verbs }) => verbs === undefined || verbs.includes(words[1] ?? ''),
  )
  if (wrapper === undefined) return null
  const rest = words.slice(wrapper.verbs === undefined ? 1 : 2)
  const begin = commandBegin(rest, wrapper.valued ?? []) + (wrapper.operands ?? 0)
  const inner = rest.slice(begin)
  return inner.length === 0 ? null : inner
}

/** Name of the program without its folder. */
export function programOf(words: readonly string[]): string {
  return posix.basename(words[0] ?? '')
}

export function isPython(program: string): boolean {
  return /^(?:python|pypy)[\d.]*$/.test(program)
}

function commandBegin(words: readonly string[], valued: readonly string[]): number {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') return at + 1
    if (valued.includes(word)) at += 1
    else if (!word.startsWith('-') && !ASSIGNMENT.test(word)) return at
  }
  return words.length
}

const COVERAGE_VALUES = [
  '--source',
  '--omit',
  '--include',
  '--rcfile',
  '--data-file',
  '--context',
  '--concurrency',
]

/** `coverage run -m pytest` and `python -m coverage run x.py` run Python. */
function coveredCommand(words: readonly string[]): readonly string[] | null {
  const isModule = isPython(programOf(words)) && words[1] === '-m' && words[2] === 'coverage'
  const rest = isModule ? words.slice(3) : programOf(words) === 'coverage' ? words.slice(1) : []
  if (rest[0] !== 'run') return null
  const module = rest.indexOf('-m')
  if (module !== -1) return ['python3', ...rest.slice(module)]
  return ['python3', ...rest.slice(1).slice(commandBegin(rest.slice(1), COVERAGE_VALUES))]
}
