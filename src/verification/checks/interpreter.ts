import { posix } from 'node:path'
import type { Command } from '../../domain/check.ts'

/** Programs whose first word that is no option is a script of the repository. */
const INTERPRETERS = /^(?:node|deno|bun|python[\d.]*|ruby|perl|php|sh|bash|dash|zsh)$/
/** After these the word is no script: code, a module, the runner of the interpreter itself. */
const TAKES_ANOTHER = /^-(?:[cempr]$|-(?:eval|print|run|test|require|import|loader)(?:=|$))/

/** The script that a command hands to an interpreter, relative to the root; null where none can be told for sure. */
export function interpreterScript(command: Command): string | null {
  if (!('argv' in command)) return null
  const [program = '', ...rest] = command.argv
  if (!INTERPRETERS.test(posix.basename(program))) return null
  if (rest.some((word) => TAKES_ANOTHER.test(word))) return null
  const [script] = rest
  if (script === undefined || script.startsWith('-') || posix.isAbsolute(script)) return null
  const path = posix.normalize(script)
  return path.startsWith('..') ? null : path
}
