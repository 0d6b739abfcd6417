/** Runners that take their reporter as an argument: how it is handed to them from the end of a check's own command. */
import type { Command } from '../../domain/check.ts'
import type { ReportFormat } from '../../domain/test-report.ts'
import { scriptCall } from '../closure/script-call.ts'
import { splitShell } from '../closure/shell-words.ts'
import { programOf, unwrapped } from '../closure/wrappers.ts'
import type { TreeReader } from '../file-change.ts'
import { runnerOf } from './recognise.ts'
import { jsonFields, fieldsOf } from './reporter-lines.ts'

/** A runner that gets whatever is appended to a command behind `prefix`. */
export interface Reachable {
  readonly format: ReportFormat
  /** The runner's own line. */
  readonly words: readonly string[]
  /** What makes those on the way hand the rest on. */
  readonly prefix: readonly string[]
}

const DEEPEST = 5
/** Whatever would end the command before its end, or come after it. */
const NOT_SIMPLE = /[;&|#(){}`<>\\\n]|^\s*!/

/** Null where what is appended would not reach a runner as one of its options. */
export async function reachable(command: Command, tree: TreeReader): Promise<Reachable | null> {
  const words = 'argv' in command ? command.argv : simpleWords(command.shell)
  return words === null ? null : reach(words, tree, 0)
}

export function append({
  command,
  words,
}: {
  readonly command: Command
  readonly words: readonly string[]
}): Command {
  if (words.length === 0) return command
  if ('argv' in command) return { argv: [...command.argv, ...words] }
  return { argv: ['/bin/sh', '-c', `${command.shell} "$@"`, 'sh', ...words] }
}

/** Words of a text that is one simple command from its beginning to its end, null for any other. */
export function simpleWords(text: string): readonly string[] | null {
  const bare = text.replace(/'[^']*'|"[^"`$\\]*"/g, '')
  if (NOT_SIMPLE.test(bare) || /['"]/.test(bare)) return null
  const [part, ...more] = splitShell(text)
  return part?.kind === 'command' && part.words.length > 0 && more.length === 0 ? part.words : null
}

async function reach(words: readonly string[], tree: TreeReader, depth: number): Promise<Reachable | null> {
  if (depth > DEEPEST) return null
  const format = runnerOf(words)
  // Behind these everything belongs to somebody else.
  if (format !== null) return words.some(isLast) ? null : { format, words, prefix: [] }
  const inner = unwrapped(words)
  if (inner !== null) {
    const prefix = needsDashes(words, ['exec', 'x']) ? ['--'] : []
    return behind(prefix, await reach(inner, tree, depth + 1))
  }
  const call = scriptCall(words)
  if (call === null || call.folder !== '' || call.workspaces !== null) return null
  const script = await rootScript(tree, call.scripts[0] ?? '')
  if (script === null) return call.tool === null ? null : reach(call.tool, tree, depth + 1)
  const scriptWords = simpleWords(script)
  if (scriptWords === null) return null
  const isNode = programOf(words) === 'node' && !words.includes('--')
  const prefix = isNode || needsDashes(words, null) ? ['--'] : []
  return behind(prefix, await reach([...scriptWords, ...call.handed], tree, depth + 1))
}

function isLast(word: string): boolean {
  return word === '--' || word === '-args' || word === '--args'
}

/** npm keeps options for itself until it is told otherwise; its likes hand everything on. */
function needsDashes(words: readonly string[], verbs: readonly string[] | null): boolean {
  if (programOf(words) !== 'npm' || words.includes('--')) return false
  return verbs === null || verbs.includes(words[1] ?? '')
}

function behind(prefix: readonly string[], found: Reachable | null): Reachable | null {
  return found === null ? null : { ...found, prefix: [...prefix, ...found.prefix] }
}

async function rootScript(tree: TreeReader, name: string): Promise<string | null> {
  const { scripts } = jsonFields((await tree.read('package.json')) ?? '')
  const script = Object.entries(fieldsOf(scripts)).find(([key]) => key === name)?.[1]
  return typeof script === 'string' ? script : null
}
