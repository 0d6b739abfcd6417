/**
 * What commands lead to inside a repository, transitively:
 * - words of a line that are files; operands of programs that only look (grep, cat, linters) are not, their `-f` and
 *   `--config` are. Folders and globs are no files, and nothing outside of the tree is looked at.
 * - scripts of package.json by way of npm, yarn, pnpm, bun run and `node --run`, with their pre and post scripts; the nearest
 *   package.json, or that of `--prefix`, `-C`, `--cwd` and `--workspace`.
 * - make: the Makefile, its includes and the recipes of the targets and of what these need.
 * - `sh -c TEXT`, `shell:` commands, shell scripts: their lines, with `cd`, subshells and substitutions.
 * - wrappers (npx, env, timeout, poetry run, ...): the line that they wrap, besides their own.
 * - Python modules (`-m pkg.mod`) and `__main__`; files that a program reads unasked (tox.ini, justfile, ...).
 * - what scripts in JavaScript, TypeScript and Python import from their own folder or below it. Never from above it, and
 *   nothing for tests, for scripts at the root and in source folders: there the code that is being tested would be reached.
 * Nothing is run or expanded. Depth, lines and text are bounded; what goes beyond is left out.
 */
import type { Command } from '../domain/check.ts'
import { followMake, followModule, followProgramFiles, followScripts } from './closure/follow-programs.ts'
import { pythonImports, scriptImports } from './closure/relative-imports.ts'
import { changedFolder, folderOf, meanings } from './closure/places.ts'
import { isShell, leadingWords } from './closure/programs.ts'
import { scriptCall } from './closure/script-call.ts'
import { splitShell } from './closure/shell-words.ts'
import { isInlineShell, languageOf, mayBeScript, type Language } from './closure/languages.ts'
import { programOf, unwrapped } from './closure/wrappers.ts'
import { openWalk, type Step, type Walk } from './closure/walk.ts'
import type { TreeReader } from './file-change.ts'
import { isInSourceFolder, isTestPath } from './protected/kinds.ts'

export interface CommandClosure {
  /** Files of the tree that the commands lead to, sorted. */
  readonly files: readonly string[]
  /** Every simple command on the way as words, the commands' own first; assignments before the program are left out. */
  readonly lines: readonly (readonly string[])[]
}

/** What the commands lead to in the tree, by the rules above. Never fails for what a file says. */
export async function closureOf(commands: readonly Command[], tree: TreeReader): Promise<CommandClosure> {
  const walk = openWalk(tree, { text: followText, line: followLine, file: followFile })
  const start: Step = { place: { folder: '', script: null }, depth: 0 }
  for (const command of commands) {
    if ('shell' in command) await followText(walk, command.shell, start)
    else await followLine(walk, command.argv, start)
  }
  return { files: [...walk.files].toSorted(), lines: walk.lines }
}

async function followText(walk: Walk, text: string, { place, depth }: Step): Promise<void> {
  if (!walk.mayReadOn(text, depth)) return
  const outer: string[] = []
  let { folder } = place
  for (const part of splitShell(text)) {
    if (part.kind === 'group-begins') outer.push(folder)
    else if (part.kind === 'group-ends') folder = outer.pop() ?? folder
    else {
      const step = { place: { ...place, folder }, depth }
      for (const value of part.assigned) await nameWords(walk, value.split(/\s+/), step)
      await followLine(walk, part.words, step)
      if (['cd', 'pushd'].includes(part.words[0] ?? '')) folder = changedFolder(part.words[1], step.place)
    }
  }
}

async function followLine(walk: Walk, words: readonly string[], step: Step): Promise<void> {
  if (words.length === 0 || !walk.takeLine(words, step.depth)) return
  const program = programOf(words)
  const inner = unwrapped(words)
  await nameWords(walk, leadingWords(program, ownWords(words, inner)), step)
  const call = { words, program, place: step.place, depth: step.depth + 1 }
  if (isShell(program)) await followShell(walk, words, step)
  await followScripts(walk, call)
  await followMake(walk, call)
  await followModule(walk, call)
  followProgramFiles(walk, call)
  if (inner !== null) await followLine(walk, inner, { ...step, depth: step.depth + 1 })
}

/** Without those that are followed as a line of their own: what they lead to is for its program to say. */
function ownWords(words: readonly string[], inner: readonly string[] | null): readonly string[] {
  const length = words.length - (inner?.length ?? scriptCall(words)?.handed.length ?? 0)
  const behind = words.slice(length)
  const isEnd = (inner ?? behind).every((word, at) => word === behind[at])
  return isEnd ? words.slice(0, length) : words
}

async function followShell(walk: Walk, words: readonly string[], step: Step): Promise<void> {
  const operand = words.findIndex((word, at) => at > 0 && !/^[-+]/.test(word))
  const text = words[operand]
  if (text === undefined) return
  if (words.slice(1, operand).some(isInlineShell)) {
    return followText(walk, text, { ...step, depth: step.depth + 1 })
  }
  const path = meanings(text, step.place).find((one) => walk.paths.has(one))
  if (path !== undefined) await followFile(walk, path, { ...step, as: 'shell' })
}

async function nameWords(walk: Walk, words: readonly string[], step: Step): Promise<void> {
  for (const word of words) {
    const path = meanings(word, step.place).find((one) => walk.paths.has(one))
    if (path !== undefined) await followFile(walk, path, step)
  }
}

async function followFile(
  walk: Walk,
  path: string,
  { place, depth, as }: Step & { readonly as?: Language },
): Promise<void> {
  walk.files.add(path)
  if (as === undefined && !mayBeScript(path)) return
  if (!walk.once(`${as ?? ''} ${place.folder} ${path}`)) return
  const text = await walk.read(path)
  if (text === null) return
  const language = as ?? languageOf(path, text)
  if (language === 'shell') {
    await followText(walk, text, { place: { ...place, script: folderOf(path) }, depth: depth + 1 })
  }
  if ((language !== 'script' && language !== 'python') || isTestPath(path) || !hasOwnFolder(path)) return
  if (!walk.mayReadOn(text, depth)) return
  const imports = language === 'python' ? pythonImports(path, text) : scriptImports(path, text)
  for (const one of imports) {
    if (walk.paths.has(one)) await followFile(walk, one, { place, depth: depth + 1 })
  }
}

/** Whether the folder of a script belongs to it and not to the code that is being tested. */
function hasOwnFolder(path: string): boolean {
  return folderOf(path) !== '' && !isInSourceFolder(path)
}
