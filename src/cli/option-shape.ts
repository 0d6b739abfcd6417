import { ALLOWANCES, PRIORITIES, TASK_KINDS, TASK_STATES } from '../domain/task.ts'

/** An option as programs are told of it, read from the flags that people are shown. */
export interface OptionShape {
  readonly long: string
  readonly short: string | null
  /** Name of its value; null for an option that is only there or not. */
  readonly placeholder: string | null
  readonly type: 'flag' | 'text' | 'number' | 'duration' | 'path'
  readonly isRepeated: boolean
  /** All that it may be; empty where that is not known before. */
  readonly choices: readonly string[]
  readonly about: string
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  '--state': TASK_STATES,
  '--kind': TASK_KINDS,
  '--priority': PRIORITIES,
  '--allow': ALLOWANCES,
  '--sandbox': ['auto', 'none'],
  '--progress': ['auto', 'live', 'plain', 'json', 'quiet'],
}

const TYPES: Readonly<Record<string, OptionShape['type']>> = {
  n: 'number',
  number: 'number',
  run: 'number',
  duration: 'duration',
  file: 'path',
  folder: 'path',
  path: 'path',
}

/** What every command has. */
export const EVERYWHERE: readonly (readonly [flags: string, about: string])[] = [
  ['--repo <path>', 'work on the repository at this path instead of the current folder'],
  ['--json', 'print one JSON envelope on stdout instead of prose'],
  ['--no-color', 'print without colour'],
]

export function describeOption([flags, about]: readonly [flags: string, about: string]): OptionShape {
  const [, short, long = flags, value] = /^(?:(-\w), )?(--[\w-]+)(?: [<[](.+)[>\]])?$/.exec(flags) ?? []
  const placeholder = value?.replace('...', '') ?? null
  return {
    long,
    short: short ?? null,
    placeholder,
    type: placeholder === null ? 'flag' : (TYPES[placeholder] ?? 'text'),
    isRepeated: value?.endsWith('...') === true,
    choices: CHOICES[long] ?? [],
    about,
  }
}
