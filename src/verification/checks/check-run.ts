import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { commandArgv, type Check } from '../../domain/check.ts'
import { ReveilleError } from '../../domain/errors.ts'
import type { CheckOutcome } from '../../domain/evidence.ts'
import type { ReportFormat, TestReport } from '../../domain/test-report.ts'
import { runCommand, type CommandResult } from '../../support/process.ts'
import type { Environment, Workspace } from '../../workspaces/workspace.ts'
import { checkVariables } from './gate.ts'
import { collectReport } from '../test-reports/collect.ts'
import { planReport, readableOutput } from '../test-reports/plan.ts'
import type { ReportPlan } from '../test-reports/report-plan.ts'
import type { VerificationWorld } from '../world.ts'

const OUTPUT_BYTES = 1024 * 1024
const EXCERPT_BYTES = 4096
/** Read before masking and cutting: what a failing check says last is what people need. */
const CAPTURE_BYTES = 4 * OUTPUT_BYTES
/** Where the capture ended in the middle of a secret the mask would not know it. */
const UNSURE_BYTES = 4096

/** In the private HOME of a check. */
const REPORT_FOLDER = '.reveille-reports'
const PLANTED_FILE = '.reveille-planted'

const MARK = 'reveille: the check begins'
// The mark tells a command that failed from a jail that could not be set up. `exec` by a shell turns a program that is not
// there into 127, whoever would have started it, and merges the streams in the order in which they were written.
const BEGIN = 'printf "%s\\n" "$0" && exec "$@" 2>&1'
// Puts a changed file into the checkout from within: only there the layers of the workspace are one.
const PLANT = 'cp -- "$1" "$2" && shift 2 && exec "$@"'

export interface CheckRun extends CheckOutcome {
  /** What the check wrote, masked; the last megabyte of it. */
  readonly output: string
  /** The end of the output, at most 4 kB. */
  readonly excerpt: string
  /** Runners that had to report. */
  readonly formats: readonly ReportFormat[]
  /** What each test did; null for a check that is judged by its exit code alone. */
  readonly report: TestReport | null
}

export interface CheckTarget {
  readonly check: Check
  /** Commit whose files the check sees. */
  readonly commit: string
  readonly environment: Environment
  /** A file that stands in the checkout in another form than in the commit. */
  readonly planted?: { readonly path: string; readonly content: string }
  /** What the check may have to do with the world outside its jail; nothing when not given. */
  readonly outside?: Outside
}

/** Only operations and their proof reach anything outside. */
export interface Outside {
  readonly network: boolean
  readonly variables: Readonly<Record<string, string>>
  /** Absolute host paths. */
  readonly readable: readonly string[]
}

const NOTHING_OUTSIDE: Outside = { network: false, variables: {}, readable: [] }

/**
 * Runs one check in a fresh checkout inside the jail, by default without network, and leaves nothing of it. A red check is a
 * result; throws `jail-unavailable` when the check could not begin and `interrupted` when the world was told to stop.
 */
export async function runCheck(world: VerificationWorld, target: CheckTarget): Promise<CheckRun> {
  const id = world.ids.next()
  try {
    const workspace = await world.workspaces.create({
      id,
      commit: target.commit,
      environment: target.environment,
    })
    const plan = await planOf(world, workspace, target)
    const planted = await plant(world, workspace, target.planted)
    const outside = target.outside ?? NOTHING_OUTSIDE
    const jailed = world.jail.wrap(
      {
        workspace,
        write: { kind: 'workspace' },
        network: outside.network,
        variables: { ...outside.variables, ...plan.variables },
        readable: [...plan.readable, ...outside.readable],
        cwd: '',
      },
      ['/bin/sh', '-c', BEGIN, MARK, ...planted, ...commandArgv(plan.command)],
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
    const written = writtenBy(target.check, result)
    const report = await collectReport({
      plan,
      folder: join(workspace.home, REPORT_FOLDER),
      output: written,
      truncated: result.truncated,
      mask: world.mask,
    })
    return { ...checkRun(result, readableOutput(plan, written), world.mask), formats: plan.formats, report }
  } finally {
    await world.workspaces.remove(id)
  }
}

async function planOf(
  world: VerificationWorld,
  workspace: Workspace,
  { check, commit }: CheckTarget,
): Promise<ReportPlan> {
  await mkdir(join(workspace.home, REPORT_FOLDER), { recursive: true })
  return planReport({
    check,
    tree: await world.trees(commit),
    variables: checkVariables(world.config),
    folder: join(world.jail.homeInside(workspace), REPORT_FOLDER),
  })
}

/** Words that put the file in its place before they run what follows them. */
async function plant(
  { jail }: Pick<VerificationWorld, 'jail'>,
  workspace: Workspace,
  planted: CheckTarget['planted'],
): Promise<readonly string[]> {
  if (planted === undefined) return []
  await writeFile(join(workspace.home, PLANTED_FILE), planted.content)
  const source = join(jail.homeInside(workspace), PLANTED_FILE)
  const place = join(jail.rootInside(workspace), planted.path)
  return ['/bin/sh', '-c', PLANT, MARK, source, place]
}

/** What the check itself wrote. */
function writtenBy(check: Check, result: CommandResult): string {
  if (result.cancelled) throw new ReveilleError('interrupted', `The check ${check.name} was stopped.`)
  const begins = `${MARK}\n`
  const captured = result.truncated ? result.stdout.subarray(0, -UNSURE_BYTES) : result.stdout
  const written = captured.toString('utf8')
  if (!written.startsWith(begins)) throw notBegun(check, result)
  return written.slice(begins.length) + result.stderr.toString('utf8')
}

function checkRun(
  result: CommandResult,
  written: string,
  mask: VerificationWorld['mask'],
): Omit<CheckRun, 'formats' | 'report'> {
  const output = mask(written)
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
