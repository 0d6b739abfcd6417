import { printable } from '../../domain/printable.ts'

/** A path in a sentence: quoted where it holds what would be taken for something else. */
export function shownPath(path: string): string {
  return /^[^\s\p{C}"',;]+$/u.test(path) ? path : printable(JSON.stringify(path))
}

/** `one`, `one and two`, `one, two and 3 more`. */
export function listed(words: readonly string[], most = 3): string {
  const shown = words.slice(0, most)
  const rest = words.length - shown.length
  const all = rest > 0 ? [...shown, `${rest} more`] : shown
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`
}

/** Counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

/** Files that say what is to be left alone: to be named in one is no use. */
export function isIgnoreFile(path: string): boolean {
  return /(?:^|\/)\.[\w.-]*ignore$|(?:^|\/)\.git\/info\/exclude$/.test(path)
}

/** Reveille's own folder. */
export function isOwnFile(path: string): boolean {
  return path.toLowerCase().startsWith('.reveille/')
}

/** Reveille's tasks, which name what they are about; its configuration names what it uses. */
export function isTaskFile(path: string): boolean {
  return path.toLowerCase().startsWith('.reveille/tasks/')
}
