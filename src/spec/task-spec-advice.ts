import type { KeyAdvice } from './diagnostics.ts'

type Advice = Readonly<Record<string, KeyAdvice>>

const CHECKS = advice('checks', 'what proves that a task is done stands under checks')
const WRITE = advice('scope.write', 'the paths that a task may change stand under scope, in write')
const GOAL = advice('goal', 'what the agent is told stands under goal')
const NEEDS = advice('needs', 'the keys of tasks that must be done first stand under needs')
const RUN = advice('run or shell', 'a command is run: [program, argument, ...] or shell: "a line"')
const AGENT = advice('program or shell', 'an agent is program: [program, argument, ...] or shell: "a line"')
const FIXER = advice('fixer', 'a fixer that is built in stands under fixer, by its name')
const WALL_CLOCK = 'the longest time of a run stands under limits, in wallClock'
const RUNS = 'how many runs may fail stands under limits, in runs'

const OF_TASK: Advice = {
  ...all(['commands', 'command', 'cmd', 'test', 'tests', 'check', 'verify', 'acceptance', 'gate'], CHECKS),
  ...all(['files', 'paths', 'path', 'write', 'include', 'scopes'], WRITE),
  ...all(['description', 'prompt', 'instructions', 'body', 'details'], GOAL),
  ...all(['dependson', 'dependencies', 'depends', 'requires', 'after'], NEEDS),
  type: advice('kind', 'what sort of task it is stands under kind'),
  id: advice('key', 'a task is named by its key'),
  name: advice('key', 'a task is named by its key, and described by its title'),
  ...all(['timeout', 'wallclock'], advice('limits.wallClock', WALL_CLOCK)),
  ...all(['retries', 'attempts', 'runs'], advice('limits.runs', RUNS)),
  idle: advice('limits.idle', 'the longest time without progress stands under limits, in idle'),
  parameters: advice('agent.parameters', 'what an agent is told by name stands under agent, in parameters'),
  ref: advice('at', 'the commit, tag or branch that a task is about stands under at'),
}

const OF_CHECK: Advice = {
  ...all(['command', 'cmd', 'commands', 'script', 'program', 'argv'], RUN),
  ...all(['type', 'kind', 'expects'], advice('expect', 'what a check must show stands under expect')),
  ...all(
    ['redexits', 'exitcodes', 'exit'],
    advice('exits', 'exit codes that count as red stand under exits'),
  ),
  test: advice('tests', 'tests that must turn green stand under tests'),
}

const OF_AGENT: Advice = {
  ...all(['name', 'builtin', 'codemod'], FIXER),
  ...all(['command', 'cmd', 'run', 'argv'], AGENT),
  ...all(
    ['params', 'options', 'arguments', 'args'],
    advice('parameters', 'what it is told by name stands in parameters'),
  ),
}

const OF_LIMITS: Advice = {
  ...all(['timeout', 'wallclockms'], advice('wallClock', WALL_CLOCK)),
  ...all(['retries', 'attempts'], advice('runs', RUNS)),
  ...all(['noprogress', 'noprogressms'], advice('idle', 'the longest time without progress is idle')),
}

const OF_SCOPE: Advice = all(['files', 'paths', 'include'], WRITE)

/** What to write instead of a key that people and models often guess, in the place where it stands. */
export function adviseTaskKey(path: readonly PropertyKey[], key: string): KeyAdvice | null {
  const name = key.toLowerCase().replaceAll(/[_-]/g, '')
  const known = adviceAt(path)
  return known !== null && Object.hasOwn(known, name) ? (known[name] ?? null) : null
}

function adviceAt([first, second, third]: readonly PropertyKey[]): Advice | null {
  if (first === undefined) return OF_TASK
  if (first === 'checks') return typeof second === 'number' && third === undefined ? OF_CHECK : null
  if (second !== undefined) return null
  if (first === 'agent') return OF_AGENT
  if (first === 'limits') return OF_LIMITS
  return first === 'scope' ? OF_SCOPE : null
}

function advice(key: string, sentence: string): KeyAdvice {
  return { key, sentence }
}

function all(names: readonly string[], one: KeyAdvice): Advice {
  return Object.fromEntries(names.map((name) => [name, one]))
}
