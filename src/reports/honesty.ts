/** What a report must say against itself. */
import type { NightRecord } from './record.ts'
import type { Outcomes } from './outcomes.ts'
import { count } from './wording.ts'

export interface Isolation {
  readonly runs: number
  /** Runs whose agent and checks had no sandbox around them. */
  readonly withoutSandbox: number
  /** Pieces of evidence that were made without a sandbox. */
  readonly evidenceWithoutSandbox: number
}

export function isolationOf({ runs, evidence }: Pick<NightRecord, 'runs' | 'evidence'>): Isolation {
  return {
    runs: runs.length,
    withoutSandbox: runs.filter(({ isolation }) => isolation === 'none').length,
    evidenceWithoutSandbox: evidence.filter(({ isolation }) => isolation === 'none').length,
  }
}

export function isolationSentences({
  runs,
  withoutSandbox,
  evidenceWithoutSandbox,
}: Isolation): readonly string[] {
  if (runs === 0 && evidenceWithoutSandbox === 0) return ['No run started, so nothing needed a sandbox.']
  if (withoutSandbox === 0 && evidenceWithoutSandbox === 0) {
    return [
      'Every run of this night, and every check that this report rests on, was in a bubblewrap sandbox: no network, and of the machine only the system and toolchains, read-only, its own workspace, and what `jail` in the configuration adds.',
    ]
  }
  return [
    `${withoutSandbox} of ${count(runs, 'run')} and ${count(evidenceWithoutSandbox, 'execution')} of checks were not in a sandbox: \`--sandbox none\` was given, or bubblewrap cannot be had here.`,
    'Their agents and checks could read and change every file of the user who started Reveille, secrets included, other workspaces and the ledger, and could use the network. Nothing in the ledger can show whether they did.',
    'The diff gate and the checks held for what landed all the same.',
  ]
}

/** Fixed sentences first, then those that this night calls for. */
export function unprovableOf({
  landed,
  concluded,
  closed,
}: Pick<Outcomes, 'landed' | 'concluded' | 'closed'>): readonly string[] {
  const unshown = landed.filter((task) => !task.redToGreen).map(({ key }) => key)
  const byExit = [
    ...new Set(
      landed.flatMap(({ checks }) => checks.flatMap(({ check, tests }) => (tests === null ? [check] : []))),
    ),
  ]
  const unknown = concluded.filter(({ answer }) => answer === 'unknown').map(({ key }) => key)
  return [
    'A green check proves what that check tests, on that tree and in that environment, and nothing else.',
    ...(byExit.length === 0
      ? []
      : [
          `Judged by their exit code alone, so that one that ends with 0 without having tested anything counts as green: ${byExit.join(', ')}.`,
        ]),
    'Code that changes built-ins, or asks whether it is being tested, can turn its own checks green; running it cannot tell. Reveille looks for such additions and leaves what it finds to a person, but it cannot find all.',
    ...(unshown.length === 0
      ? []
      : [
          `Of ${unshown.join(', ')} only that nothing broke is proved: no check was red before the work and green after it.`,
        ]),
    ...(unknown.length === 0 ? [] : [`Of ${unknown.join(', ')} the ledger holds no evidence of its own.`]),
    ...(closed.length === 0
      ? []
      : [`${closed.map(({ key }) => key).join(', ')}: closed on a person's word, unverified.`]),
  ]
}
