import { resolve } from 'node:path'
import { COMMANDS, PREFIXES } from '../commands.ts'
import { plain } from '../print.ts'
import type { World } from '../world.ts'
import { nextWords, placeAfter, type Place, type Word } from './words.ts'

const TOPICS: readonly Word[] = [
  { word: 'exit-codes', about: 'What exit codes mean' },
  { word: 'errors', about: 'What error codes mean' },
]

/** Said instead of words where the shell is to offer files. */
const FILES = ':files'

/**
 * A shell inserts these words as they are, so no key with a sign that a shell reads is offered; descriptions are only shown.
 */
const SAFE = /^[\w.][\w.-]*$|^--?[\w-]+$/

/**
 * Answers a shell: `argv` is what was typed after the program's name, the last word being the one that is begun. One line a
 * word, with its description after a tab. Says nothing where nothing can be known; it never fails.
 */
export async function complete(world: World, argv: readonly string[]): Promise<void> {
  const begun = argv.at(-1) ?? ''
  const place = await placeOf(argv.slice(0, -1), begun)
  const keys = await keysAt(place, world, argv).catch(() => [])
  const lines = [...place.words, ...keys]
    .filter(({ word }) => word.startsWith(begun) && SAFE.test(word))
    .map(({ word, about }) => `${word}\t${plain(about).slice(0, 80)}`)
  const all = place.isFile ? [...lines, FILES] : lines
  if (all.length > 0) world.stdout.write(`${all.join('\n')}\n`)
}

async function placeOf(typed: readonly string[], begun: string): Promise<Place> {
  const nothing = { words: [], keys: null, task: null, isFile: false }
  const words = withoutGlobals(typed)
  const isHelp = words[0] === 'help'
  const named = isHelp ? words.slice(1) : words
  const command = COMMANDS.find(({ name }) => name === named.slice(0, name.split(' ').length).join(' '))
  if (command === undefined) {
    const more = isHelp && named.length === 0 ? TOPICS : []
    const help = typed.length === 0 ? [{ word: 'help', about: 'Show help' }] : []
    return { ...nothing, words: [...(nextWords(COMMANDS, PREFIXES, named) ?? []), ...more, ...help] }
  }
  if (isHelp) return nothing
  const { command: cli } = await command.load()
  return placeAfter(cli, named.slice(command.name.split(' ').length), begun)
}

/** What may stand before the command. */
function withoutGlobals(typed: readonly string[]): readonly string[] {
  const words = [...typed]
  for (;;) {
    if (words[0] === '--repo') words.splice(0, 2)
    else if (words[0] === '--json' || words[0] === '--no-color') words.shift()
    else return words
  }
}

async function keysAt(
  { keys, task }: Place,
  world: World,
  argv: readonly string[],
): Promise<readonly Word[]> {
  if (keys === null) return []
  const [{ compose }, { findKeys }] = await Promise.all([
    import('../../compose.ts'),
    import('../../operations/keys.ts'),
  ])
  const repo = argv[argv.indexOf('--repo') + 1]
  const isNamed = argv.includes('--repo') && repo !== undefined
  const silent = (): void => undefined
  await using context = compose({
    folder: isNamed ? resolve(world.cwd, repo) : world.cwd,
    variables: world.variables,
    narrate: silent,
    warn: silent,
    confirm: null,
    outdatedLedger: 'refused',
  })
  return await findKeys(context, { kind: keys, ...(task === null ? {} : { task }) })
}
