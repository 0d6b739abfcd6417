/** Lines that GitHub Actions shows beside a commit, and how lines are kept from being such. */
import type { Step } from '../../reports/step.ts'
import { plain } from '../print.ts'

const LEVELS = { good: 'notice', bad: 'error', waits: 'warning', plain: null } as const

/** Null for what is no news to somebody who only looks at the outcome. */
export function annotation({ tone, task, text }: Step): string | null {
  const level = LEVELS[tone]
  if (level === null) return null
  return `::${level} title=${property(`reveille: ${task ?? 'night'}`)}::${data(text)}`
}

/** The runner obeys such words wherever they stand in a line; of others they are only text. */
export function harmless(line: string): string {
  return line.replaceAll('##[', '## [').replace(/^(\s*):(?=:)/u, '$1: ')
}

function data(text: string): string {
  return harmless(plain(text)).replaceAll('%', '%25')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
