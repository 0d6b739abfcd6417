/** Where the text of any file names what is to be removed. */
import { posix } from 'node:path'
import { lineAt, shownPath } from '../shown.ts'
import type { Block } from './alias-block.ts'
import type { Meaning } from './meaning.ts'
import { knownName, type Subject } from './subject.ts'

export const WORD = /[^\s"'`<>|,;=]+/g
/** Where modules are named without being a script. */
const NAMES_MODULES = /\.(?:vue|svelte|astro|mdx|html?|s?css|sass|less|styl|graphql|gql)$/

export interface Mentions {
  readonly within: readonly string[]
  readonly outside: readonly string[]
}

/** Lines that name the subject, apart by whether they do so in a part of the text that was pointed out. */
export function mentionsIn(
  { subject, meaning }: { readonly subject: Subject; readonly meaning: Meaning },
  { path, text, within }: { path: string; text: string; within: Block | null },
): Mentions {
  const found = { within: new Set<string>(), outside: new Set<string>() }
  const names = new Set([
    ...subject.files.flatMap((file) => [knownName(file), posix.basename(posix.dirname(file))]),
    posix.basename(subject.path),
  ])
  if (text.includes('*') || [...names].some((name) => text.includes(name.replace(/^_/, '')))) {
    // As long as before, so that lines stay where they are.
    for (const { 0: word, index } of text.replaceAll('<rootDir>/', '        ./').matchAll(WORD)) {
      const file = meantBy(meaning, path, word) ?? meantOnLine(subject, word, lineAround(text, index))
      if (file === null) continue
      const isWithin = within !== null && index >= within.start && index < within.end
      const lines = isWithin ? found.within : found.outside
      lines.add(`${shownPath(path)}:${lineAt(text, index)} names ${shownPath(file)}`)
    }
  }
  return { within: [...found.within], outside: [...found.outside] }
}

function meantBy(meaning: Meaning, path: string, word: string): string | null {
  for (const spelling of spellingsIn(word)) {
    const named = meaning.ofWord(path, spelling)
    if (named !== null) return named
    if (!NAMES_MODULES.test(path)) continue
    const module = meaning.ofSpecifier(path, spelling) ?? meaning.ofSpecifier(path, `./${spelling}`)
    if (module !== null && /^[.@~#$]|^[^/]+\//.test(spelling)) return module.file
  }
  return null
}

/** A file's name apart from that of its folder: arguments of a call, or a change of folder before it. */
function meantOnLine({ files }: Subject, word: string, line: string): string | null {
  const name = word.replace(/^\W+|\W+$/g, '')
  const file = files.find(
    (one) => posix.basename(one) === name && saysWord(line, posix.basename(posix.dirname(one))),
  )
  return file ?? null
}

function lineAround(text: string, index: number): string {
  const end = text.indexOf('\n', index)
  return text.slice(text.lastIndexOf('\n', index) + 1, end === -1 ? text.length : end)
}

/** With and without the brackets and marks around it; folders of some frameworks have brackets in their names. */
function spellingsIn(word: string): readonly string[] {
  const bare = word.replace(/^[([{:]+|[)\]}:.!?]+$/g, '')
  const inner = /\(([^()]+)\)/.exec(word)?.[1] ?? bare
  const afterSign = bare.slice(bare.lastIndexOf(':') + 1)
  return [...new Set([word, bare, inner, afterSign])].filter((one) => one !== '')
}

/** Whether a word stands alone in a text. */
export function saysWord(text: string, word: string): boolean {
  return word !== '.' && new RegExp(`(?<![\\w-])${RegExp.escape(word)}(?![\\w-])`).test(text)
}
