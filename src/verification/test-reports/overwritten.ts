/** Commands on the way to a runner may set a variable anew, by which a reporter would have come to it. */
import type { Command } from '../../domain/check.ts'
import { splitShell } from '../closure/shell-words.ts'
import type { CommandClosure } from '../command-closure.ts'
import type { TreeReader } from '../file-change.ts'
import { fieldsOf, jsonFields } from './reporter-lines.ts'

/** Of these variables, those that are set somewhere on the way without what they were before; read tolerantly. */
export async function overwritten(
  names: readonly string[],
  {
    command,
    closure,
    tree,
  }: { readonly command: Command; readonly closure: CommandClosure; readonly tree: TreeReader },
): Promise<ReadonlySet<string>> {
  const texts = [
    ...('shell' in command ? [command.shell] : []),
    ...closure.lines.map((words) => words.join(' ')),
    ...(await scriptTexts(closure, tree)),
  ]
  return new Set(names.filter((name) => texts.some((text) => isOverwritten(name, text))))
}

/** Shell scripts and Makefiles that were named, and of a package.json the scripts that are run. */
async function scriptTexts(closure: CommandClosure, tree: TreeReader): Promise<readonly string[]> {
  const files = closure.files.filter((path) => !/\.(?:[cm]?[jt]sx?|py|lock|ya?ml|toml|md)$/.test(path))
  const run = new Set(closure.lines.map((words) => JSON.stringify(words)))
  const texts = await Promise.all(
    files.map(async (path) => {
      const text = (await tree.read(path)) ?? ''
      if (!path.endsWith('.json')) return [text]
      if (!/(?:^|\/)package\.json$/.test(path)) return []
      const scripts = Object.values(fieldsOf(jsonFields(text)['scripts'])).filter(
        (one) => typeof one === 'string',
      )
      return scripts.filter((script) => isRun(script, run))
    }),
  )
  return texts.flat()
}

/** Words may have been handed to it, so that only the beginnings are the same. */
function isRun(script: string, run: ReadonlySet<string>): boolean {
  return splitShell(script).some((part) => {
    if (part.kind !== 'command' || part.words.length === 0) return false
    const begin = JSON.stringify(part.words).slice(0, -1)
    return [...run].some((line) => line.startsWith(begin))
  })
}

function isOverwritten(name: string, text: string): boolean {
  const settings = text.matchAll(new RegExp(String.raw`(?<![\w{$])${name}\s*:{0,2}=\s*(\S*)`, 'g'))
  return (
    [...settings].some(([, value = '']) => !value.includes(name)) ||
    /\benv\s+-i\b|--ignore-environment/.test(text)
  )
}
