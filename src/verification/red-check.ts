import { constants } from 'node:os'
import type { Check } from '../domain/check.ts'
import { isGreen, type CheckOutcome, type Evidence } from '../domain/evidence.ts'
import type { Asking } from './verify.ts'
import { runChecks } from './verify.ts'
import type { VerificationWorld } from './world.ts'

export type RedVerdict =
  | { readonly kind: 'red' }
  | { readonly kind: 'nothing-to-fix' | 'invalid-red' | 'flaky-check'; readonly detail: string }

type Outcome = Omit<CheckOutcome, 'durationMs'>
type Answer = 'green' | 'red' | 'invalid'

const NOT_EXECUTABLE = 126
const NOT_FOUND = 127
/** A shell, and the jail, report a signal as 128 and its number. */
const SIGNAL_EXITS = { first: 129, last: 192 }

/** What a red-to-green check says of the base it was run on twice. Proof needs two equal answers, both for a good reason. */
export function judgeRed(
  check: Pick<Check, 'name' | 'redExits'>,
  first: Outcome,
  second: Outcome,
): RedVerdict {
  const [one, other] = [answerOf(check, first), answerOf(check, second)]
  if (one !== other) {
    const detail = `The check ${check.name} gave two answers on one tree: ${told(first)}, then ${told(second)}.`
    return { kind: 'flaky-check', detail }
  }
  switch (one) {
    case 'red':
      return { kind: 'red' }
    case 'green':
      return { kind: 'nothing-to-fix', detail: `The check ${check.name} is green on the base already.` }
    case 'invalid':
      return {
        kind: 'invalid-red',
        detail: `The check ${check.name} proves nothing by failing: ${told(second)}.`,
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
    const look = async (): Promise<Evidence | undefined> =>
      (await runChecks(world, { commit: base, checks: [check], ...asking }))[0]
    const first = earlier.find((evidence) => evidence.check === check.name) ?? (await look())
    const second = await look()
    if (first !== undefined && second !== undefined) verdicts.push(judgeRed(check, first, second))
  }
  return judgeReds(verdicts)
}

function answerOf({ redExits }: Pick<Check, 'redExits'>, outcome: Outcome): Answer {
  if (isGreen(outcome)) return 'green'
  const exit = exitOf(outcome)
  if (outcome.timedOut || exit === null) return 'invalid'
  if (redExits.length > 0) return redExits.includes(exit) ? 'red' : 'invalid'
  const provesNothing = exit === NOT_EXECUTABLE || exit === NOT_FOUND || isSignal(exit)
  return provesNothing ? 'invalid' : 'red'
}

/** The exit code as a shell would tell it. */
function exitOf({ exitCode, signal }: Outcome): number | null {
  if (exitCode !== null || signal === null) return exitCode
  const known = Object.entries(constants.signals).find(([name]) => name === signal)
  return known === undefined ? null : SIGNAL_EXITS.first - 1 + known[1]
}

function isSignal(exit: number): boolean {
  return exit >= SIGNAL_EXITS.first && exit <= SIGNAL_EXITS.last
}

function told(outcome: Outcome): string {
  if (outcome.timedOut) return 'it ran out of time'
  const exit = exitOf(outcome)
  if (exit === null) return `it was ended by ${outcome.signal ?? 'an unknown cause'}`
  if (exit === NOT_FOUND) return 'its command was not found (exit code 127)'
  if (exit === NOT_EXECUTABLE) return 'its command cannot be executed (exit code 126)'
  return isSignal(exit) ? `a signal ended it (exit code ${exit})` : `exit code ${exit}`
}
