import { posix } from 'node:path'

/** `script` is JavaScript or TypeScript. */
export type Language = 'shell' | 'script' | 'python' | 'other'

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  '.sh': 'shell',
  '.bash': 'shell',
  '.zsh': 'shell',
  '.ksh': 'shell',
  '.js': 'script',
  '.mjs': 'script',
  '.cjs': 'script',
  '.ts': 'script',
  '.mts': 'script',
  '.cts': 'script',
  '.py': 'python',
}

/** Whether it is worth reading a file that a line names: one without extension may say in its first line what runs it. */
export function mayBeScript(path: string): boolean {
  const extension = posix.extname(path)
  return extension === '' || Object.hasOwn(BY_EXTENSION, extension)
}

export function languageOf(path: string, text: string): Language {
  const known = BY_EXTENSION[posix.extname(path)]
  if (known !== undefined) return known
  const first = /^#!([^\n]{0,200})/.exec(text)?.[1] ?? ''
  if (/\b(?:sh|bash|dash|ash|ksh|zsh)\b/.test(first)) return 'shell'
  if (/\bpython[\d.]*\b/.test(first)) return 'python'
  return /\b(?:node|bun|deno|tsx)\b/.test(first) ? 'script' : 'other'
}

/** `-c`, `-ec`, `-lc`: the next operand of a shell is text. */
export function isInlineShell(word: string): boolean {
  return /^-[a-z]*c[a-z]*$/.test(word)
}
