import { commandArgv, type Check } from '../domain/check.ts'
import { ReveilleError } from '../domain/errors.ts'
import type { CheckOutcome } from '../domain/evidence.ts'
import { runCommand, type CommandResult } from '../support/process.ts'
import type { Environment } from '../workspaces/workspace.ts'
import { checkVariables } from './gate.ts'
import type { VerificationWorld } from './world.ts'

const OUTPUT_BYTES = 1024 * 1024
const EXCERPT_BYTES = 4096
/** Read before masking and cutting: what a failing check says last is what people need. */
const CAPTURE_BYTES = 4 * OUTPUT_BYTES
/** Where the capture ended in the middle of a secret the mask would not know it. */
const UNSURE_BYTES = 4096

const MARK = 'reveille: the check begins'
// The mark tells a command that failed from a jail that could not be set up. `exec` by a shell turns a program that is not
// there into 127, whoever would have started it, and merges the streams in the order in which they were written.
const BEGIN = 'printf "%s\\n" "$0" && exec "$@" 2>&1'

export interface CheckRun extends CheckOutcome {
  /** What the check wrote, masked; the last megabyte of it. */
  readonly output: string
  /** The end of the output, at most 4 kB. */
  readonly excerpt: string
}

interface CheckTarget {
  readonly check: Check
  /** Commit whose files the check sees. */
  readonly commit: string
  readonly environment: Environment
}

/**
 * Runs one check in a fresh checkout inside the jail, without network, and leaves nothing of it. A red check is a result;
 * throws `jail-unavailable` when the check could not begin and `interrupted` when the world was told to stop.
 */
export async function runCheck(world: VerificationWorld, target: CheckTarget): Promise<CheckRun> {
  const id = world.ids.next()
  try {
    const workspace = await world.workspaces.create({
      id,
      commit: target.commit,
      environment: target.environment,
    })
    const jailed = world.jail.wrap(
      {
        workspace,
        write: { kind: 'workspace' },
        network: false,
        variables: checkVariables(world.config),
        readable: [],
        cwd: '',
      },
      ['/bin/sh', '-c', BEGIN, MARK, ...commandArgv(target.check.command)],
    )
    const result = await runCommand({
      argv: world.workspaces.enter(workspace, jailed.argv),
      variables: jailed.variables,
      cwd: workspace.folder,
      timeoutMs: target.check.timeoutMs,
      maxOutputBytes: CAPTURE_BYTES,
      signal: world.stop,
      diesWithUs: true,
      stopsAtOnce: world.jail.isolation === 'bubblewrap',
    })
    return checkRun(result, { check: target.check, mask: world.mask })
  } finally {
    await world.workspaces.remove(id)
  }
}

function checkRun(
  result: CommandResult,
  { check, mask }: { readonly check: Check; readonly mask: VerificationWorld['mask'] },
): CheckRun {
  if (result.cancelled) throw new ReveilleError('interrupted', `The check ${check.name} was stopped.`)
  const begins = `${MARK}\n`
  const captured = result.truncated ? result.stdout.subarray(0, -UNSURE_BYTES) : result.stdout
  const written = captured.toString('utf8')
  if (!written.startsWith(begins)) throw notBegun(check, result)
  const output = mask(written.slice(begins.length) + result.stderr.toString('utf8'))
  const note = result.truncated ? `\n[more than ${CAPTURE_BYTES} bytes: the rest was left out]\n` : ''
  return {
    exitCode: result.timedOut ? null : result.exitCode,
    signal: result.timedOut ? null : result.signal,
    timedOut: result.timedOut,
    durationMs: result.durationMs,
    output: lastBytes(output, OUTPUT_BYTES - note.length) + note,
    excerpt: lastBytes(output, EXCERPT_BYTES),
  }
}

function notBegun(check: Check, result: CommandResult): ReveilleError {
  const said = lastBytes(result.stderr.toString('utf8'), EXCERPT_BYTES).trim()
  const why =
    result.unstartable ?? (said === '' ? `exit code ${result.exitCode}, signal ${result.signal}` : said)
  return new ReveilleError('jail-unavailable', `The check ${check.name} could not begin: ${why}`, {
    hint: 'reveille doctor',
    data: { check: check.name, exitCode: result.exitCode, timedOut: result.timedOut },
  })
}

/** At most that many bytes from the end, beginning with a whole character. */
function lastBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= limit) return text
  let start = bytes.length - limit
  while (((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1
  return bytes.subarray(start).toString('utf8')
}
