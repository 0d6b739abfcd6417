import { constants } from 'node:fs'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { ReveilleError } from '../domain/errors.ts'
import type { ProcessIdentity } from '../domain/run.ts'
import type { Clock } from '../support/clock.ts'
import { familyOf, identityOf, isAlive, signalProcess } from '../support/identity.ts'
import { startDetached, type DetachedProcess } from '../support/process.ts'
import { sedMaskScript } from '../support/secrets.ts'
import { readEnd } from './host-end.ts'
import type { HostAtGate, Hosts, HostSpec, HostState } from './host.ts'
import { controlPath, hostPath, transcriptSize } from './transcript.ts'

const SCRIPT = join(import.meta.dirname, 'host.sh')
const BLOCK_BYTES = 512
const LOOK_MS = 15
const PATIENCE_MS = 5_000
const HEARING_MS = 1_000
const KILL_DEADLINE_MS = 5_000

const HostFile = z.object({ graceMs: z.number().min(0) })

interface ShellHostsOptions {
  readonly clock: Clock
  /** Where the host itself finds sed, env and the like. */
  readonly path: string
  /** How long a host that is to go home may take beyond the grace, to drain the output and sync the end record. */
  readonly patienceMs?: number
}

/** Hosts as processes of `host.sh`. */
export function createShellHosts(options: ShellHostsOptions): Hosts {
  return {
    start: (spec) => start(options, spec),
    observe,
    stop: (folder, identity, cause) => stop({ ...options, folder, identity, cause }),
  }
}

async function start(options: ShellHostsOptions, spec: HostSpec): Promise<HostAtGate> {
  const message = gateMessage(spec)
  await claimFolder(spec)
  const host = await startDetached({
    argv: ['/bin/sh', SCRIPT, ...scriptArguments(spec)],
    variables: { PATH: options.path },
    cwd: '/',
  })
  const identity = await identityOf(host.pid)
  if (identity === null) throw new ReveilleError('internal', 'the host of a run ended as it was started')
  let isOpen = false
  return {
    identity,
    async open() {
      isOpen = true
      await endInput(host, message)
    },
    async abort() {
      if (isOpen) return stop({ ...options, folder: spec.folder, identity, cause: 'stopped' })
      await endInput(host, '')
      await until(options.clock, async () => !(await isAlive(identity)), options.patienceMs ?? PATIENCE_MS)
      await killFamily(options.clock, identity, [])
    },
  }
}

function scriptArguments(spec: HostSpec): string[] {
  const seconds = (ms: number): string => (ms / 1000).toFixed(3)
  const blocks = Math.ceil(spec.transcriptBytes / BLOCK_BYTES)
  const times = [seconds(spec.wallClockMs), seconds(spec.graceMs)]
  return [spec.folder, ...times, String(blocks), spec.diesWithHost ? 'yes' : 'no', ...spec.command.argv]
}

/** What the host reads at its gate. Variables and masks may hold secrets and go no other way. */
function gateMessage({ command, secrets }: HostSpec): string {
  const variables = Object.entries(command.variables).map(([name, value]) => `${name}=${value}`)
  if ([...command.argv, ...variables].some((word) => word.includes('\0'))) {
    throw new ReveilleError('agent-invalid', 'an argument or variable of the agent holds a NUL byte')
  }
  const masks = sedMaskScript(secrets).split('\n')
  return [
    ...variables.map((word) => `variable ${word.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`),
    ...masks.map((line) => `mask ${line}`),
    'go\n',
  ].join('\n')
}

async function claimFolder({ folder, graceMs }: HostSpec): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await writeFile(hostPath(folder), JSON.stringify({ graceMs }), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new ReveilleError('already-exists', `the run in ${folder} had a host before`, { cause: error })
  }
}

function endInput(host: DetachedProcess, text: string): Promise<void> {
  // A host that died meanwhile is found by whoever observes it next.
  return new Promise((resolve) => host.stdin.end(text, () => resolve()))
}

async function observe(folder: string, identity: ProcessIdentity): Promise<HostState> {
  const before = await readEnd(folder)
  if (before !== null) return { kind: 'ended', end: before }
  if (await isAlive(identity)) {
    return { kind: 'running', transcriptBytes: await transcriptSize(folder) }
  }
  // It may have ended between the two looks.
  const end = await readEnd(folder)
  return end === null ? { kind: 'lost' } : { kind: 'ended', end }
}

interface Stop extends ShellHostsOptions {
  readonly folder: string
  readonly identity: ProcessIdentity
  readonly cause: 'no-progress' | 'stopped'
}

async function stop({ clock, folder, identity, cause, patienceMs = PATIENCE_MS }: Stop): Promise<void> {
  const family = await familyOf(identity)
  if (await isHeard(clock, { folder, identity, cause })) {
    await until(clock, async () => !(await isAlive(identity)), (await graceOf(folder)) + patienceMs)
  }
  await killFamily(clock, identity, family)
}

/** A host whose gate has just been opened listens in a moment. */
async function isHeard(
  clock: Clock,
  { folder, identity, cause }: Omit<Stop, 'clock' | 'path'>,
): Promise<boolean> {
  let heard = false
  const attempt = async (): Promise<boolean> =>
    (heard = await request(folder, cause)) || !(await isAlive(identity))
  if (await isAlive(identity)) await until(clock, attempt, HEARING_MS)
  return heard
}

/** Asks the host to stop its agent; false when nobody listens. */
async function request(folder: string, cause: string): Promise<boolean> {
  try {
    const control = await open(controlPath(folder), constants.O_WRONLY | constants.O_NONBLOCK)
    try {
      await control.write(`${cause}\n`)
    } finally {
      await control.close()
    }
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENXIO' || code === 'EAGAIN' || code === 'EPIPE') return false
    throw error
  }
}

async function graceOf(folder: string): Promise<number> {
  const text = await readFile(hostPath(folder), 'utf8').catch(() => '{}')
  return HostFile.catch({ graceMs: 0 }).parse(JSON.parse(text)).graceMs
}

/** Kills what is left of the host's session and below, and of `known`. */
async function killFamily(
  clock: Clock,
  identity: ProcessIdentity,
  known: readonly ProcessIdentity[],
): Promise<void> {
  const isGone = await until(
    clock,
    async () => {
      const left = [...(await familyOf(identity)), ...(await living(known))]
      for (const { pid } of left) signalProcess(pid, 'SIGKILL')
      return left.length === 0
    },
    KILL_DEADLINE_MS,
  )
  if (!isGone) throw new ReveilleError('internal', `processes of the host ${identity.pid} cannot be killed`)
}

async function living(identities: readonly ProcessIdentity[]): Promise<readonly ProcessIdentity[]> {
  const alive = await Promise.all(identities.map(isAlive))
  return identities.filter((_, index) => alive[index])
}

/** Looks until it is so, or the deadline is over. Counts its looks: the clock may be set meanwhile. */
async function until(clock: Clock, isSo: () => Promise<boolean>, deadlineMs: number): Promise<boolean> {
  for (let waitedMs = 0; !(await isSo()); waitedMs += LOOK_MS) {
    if (waitedMs > deadlineMs) return false
    await clock.sleep(LOOK_MS)
  }
  return true
}
