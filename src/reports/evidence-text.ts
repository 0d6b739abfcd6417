import type { Evidence, Purpose } from '../domain/evidence.ts'
import { count, durationText, oneLine, shortHash } from './wording.ts'

/** How an execution ended, whatever was hoped of it. */
export function outcomeText(
  evidence: Pick<Evidence, 'exitCode' | 'signal' | 'timedOut' | 'durationMs'>,
): string {
  const took = durationText(evidence.durationMs)
  if (evidence.timedOut) return `timed out after ${took}`
  if (evidence.signal !== null) return `killed by ${oneLine(evidence.signal)} after ${took}`
  return `exit ${evidence.exitCode ?? 'unknown'} in ${took}`
}

/** What stands behind the answer besides the exit: how many tests ran, how many faults they noticed. */
export function testsText({ tests, mutants }: Pick<Evidence, 'tests' | 'mutants'>): string {
  if (tests === null) return 'judged by its exit code alone'
  const counts = [
    `${count(tests.passed, 'test')} passed`,
    ...(tests.failed === 0 ? [] : [`${tests.failed} failed`]),
    ...(tests.skipped === 0 ? [] : [`${tests.skipped} skipped`]),
    ...(tests.errors === 0 ? [] : [`${count(tests.errors, 'file')} could not be collected`]),
    ...(tests.complete ? [] : ['the report has no end']),
    ...(mutants === null ? [] : [`${mutants.killed} of ${count(mutants.planted, 'planted fault')} noticed`]),
  ]
  return counts.join(', ')
}

const ASKED_OF: { readonly [purpose in Purpose]: string } = {
  tree: 'on tree',
  base: 'on the base, tree',
  'old-tests': "on the new code with the target's own tests, tree",
  transplant: "on the target's code with the new tests, tree",
}

/** One sentence: which check, what it ran, on which tree, how it ended and where its record is. */
export function evidenceText(evidence: Omit<Evidence, 'id' | 'runId' | 'excerpt' | 'at'>): string {
  const colour = evidence.green ? 'green' : 'red'
  const where = evidence.isolation === 'none' ? ', without a sandbox' : ''
  return (
    `Check ${oneLine(evidence.check)} was ${colour} ${ASKED_OF[evidence.purpose]} ${shortHash(evidence.tree)}${where}: ` +
    `\`${oneLine(evidence.command)}\`, ${outcomeText(evidence)}, ${testsText(evidence)}; record: ${oneLine(evidence.file)}.`
  )
}
