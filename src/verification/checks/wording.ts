import type { Evidence } from '../../domain/evidence.ts'

const SHOWN_LINES = 12

/** One sentence that names the red checks, then the end of the first one's output; empty when nothing is red. */
export function redSentence(evidence: readonly Evidence[], where: string): string {
  const red = evidence.filter((one) => !one.green)
  const [first] = red
  if (first === undefined) return ''
  const named = red.map(({ check, finding }) => `${check}: ${finding}`).join(' ')
  const lines = first.excerpt.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n')
  return `Red ${where}: ${named}${lines === '' ? '' : `\n${lines}`}`
}
