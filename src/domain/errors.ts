/**
 * Every error a user can meet has a stable code. This table is the one place that says what a code means and how
 * the doors show it: `exit` is the CLI's exit code, `status` the HTTP status.
 */
export const ERRORS = {
  'agent-invalid': {
    exit: 2,
    status: 400,
    about: 'The agent of a task is unknown or its parameters are wrong.',
  },
  'already-exists': { exit: 2, status: 409, about: 'A thing with this key exists already.' },
  'answer-invalid': {
    exit: 2,
    status: 400,
    about: 'The blocker is answered already, the answer is no option, or its default could be none.',
  },
  'config-invalid': { exit: 2, status: 400, about: 'The configuration file has problems; each is listed.' },
  'config-missing': { exit: 2, status: 400, about: 'The repository has no .reveille/config.yaml.' },
  diverged: { exit: 3, status: 409, about: 'A branch moved in a way that only a person can settle.' },
  'environment-failed': { exit: 1, status: 500, about: 'A set-up command failed, so no environment exists.' },
  'gate-empty': { exit: 2, status: 400, about: 'No check guards the target, so nothing could be proved.' },
  'git-failed': { exit: 1, status: 500, about: 'A git command failed in a way Reveille does not know.' },
  'illegal-move': { exit: 1, status: 409, about: 'The state table does not allow this move.' },
  'input-invalid': { exit: 2, status: 400, about: 'An argument or option is missing or malformed.' },
  internal: { exit: 70, status: 500, about: 'A bug in Reveille.' },
  interrupted: { exit: 130, status: 503, about: 'A signal ended the command.' },
  'jail-unavailable': { exit: 2, status: 503, about: 'The sandbox cannot be set up on this machine.' },
  'leader-busy': { exit: 3, status: 409, about: 'Another process leads this project.' },
  'ledger-busy': { exit: 1, status: 503, about: 'The ledger stayed locked beyond its deadline.' },
  'ledger-newer': { exit: 2, status: 409, about: 'The ledger was written by a newer Reveille.' },
  'needs-cycle': { exit: 2, status: 409, about: 'The need would make tasks wait for each other.' },
  'night-missing': { exit: 2, status: 404, about: 'There is no open night.' },
  'night-unfinished': { exit: 3, status: 409, about: 'Runs or landings of the night are still under way.' },
  'not-claimable': {
    exit: 1,
    status: 409,
    about: 'The task cannot be claimed now: taken, blocked or waiting.',
  },
  'not-found': { exit: 2, status: 404, about: 'No thing has this key or id.' },
  'not-a-repository': { exit: 2, status: 400, about: 'The path is no git repository.' },
  'plan-stale': {
    exit: 2,
    status: 409,
    about: 'The plan is not what would be planned now: a spec or a task changed since.',
  },
  refused: { exit: 1, status: 403, about: "The actor's charter does not allow this operation." },
  'spec-invalid': { exit: 2, status: 400, about: 'A task spec has problems; each is listed.' },
  'stale-token': { exit: 1, status: 409, about: 'A newer owner has taken over; this write changed nothing.' },
  'state-unusable': {
    exit: 2,
    status: 503,
    about: 'The state directory is on a file system that cannot be used.',
  },
  'target-red': {
    exit: 1,
    status: 409,
    about: 'The gate is red on the base before anyone changed anything.',
  },
  'unsafe-path': { exit: 2, status: 400, about: 'A path leaves the place it was meant to stay in.' },
  'version-conflict': { exit: 1, status: 409, about: 'The thing changed since it was read.' },
  'workspace-failed': { exit: 1, status: 500, about: 'A workspace could not be made, entered or removed.' },
} as const satisfies Record<string, { exit: number; status: number; about: string }>

export type ErrorCode = keyof typeof ERRORS

export interface ErrorDetails {
  /** The next thing to do, as one sentence or a command. */
  readonly hint?: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** An expected failure: one sentence, a stable code and, where there is one, what to do next. */
export class ReveilleError extends Error {
  override readonly name = 'ReveilleError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly data: Readonly<Record<string, unknown>> | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined)
    this.code = code
    this.hint = details.hint
    this.data = details.data
  }
}

export function isReveilleError(error: unknown, code?: ErrorCode): error is ReveilleError {
  return error instanceof ReveilleError && (code === undefined || error.code === code)
}
