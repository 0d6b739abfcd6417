import { readFile, stat } from 'node:fs/promises'
import { constants } from 'node:os'
import * as z from 'zod'
import type { AgentEnd } from '../agents/agent.ts'
import { endPath, readTail, startedPath } from './transcript.ts'

const TAIL_BYTES = 4096

/** What `host.sh` writes when the agent has ended. `status` is a shell's: 128 + n for signal n. */
const EndRecord = z.object({
  cause: z.enum(['exited', 'wall-clock', 'no-progress', 'stopped']),
  status: z.int().min(0).max(255),
})

/** How the agent in a run's folder ended; null when there is no readable record. */
export async function readEnd(folder: string): Promise<AgentEnd | null> {
  const text = await readFile(endPath(folder), 'utf8').catch(() => null)
  const record = text === null ? null : EndRecord.safeParse(parseJson(text)).data
  if (!record) return null
  return {
    cause: record.cause,
    ...outcome(record.status, record.cause === 'wall-clock'),
    durationMs: await durationOf(folder),
    tail: await readTail(folder, TAIL_BYTES),
  }
}

/** By the file system's clock, which may have been set back meanwhile. */
async function durationOf(folder: string): Promise<number> {
  const [started, ended] = await Promise.all(
    [startedPath(folder), endPath(folder)].map((path) => stat(path).catch(() => null)),
  )
  return started && ended ? Math.max(0, Math.round(ended.mtimeMs - started.mtimeMs)) : 0
}

function outcome(status: number, timedOut: boolean): Pick<AgentEnd, 'exitCode' | 'signal' | 'timedOut'> {
  if (timedOut) return { exitCode: null, signal: null, timedOut }
  const signal = status > 128 ? signalName(status - 128) : null
  return { exitCode: signal === null ? status : null, signal, timedOut }
}

function signalName(number: number): string | null {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
