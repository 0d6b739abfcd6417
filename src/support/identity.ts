/** Tells a process from every other, across reuse of its pid and reboots. Linux: proc(5). Elsewhere: ps(1). */
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { ProcessIdentity } from '../domain/run.ts'
import { runCommand } from './process.ts'

const hasProc = existsSync('/proc/self/stat')

/** Null when no such process exists. A zombie has ended and does not count. */
export async function identityOf(pid: number): Promise<ProcessIdentity | null> {
  const row = hasProc ? readProc(pid) : (await listProcesses()).find((process) => process.pid === pid)
  if (row === undefined || row.zombie) return null
  return { pid, startedAt: row.startedAt, bootId: await bootId() }
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  const now = await identityOf(identity.pid)
  return now !== null && now.startedAt === identity.startedAt && now.bootId === identity.bootId
}

/**
 * The living processes of the session that `leader` began, itself included, and all their descendants; nothing once its
 * pid belongs to another process. What began a session of its own and lost its parents is not found.
 */
export async function familyOf(leader: ProcessIdentity): Promise<readonly ProcessIdentity[]> {
  const boot = await bootId()
  const processes = await listProcesses()
  const holder = processes.find(({ pid }) => pid === leader.pid)
  // While a process of the session lives, the system gives its number to no other.
  if (boot !== leader.bootId || (holder && holder.startedAt !== leader.startedAt)) return []
  const found = new Set<ProcessRow>()
  let layer = processes.filter(({ session }) => session === leader.pid)
  while (layer.length > 0) {
    for (const row of layer) found.add(row)
    const parents = new Set(layer.map(({ pid }) => pid))
    layer = processes.filter((row) => parents.has(row.parent) && !found.has(row))
  }
  return [...found]
    .filter(({ zombie }) => !zombie)
    .map(({ pid, startedAt }) => ({ pid, startedAt, bootId: boot }))
}

/**
 * Pids of processes of these programs that name a folder, or anything below it, in their arguments. For programs that
 * Reveille itself starts: what somebody else's program names is his own affair.
 */
export function pidsNaming(programs: readonly string[], folder: string): readonly number[] {
  return listCommands()
    .filter(({ words: [program = '', ...rest] }) => {
      const isOurs = programs.includes(basename(program))
      return isOurs && rest.some((word) => word === folder || word.startsWith(`${folder}/`))
    })
    .map(({ pid }) => pid)
}

/**
 * Pids of our user's processes that live in another mount namespace than this process and have a folder, or anything below
 * it, mounted there. The folder is told by its last two names: inside, the way to it is another.
 */
export function pidsMounting(folder: string): readonly number[] {
  if (!hasProc) return []
  const ending = `/${basename(dirname(folder))}/${basename(folder)}`
  const own = readlinkSync('/proc/self/ns/mnt')
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isOursElsewhere(name, own))
    .filter((name) => mountedPaths(name).some((path) => `${path}/`.includes(`${ending}/`)))
    .map(Number)
}

function isOursElsewhere(pid: string, ownNamespace: string): boolean {
  try {
    const isOurs = statSync(`/proc/${pid}`).uid === process.geteuid?.()
    return isOurs && readlinkSync(`/proc/${pid}/ns/mnt`) !== ownNamespace
  } catch {
    return false
  }
}

/** What is mounted, as its file system names it, and where. */
function mountedPaths(pid: string): readonly string[] {
  try {
    const lines = readFileSync(`/proc/${pid}/mountinfo`, 'utf8').split('\n')
    return lines.flatMap((line) => line.split(' ').slice(3, 5))
  } catch {
    return []
  }
}

function listCommands(): readonly { readonly pid: number; readonly words: readonly string[] }[] {
  if (!hasProc) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), words: readCommandLine(name) }))
}

function readCommandLine(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

interface ProcessRow {
  readonly pid: number
  readonly parent: number
  /** The process group where only ps(1) tells. */
  readonly session: number
  readonly startedAt: string
  readonly zombie: boolean
}

async function listProcesses(): Promise<readonly ProcessRow[]> {
  if (!hasProc) return listWithPs()
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProc(Number(name)) ?? [])
}

function readProc(pid: number): ProcessRow | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return undefined
  }
  // The name, in parentheses, may itself hold spaces and parentheses: fields are counted from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    pid,
    zombie: fields[0] === 'Z',
    parent: Number(fields[1]),
    session: Number(fields[3]),
    startedAt: fields[19] ?? '',
  }
}

async function listWithPs(): Promise<readonly ProcessRow[]> {
  const result = await runCommand({
    argv: ['ps', '-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='],
    variables: { PATH: '/bin:/usr/bin', LC_ALL: 'C' },
    cwd: '/',
    timeoutMs: 10_000,
    maxOutputBytes: 16 * 1024 * 1024,
  })
  return result.stdout
    .toString()
    .split('\n')
    .flatMap((line) => {
      const [pid, parent, session, state = '', ...started] = line.trim().split(/\s+/)
      if (pid === undefined || pid === '') return []
      return [
        {
          pid: Number(pid),
          parent: Number(parent),
          session: Number(session),
          zombie: state.startsWith('Z'),
          startedAt: started.join(' '),
        },
      ]
    })
}

let knownBootId: string | undefined

async function bootId(): Promise<string> {
  knownBootId ??= hasProc
    ? readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    : (
        await runCommand({
          argv: ['sysctl', '-n', 'kern.boottime'],
          variables: { PATH: '/usr/sbin:/sbin:/usr/bin' },
          cwd: '/',
          timeoutMs: 10_000,
          maxOutputBytes: 4096,
        })
      ).stdout
        .toString()
        .trim()
  return knownBootId
}
