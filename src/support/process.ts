/** The only module that spawns and signals processes. Everything else describes commands as data. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import type { Writable } from 'node:stream'

export interface CommandSpec {
  readonly argv: readonly string[]
  /** Complete environment; nothing is inherited. */
  readonly variables: Readonly<Record<string, string>>
  readonly cwd: string
  readonly input?: string | Uint8Array
  readonly timeoutMs: number
  /** Bytes kept of each stream; the rest is drained, so the command never blocks on it. */
  readonly maxOutputBytes: number
  readonly signal?: AbortSignal
  /**
   * Without the polite part. For jails: the outer process of one that is still being set up dies of SIGTERM and leaves the
   * inside alive, which has no parent to die with yet but is still in the group.
   */
  readonly stopsAtOnce?: boolean
  /** Whether the command, though not what it starts, is killed as soon as this process is gone. Linux only. */
  readonly diesWithUs?: boolean
}

/** Same shape on success and failure. Exactly one of exitCode, signal and unstartable is set. */
export interface CommandResult {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** Why the command could not be started, e.g. ENOENT. */
  readonly unstartable: string | null
  readonly timedOut: boolean
  readonly cancelled: boolean
  readonly durationMs: number
  readonly stdout: Buffer
  readonly stderr: Buffer
  readonly truncated: boolean
}

const GRACE_MS = 2_000

/**
 * Runs a command in a process group of its own and resolves when it has ended; never rejects. At the deadline or an
 * abort the group gets SIGTERM, after a grace SIGKILL; the first cause of termination is the one reported. What is left
 * of the group once the command has ended is killed.
 */
export function runCommand(spec: CommandSpec): Promise<CommandResult> {
  const startedAt = performance.now()
  const argv = spec.diesWithUs === true ? dyingWithUs(spec) : spec.argv
  const child = start({ ...spec, argv }, ['pipe', 'pipe', 'pipe'])
  const stdout = collect(child.stdout, spec.maxOutputBytes)
  const stderr = collect(child.stderr, spec.maxOutputBytes)
  const stop = stopOnDeadline(child, spec)
  feed(child.stdin, spec.input)
  return new Promise((resolve) => {
    let unstartable: string | null = null
    child.once('error', (error: NodeJS.ErrnoException) => {
      unstartable = error.code ?? error.message
      if (child.pid === undefined) finish(null, null)
    })
    child.once('close', finish)
    // A daemon that left the group may hold the streams for ever; what it would still write is nobody's output.
    child.once('exit', () => {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL')
      setTimeout(() => destroyStreams(child), GRACE_MS).unref()
    })
    function finish(exitCode: number | null, signal: NodeJS.Signals | null): void {
      const cause = stop.settle()
      resolve({
        exitCode,
        signal,
        unstartable,
        timedOut: cause === 'timeout',
        cancelled: cause === 'abort',
        durationMs: Math.round(performance.now() - startedAt),
        stdout: stdout.bytes(),
        stderr: stderr.bytes(),
        truncated: stdout.truncated() || stderr.truncated(),
      })
    }
  })
}

function destroyStreams(child: ChildProcess): void {
  for (const stream of [child.stdout, child.stderr]) stream?.destroy()
}

// The kernel tells the death of a parent only to who has asked for it: who asks too late has another parent by then.
const WITH_ITS_PARENT = ['setpriv', '--pdeathsig', 'KILL', '--']
const IF_PARENT_LIVES = '[ "$PPID" = "$1" ] || exit 137; shift; exec "$@"'

function dyingWithUs({ argv, variables }: CommandSpec): readonly string[] {
  if (!canDieWithParent(variables['PATH'] ?? '')) return argv
  return [...WITH_ITS_PARENT, '/bin/sh', '-c', IF_PARENT_LIVES, 'command', String(process.pid), ...argv]
}

const asked = new Map<string, boolean>()

/** Not every setpriv knows the option. Asked once for each search path. */
function canDieWithParent(path: string): boolean {
  const known = asked.get(path)
  if (known !== undefined) return known
  const [file = '', ...rest] = [...WITH_ITS_PARENT, 'true']
  const can = spawnSync(file, rest, { env: { PATH: path }, stdio: 'ignore' }).status === 0
  asked.set(path, can)
  return can
}

export interface DetachedProcess {
  readonly pid: number
  /** The only pipe kept: closing it, or dying, is how the parent is missed. */
  readonly stdin: Writable
}

/** Starts a process that outlives this one, leader of its own group, with no output to us. */
export async function startDetached(
  spec: Pick<CommandSpec, 'argv' | 'variables' | 'cwd'>,
): Promise<DetachedProcess> {
  const child = start(spec, ['pipe', 'ignore', 'ignore'])
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  child.unref()
  if (child.pid === undefined || child.stdin === null)
    throw new TypeError('a spawned child has a pid and stdin')
  child.stdin.on('error', ignoreClosedPipe)
  return { pid: child.pid, stdin: child.stdin }
}

function start(
  spec: Pick<CommandSpec, 'argv' | 'variables' | 'cwd'>,
  stdio: ['pipe', 'pipe' | 'ignore', 'pipe' | 'ignore'],
): ChildProcess {
  const [file = '', ...rest] = spec.argv
  return spawn(file, rest, { cwd: spec.cwd, env: { ...spec.variables }, detached: true, stdio })
}

function feed(stdin: Writable | null, input: string | Uint8Array | undefined): void {
  stdin?.on('error', ignoreClosedPipe)
  stdin?.end(input)
}

/** A command may end without reading its input: that is its right, not an error. */
function ignoreClosedPipe(): void {}

function stopOnDeadline(child: ChildProcess, spec: CommandSpec): { settle(): 'timeout' | 'abort' | null } {
  let cause: 'timeout' | 'abort' | null = null
  let force: NodeJS.Timeout | undefined
  const timer = setTimeout(() => stop('timeout'), spec.timeoutMs)
  const onAbort = (): void => stop('abort')
  if (spec.signal?.aborted) queueMicrotask(onAbort)
  spec.signal?.addEventListener('abort', onAbort, { once: true })

  function stop(reason: 'timeout' | 'abort'): void {
    const { pid } = child
    if (cause !== null || pid === undefined) return
    cause = reason
    signalGroup(pid, spec.stopsAtOnce === true ? 'SIGKILL' : 'SIGTERM')
    force = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS)
  }
  return {
    settle() {
      clearTimeout(timer)
      clearTimeout(force)
      spec.signal?.removeEventListener('abort', onAbort)
      return cause
    },
  }
}

function collect(
  stream: NodeJS.ReadableStream | null,
  limit: number,
): { bytes(): Buffer; truncated(): boolean } {
  const chunks: Buffer[] = []
  let kept = 0
  let seen = 0
  stream?.on('data', (chunk: Buffer) => {
    seen += chunk.length
    const part = chunk.subarray(0, Math.max(0, limit - kept))
    if (part.length > 0) chunks.push(part)
    kept += part.length
  })
  return { bytes: () => Buffer.concat(chunks), truncated: () => seen > limit }
}

/** Signals every process of a group; false when the group is gone. */
function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}
