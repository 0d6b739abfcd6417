/** What command lines start: workers, schedulers and servers that we know. */
import { posix } from 'node:path'
import { isInlineShell } from '../../../../verification/closure/languages.ts'
import { splitShell } from '../../../../verification/closure/shell-words.ts'
import type { Findings, Span } from '../../adapter.ts'
import { celeryLaunches } from './celery-command.ts'
import type { Launch, Variables } from './launched.ts'

/** Programs that run the words after them; the number counts operands of their own. */
const WRAPPERS: Readonly<Record<string, number>> = {
  exec: 0,
  env: 0,
  nohup: 0,
  sudo: 0,
  time: 0,
  tini: 0,
  'dumb-init': 0,
  npx: 0,
  bunx: 0,
  xvfb: 0,
  gosu: 1,
  'su-exec': 1,
  timeout: 1,
  nice: 0,
  pipx: 1,
  uv: 1,
  poetry: 1,
  pipenv: 1,
  hatch: 1,
  pnpm: 1,
  yarn: 0,
  'ddtrace-run': 0,
  'opentelemetry-instrument': 0,
  'newrelic-admin': 1,
  'docker-entrypoint.sh': 0,
}
const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh'])
const APPLICATION_SERVERS = new Set(['uvicorn', 'gunicorn', 'hypercorn', 'daphne', 'granian'])
const APPLICATION = /^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(?:\(.*\))?$/
const DEEPEST = 4

/** All that a shell text starts. */
export function launchesOfShell(
  text: string,
  variables: Variables = new Map(),
  depth = 0,
): readonly Launch[] {
  return splitShell(text).flatMap((part) =>
    part.kind === 'command' ? launchesOfWords(part.words, variables, depth) : [],
  )
}

/** All that one command starts, through the wrappers and shells around it. */
export function launchesOfWords(
  given: readonly string[],
  variables: Variables = new Map(),
  depth = 0,
): readonly Launch[] {
  const words = unwrapped(given.filter((word) => word.trim() !== ''))
  const [program = '', ...rest] = words
  const name = posix.basename(program)
  if (SHELLS.has(name)) {
    const at = rest.findIndex(isInlineShell)
    const text = at === -1 ? undefined : rest[at + 1]
    return text === undefined || depth >= DEEPEST ? [] : launchesOfShell(text, variables, depth + 1)
  }
  if (/^python[\d.]*$/.test(name))
    return rest[0] === '-m' ? launchesOfWords(rest.slice(1), variables, depth + 1) : pythonLaunch(rest)
  if (name === 'celery') return celeryLaunches(rest, variables)
  if (APPLICATION_SERVERS.has(name)) return [server(rest.find((word) => APPLICATION.test(word)) ?? null)]
  if (name === 'next') return rest[0] === undefined || /^(?:start|dev)$/.test(rest[0]) ? [server('next')] : []
  if (name === 'flask' || name === 'fastapi') return frameworkLaunch(rest)
  return name === 'node' || name === 'bun' || name === 'tsx' ? nodeLaunch(rest) : []
}

/** Whether the command starts something of the project that we cannot tell the kind of. */
export function isOpaqueLaunch(words: readonly string[]): boolean {
  const [program = '', first = ''] = unwrapped(words)
  const name = posix.basename(program)
  if (/^python[\d.]*$/.test(name)) return first !== '-c' && launchesOfWords(words).length === 0
  return /^(?:npm|yarn|pnpm|bun)$/.test(name) && /^(?:start|run|serve)$/.test(first)
}

/** Adds what was started as facts of whoever starts it. */
export function addLaunches(found: Findings, span: Span, runner: string, launches: readonly Launch[]): void {
  for (const { kind, application, queues, confidence } of launches) {
    const more = { symbol: runner, confidence }
    found.fact('process', span, { kind, runner, application }, more)
    if (queues === undefined) continue
    if (queues === 'unknown') found.unresolved('queueConsumer', span)
    else
      for (const queue of queues ?? [null])
        found.fact('queueConsumer', span, { queue, library: 'celery', runner }, more)
  }
}

function unwrapped(given: readonly string[]): readonly string[] {
  let words = given
  for (let round = 0; round < 2 * DEEPEST; round += 1) {
    const name = posix.basename(words[0] ?? '')
    if (!Object.hasOwn(WRAPPERS, name)) return words
    const operands = WRAPPERS[name] ?? 0
    if (name === 'yarn' && words[1] !== 'exec' && words[1] !== 'run') return words.slice(1)
    if ((name === 'pnpm' || name === 'uv') && words[1] !== 'run' && words[1] !== 'exec') return words
    const inner = words.slice(1).findIndex((word) => !/^-|^[A-Za-z_]\w*=/.test(word))
    if (inner === -1) return []
    words = words.slice(1 + inner + operands)
    while (words[0] === '--' || words[0]?.startsWith('--')) words = words.slice(1)
  }
  return words
}

function server(application: string | null, confidence = 1): Launch {
  return { kind: 'server', application, confidence: application === null ? 0.8 : confidence }
}

function pythonLaunch(rest: readonly string[]): readonly Launch[] {
  const isDjango = posix.basename(rest[0] ?? '') === 'manage.py' && rest[1] === 'runserver'
  return isDjango ? [server(rest[0] ?? null)] : []
}

function frameworkLaunch(rest: readonly string[]): readonly Launch[] {
  const at = rest.findIndex((word) => word === 'run' || word === 'dev')
  if (at === -1) return []
  const flag = rest.findIndex((word) => word === '--app' || word === '-A')
  const after = rest[at + 1]
  return [server(flag === -1 ? (after?.startsWith('-') === false ? after : null) : (rest[flag + 1] ?? null))]
}

/** What a script does is not in its command line: its name is all there is. */
function nodeLaunch(rest: readonly string[]): readonly Launch[] {
  if (rest.some((word) => /^(?:--test|-e|--eval|-p|--check|-v|--version)$/.test(word))) return []
  const application = rest.find((word) => /\.[cm]?[jt]s$/.test(word)) ?? null
  const name = posix.basename(application ?? '')
  if (application === null) return []
  if (/worker|consumer|queue/i.test(name)) return [{ kind: 'worker', application, confidence: 0.7 }]
  if (/schedul|cron/i.test(name)) return [{ kind: 'scheduler', application, confidence: 0.7 }]
  const isServer = /^(?:server|index|main|app|start|www)\./i.test(name)
  return isServer ? [server(application, 0.8)] : []
}
