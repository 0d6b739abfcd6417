/** What the options that describe a task mean; shared by `task add` and `task update`. */
import { ReveilleError } from '../domain/errors.ts'
import { parseDuration } from '../spec/duration.ts'
import type { Typed } from './command.ts'

type Options = Typed['options']

export const CHECK_OPTIONS = [
  ['--red-to-green <cmd...>', 'check that must be red before and green after'],
  ['--must-pass <cmd...>', 'check that must be green after'],
  ['--check-timeout <duration>', 'longest time of each of these checks (10m)'],
  ['--exit-red <code...>', 'exit codes of the red-to-green checks that count as red'],
  ['--report <source>', 'how their tests are counted: auto, exit, or a format such as junit (auto)'],
] as const

export const KIND_OPTIONS = [
  ['--allow <what...>', 'what a change may touch besides sources: tests, configuration'],
  ['--at <revision>', 'commit, tag or branch that a verify or explore task is about'],
  ['--artefact <what>', 'what an explore task brings: findings, or a file with a JSON Schema'],
  ['--operation <name>', 'configured operation that an operate task carries out'],
] as const

export const LIMIT_OPTIONS = [
  ['--runs <n>', 'runs that may fail before the task blocks (3)'],
  ['--wall-clock <duration>', 'longest time of a run, e.g. 30m (1h)'],
  ['--idle <duration>', 'longest time without output or changed file (10m)'],
] as const

export const AGENT_OPTIONS = [
  ['--shell <cmd>', 'the agent, as a line of shell; or write its words after --'],
  ['--fixer <name>', 'a fixer that is built in: remove-stray-files or remove-dead-module'],
  ['--fixer-parameter <name=text...>', 'what the fixer is told, e.g. path=src/old.ts'],
  ['--scripted <file>', 'JSON list of steps of a scripted agent, for tests'],
] as const

export const COMMAND_NOTE =
  'A CMD is a line of shell, or a JSON list of words (\'["npm","test"]\') that is run as it is.'

/** A line of shell, or a program's words written as JSON. */
function commandOf(text: string): { readonly shell: string } | { readonly argv: readonly string[] } {
  if (!text.trimStart().startsWith('[')) return { shell: text }
  const words = parseJson(text, 'the command')
  const isWords =
    Array.isArray(words) &&
    words.length > 0 &&
    words.every((word): word is string => typeof word === 'string')
  if (!isWords) throw new ReveilleError('input-invalid', `Not a JSON list of words: ${text}`)
  return { argv: words }
}

/** Undefined when no check was named. */
export function checksOf(options: Options): readonly unknown[] | undefined {
  const timeoutMs = milliseconds(options, 'checkTimeout')
  const redExits = texts(options['exitRed']).map(Number)
  const report = reportOf(options)
  const checks = (['red-to-green', 'must-pass'] as const).flatMap((expect) =>
    texts(options[expect === 'red-to-green' ? 'redToGreen' : 'mustPass']).map((text) => ({
      command: commandOf(text),
      expect,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(redExits.length > 0 && expect === 'red-to-green' ? { redExits } : {}),
      ...(report === undefined ? {} : { report }),
    })),
  )
  if (checks.length === 0 && report !== undefined)
    throw new ReveilleError('input-invalid', 'No check is named that --report could be about.')
  return checks.length === 0 ? undefined : checks
}

/** Undefined where none is named, and where checks are named with them, which then hold them. */
export function loneRedExits(options: Options): readonly number[] | undefined {
  const redExits = texts(options['exitRed']).map(Number)
  return redExits.length === 0 || checksOf(options) !== undefined ? undefined : redExits
}

function reportOf({ report }: Options): unknown {
  return report === undefined || report === 'auto' || report === 'exit' ? report : { format: report }
}

/** What only some kinds of task have; undefined where it was not named. */
export async function kindFieldsOf({ options, readText }: Typed): Promise<Readonly<Record<string, unknown>>> {
  const { allow, at, artefact, operation } = options
  return {
    allow,
    at,
    operation,
    artefact: typeof artefact === 'string' ? await artefactOf(artefact, readText) : undefined,
  }
}

async function artefactOf(what: string, readText: Typed['readText']): Promise<unknown> {
  return what === 'findings' ? { kind: what } : { kind: 'schema', schema: await readJson(what, readText) }
}

/** Undefined when none was named; at most one may be. */
export async function agentOf({ options, readText }: Typed, words: readonly string[]): Promise<unknown> {
  const { shell, scripted, fixer, fixerParameter } = options
  if ([shell, scripted, fixer, words[0]].filter((way) => way !== undefined).length > 1) {
    throw new ReveilleError('input-invalid', 'The agent is given more than once.', {
      hint: 'Use one of --shell CMD, --fixer NAME, --scripted FILE and -- PROGRAM ARGUMENT...',
    })
  }
  if (typeof fixer === 'string') return fixerOf(fixer, texts(fixerParameter))
  if (fixerParameter !== undefined) {
    throw new ReveilleError('input-invalid', 'There is no fixer that --fixer-parameter could be about.', {
      hint: 'Name it too: --fixer NAME --fixer-parameter name=text',
    })
  }
  if (typeof shell === 'string') return { kind: 'program', command: { shell } }
  if (typeof scripted === 'string') return { kind: 'scripted', steps: await readJson(scripted, readText) }
  return words.length === 0 ? undefined : { kind: 'program', command: { argv: words } }
}

function fixerOf(name: string, parameters: readonly string[]): unknown {
  const pairs = parameters.map((text): readonly [string, string] => {
    const at = text.indexOf('=')
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
    throw new ReveilleError('input-invalid', `A parameter is NAME=TEXT, which this is not: ${text}`)
  })
  return { kind: 'fixer', name, ...(pairs.length === 0 ? {} : { parameters: Object.fromEntries(pairs) }) }
}

export async function readJson(path: string, readText: Typed['readText']): Promise<unknown> {
  return parseJson(await readGiven(path, readText), path)
}

export async function readGiven(path: string, readText: Typed['readText']): Promise<string> {
  try {
    return await readText(path)
  } catch (error) {
    throw new ReveilleError('input-invalid', `The file ${path} cannot be read.`, { cause: error })
  }
}

export function limitsOf(options: Options): Readonly<Record<string, unknown>> {
  return {
    runs: options['runs'] === undefined ? undefined : Number(options['runs']),
    wallClockMs: milliseconds(options, 'wallClock'),
    noProgressMs: milliseconds(options, 'idle'),
  }
}

function milliseconds(options: Options, name: string): number | undefined {
  const text = options[name]
  if (typeof text !== 'string') return undefined
  const ms = parseDuration(text)
  if (ms !== null && ms > 0) return ms
  throw new ReveilleError('input-invalid', `This is no duration: ${text}`, {
    hint: 'Write 90s, 10m or 1h30m.',
  })
}

/** The words given to an option or argument that takes several. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : []
}

/** Fields without a value are left out, so that the operation fills in its own defaults. */
export function present(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function parseJson(text: string, subject: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new ReveilleError(
      'input-invalid',
      `${subject} is no JSON: ${error instanceof Error ? error.message : ''}`,
      { cause: error },
    )
  }
}
