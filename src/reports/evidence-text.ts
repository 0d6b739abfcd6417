import type { Evidence } from '../domain/evidence.ts'
import { durationText, oneLine, shortHash } from './wording.ts'

/** How an execution ended, whatever was hoped of it. */
export function outcomeText(
  evidence: Pick<Evidence, 'exitCode' | 'signal' | 'timedOut' | 'durationMs'>,
): string {
  const took = durationText(evidence.durationMs)
  if (evidence.timedOut) return `timed out after ${took}`
  if (evidence.signal !== null) return `killed by ${oneLine(evidence.signal)} after ${took}`
  return `exit ${evidence.exitCode ?? 'unknown'} in ${took}`
}

/** One sentence: which check, what it ran, on which tree, how it ended and where its record is. */
export function evidenceText(evidence: Omit<Evidence, 'id' | 'runId' | 'excerpt' | 'at'>): string {
  const colour = evidence.green ? 'green' : 'red'
  const where = evidence.isolation === 'none' ? ', without a sandbox' : ''
  return (
    `Check ${oneLine(evidence.check)} was ${colour} on tree ${shortHash(evidence.tree)}${where}: ` +
    `\`${oneLine(evidence.command)}\`, ${outcomeText(evidence)}; record: ${oneLine(evidence.file)}.`
  )
}
