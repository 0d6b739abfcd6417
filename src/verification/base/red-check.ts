import { interpreterScript } from '../checks/interpreter.ts'
import type { Check } from '../../domain/check.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { answered, answerOf, endedBadly, exitOf, testsNamed, type Seen } from '../checks/answer.ts'
import { readEvidence } from '../checks/evidence-store.ts'
import { testsOfName } from '../test-names.ts'
import { runChecks, type Asking } from '../checks/verify.ts'
import type { VerificationWorld } from '../world.ts'

export type RedVerdict =
  | { readonly kind: 'red' }
  | { readonly kind: 'nothing-to-fix' | 'invalid-red' | 'flaky-check'; readonly detail: string }

type RedAnswer =
  | { readonly kind: 'green' }
  /** `failing` tells one red from another; empty where only an exit code is known. */
  | { readonly kind: 'red'; readonly failing: readonly string[] }
  | { readonly kind: 'invalid'; readonly why: string }

type RedCheck = Pick<Check, 'name' | 'expect' | 'redExits' | 'tests'>

/** What a red-to-green check says of the base it was run on twice. Proof needs two equal answers, both for a good reason. */
export function judgeRed(check: RedCheck, first: Seen, second: Seen): RedVerdict {
  const [one, other] = [redAnswer(check, first), redAnswer(check, second)]
  if (answerKey(one) !== answerKey(other)) {
    const detail = `The check ${check.name} gave two answers on one tree: ${told(one, first)}, then ${told(other, second)}.`
    return { kind: 'flaky-check', detail }
  }
  switch (other.kind) {
    case 'red':
      return { kind: 'red' }
    case 'green':
      return { kind: 'nothing-to-fix', detail: `The check ${check.name} is green on the base already.` }
    case 'invalid':
      return {
        kind: 'invalid-red',
        detail: `The check ${check.name} proves nothing by failing: ${other.why}.`,
      }
  }
}

/** One verdict for a task: there is work as soon as one check is red, and none may be in doubt. */
export function judgeReds(verdicts: readonly RedVerdict[]): RedVerdict {
  const doubt =
    verdicts.find((verdict) => verdict.kind === 'flaky-check') ??
    verdicts.find((verdict) => verdict.kind === 'invalid-red')
  if (doubt !== undefined) return doubt
  const isDone = verdicts.length > 0 && verdicts.every((verdict) => verdict.kind === 'nothing-to-fix')
  return isDone && verdicts[0] !== undefined ? verdicts[0] : { kind: 'red' }
}

/**
 * Runs the gate's red-to-green checks on the base until each has answered twice; an answer that an earlier run of the task
 * got on this very base counts as the first.
 */
export async function checkRed(
  world: VerificationWorld,
  { base, ...asking }: Asking & { readonly base: string },
): Promise<RedVerdict> {
  const tree = await world.git.treeOf(base)
  const key = { tree, gate: asking.gate.hash, environment: asking.environment.id }
  const earlier = (await world.ledger.findEvidence(key)).filter(
    (one) => one.isolation === world.jail.isolation,
  )
  const verdicts: RedVerdict[] = []
  for (const check of asking.gate.checks.filter((one) => one.expect === 'red-to-green')) {
    const missing = await missingScript(world, base, check)
    if (missing !== null) {
      verdicts.push({
        kind: 'invalid-red',
        detail: `The check ${check.name} names ${missing}, which does not exist.`,
      })
      continue
    }
    const look = async (): Promise<Evidence | undefined> =>
      (await runChecks(world, { commit: base, checks: [check], purpose: 'base', ...asking }))[0]
    const first = earlier.find((evidence) => evidence.check === check.name) ?? (await look())
    const second = await look()
    if (first === undefined || second === undefined) continue
    verdicts.push(judgeRed(check, await seenOf(world, first), await seenOf(world, second)))
  }
  return judgeReds(verdicts)
}

/** What an execution showed, read back from its record. */
export async function seenOf(
  { stateDirectory }: Pick<VerificationWorld, 'stateDirectory'>,
  evidence: Evidence,
): Promise<Seen> {
  if (evidence.tests === null) return { outcome: evidence, formats: [], report: null }
  const { report } = await readEvidence(stateDirectory, evidence)
  return { outcome: evidence, formats: evidence.tests.formats, report }
}

/** A script that is not there makes any command red: that is a slip of the pen, not a fault to be repaired. */
async function missingScript(
  world: Pick<VerificationWorld, 'trees'>,
  base: string,
  { command }: Check,
): Promise<string | null> {
  const script = interpreterScript(command)
  if (script === null) return null
  const { paths } = await world.trees(base)
  return paths.includes(script) ? null : script
}

/** Red counts when named tests failed, or when the exit code is one that the author has declared. */
function redAnswer(check: RedCheck, seen: Seen): RedAnswer {
  const { redExits, tests } = check
  const { outcome, formats, report } = seen
  const exit = exitOf(outcome)
  if (!answered(outcome)) return invalid(endedBadly(outcome) ?? 'it gave no answer')
  const named = report === null ? [] : tests.flatMap((name) => testsOfName(report, name))
  if (tests.length > 0 && report !== null && report.complete) {
    const unknown = tests.filter((name) => testsOfName(report, name).length === 0)
    if (unknown.length > 0) return invalid(`its report knows no test ${testsNamed(unknown)}`)
    const failing = named.filter((test) => test.outcome === 'failed').map(({ id }) => id)
    return failing.length > 0 ? { kind: 'red', failing } : { kind: 'green' }
  }
  if (answerOf(seen, check).green) return { kind: 'green' }
  if (redExits.length > 0) {
    if (exit !== null && redExits.includes(exit)) return { kind: 'red', failing: failedIn(report) }
    return invalid(`it ended with exit code ${exit}, and only ${redExits.join(', ')} means red`)
  }
  if (formats.length === 0) {
    return invalid(
      `it ended with exit code ${exit}, and no test report says what failed; where an exit code is enough, declare it: reveille task update KEY --exit-red ${exit}, or exits: [${exit}] in its spec`,
    )
  }
  if (report === null || !report.complete)
    return invalid(`${formats.join(' and ')} did not report to the end`)
  const failing = failedIn(report)
  if (failing.length > 0) return { kind: 'red', failing }
  if (report.errors.length > 0) return invalid(`no test of ${testsNamed(report.errors)} could be collected`)
  return invalid('no test ran')
}

function failedIn(report: Seen['report']): readonly string[] {
  return report?.tests.flatMap(({ id, outcome }) => (outcome === 'failed' ? [id] : [])) ?? []
}

function invalid(why: string): RedAnswer {
  return { kind: 'invalid', why }
}

function answerKey(answer: RedAnswer): string {
  return answer.kind === 'red' ? `red ${answer.failing.join('\n')}` : answer.kind
}

function told(answer: RedAnswer, { outcome }: Seen): string {
  if (answer.kind === 'red' && answer.failing.length > 0) return `${testsNamed(answer.failing)} failed`
  return answer.kind === 'green' ? 'green' : (endedBadly(outcome) ?? 'exit code 0')
}
