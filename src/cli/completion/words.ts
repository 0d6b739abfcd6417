/** What can stand where the cursor is: a pure reading of the commands' own descriptions. */
import type { KeyKind } from '../../operations/keys.ts'
import { optionsOf, type CliCommand } from '../command.ts'
import type { CommandEntry } from '../commands.ts'
import { describeOption, EVERYWHERE, type OptionShape } from '../option-shape.ts'

export interface Word {
  readonly word: string
  readonly about: string
}

/** What may be typed at a place: one of these words, a key of the ledger, or the path of a file. */
export interface Place {
  readonly words: readonly Word[]
  readonly keys: KeyKind | null
  /** Whose options are meant, where `keys` is `option`. */
  readonly task: string | null
  readonly isFile: boolean
}

const NOWHERE: Place = { words: [], keys: null, task: null, isFile: false }

/** By the name of a placeholder, wherever it stands: `<key>`, `[tasks...]`. */
const KEYS: Readonly<Record<string, KeyKind>> = {
  key: 'task',
  tasks: 'open-task',
  blocker: 'blocked-task',
  task: 'blocked-task',
  option: 'option',
  number: 'night',
}

const FILES = ['file', 'files', 'folder', 'path']

/** Their argument is text of the user's own, although a placeholder of this name means a key elsewhere. */
const OWN_NUMBER = ['--lines']

/** Commands that go on from the words so far; `null` when those words are a whole command. */
export function nextWords(
  entries: readonly CommandEntry[],
  prefixes: Readonly<Record<string, string>>,
  typed: readonly string[],
): readonly Word[] | null {
  if (entries.some(({ name }) => name === typed.join(' '))) return null
  const start = typed.length === 0 ? '' : `${typed.join(' ')} `
  const found = new Map<string, string>()
  for (const { name, summary } of entries) {
    if (!name.startsWith(start)) continue
    const [word = '', ...rest] = name.slice(start.length).split(' ')
    found.set(word, rest.length === 0 ? summary : (prefixes[word] ?? ''))
  }
  return [...found].map(([word, about]) => ({ word, about }))
}

/** What may stand after these words of a command; the last of them is finished. */
export function placeAfter(cli: CliCommand, typed: readonly string[], begun: string): Place {
  const options = [...optionsOf(cli), ...EVERYWHERE].map(describeOption)
  const end = typed.indexOf('--')
  if (end !== -1) return { ...NOWHERE, isFile: true }
  const { waiting, args } = readTyped(options, typed)
  if (waiting !== null && !begun.startsWith('-')) return valueOf(waiting, args)
  if (begun.startsWith('-')) return { ...NOWHERE, words: optionWords(options) }
  const next = argumentAt(cli, args.length)
  return next === null ? { ...NOWHERE, words: optionWords(options) } : placeholder(next, args)
}

/** Which option still takes a value, and what was typed besides options. */
function readTyped(
  options: readonly OptionShape[],
  typed: readonly string[],
): { readonly waiting: OptionShape | null; readonly args: readonly string[] } {
  const args: string[] = []
  let waiting: OptionShape | null = null
  for (const word of typed) {
    if (word.startsWith('-')) waiting = optionNamed(options, word)
    else if (waiting === null) args.push(word)
    else if (!waiting.isRepeated) waiting = null
  }
  return { waiting, args }
}

function optionNamed(options: readonly OptionShape[], word: string): OptionShape | null {
  const option = options.find(({ long, short }) => word === long || word === short)
  return option === undefined || option.placeholder === null ? null : option
}

function valueOf({ long, choices, placeholder: name }: OptionShape, args: readonly string[]): Place {
  if (choices.length > 0) return { ...NOWHERE, words: choices.map((word) => ({ word, about: '' })) }
  return OWN_NUMBER.includes(long) ? NOWHERE : placeholder(name ?? '', args)
}

function placeholder(syntax: string, args: readonly string[]): Place {
  const name = syntax.replaceAll(/[<>[\].]/g, '')
  return { ...NOWHERE, keys: KEYS[name] ?? null, task: args[0] ?? null, isFile: FILES.includes(name) }
}

function argumentAt({ arguments: all }: CliCommand, index: number): string | null {
  const last = all.at(-1)?.[0]
  return all[index]?.[0] ?? (last?.includes('...') === true ? last : null)
}

function optionWords(options: readonly OptionShape[]): readonly Word[] {
  return options.map(({ long, about }) => ({ word: long, about }))
}
