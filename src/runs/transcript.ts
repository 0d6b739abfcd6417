import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ReveilleError } from '../domain/errors.ts'

/** What stands in the folder of a run. `host.sh` writes all but the last, under the same names. */
const TRANSCRIPT = 'transcript.log'
const END = 'end'
const STARTED = 'started'
const CONTROL = 'control'
const HOST = 'host.json'

export const transcriptPath = (folder: string): string => join(folder, TRANSCRIPT)
/** Made just before the agent was started. */
export const startedPath = (folder: string): string => join(folder, STARTED)
/** How the agent ended; there only once it has, and last written when it had. */
export const endPath = (folder: string): string => join(folder, END)
/** What a later leader must know of the host; there once a host was started. */
export const hostPath = (folder: string): string => join(folder, HOST)
/** The fifo by which the host is asked to stop. */
export const controlPath = (folder: string): string => join(folder, CONTROL)

/** Folder of a run in the project's state directory. */
export function runFolder(stateDirectory: string, runId: string): string {
  if (!/^[\w-]+$/.test(runId)) throw new ReveilleError('unsafe-path', `${JSON.stringify(runId)} is no run id`)
  return join(stateDirectory, 'runs', runId)
}

/** Bytes of the transcript so far; 0 before it began. */
export async function transcriptSize(folder: string): Promise<number> {
  return (await stat(transcriptPath(folder)).catch(nullIfMissing))?.size ?? 0
}

/** The last `bytes` of the transcript, from the beginning of a line where one begins there; '' while there is none. */
export async function readTail(folder: string, bytes: number): Promise<string> {
  const file = await open(transcriptPath(folder), 'r').catch(nullIfMissing)
  if (file === null) return ''
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - bytes)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
    const text = new TextDecoder().decode(buffer.subarray(0, bytesRead))
    if (start === 0) return text
    // A cut inside a character must not show; a cut line is shown only when it is all there is.
    const line = text.indexOf('\n') + 1
    return line > 0 && line < text.length ? text.slice(line) : text.replace(/^\uFFFD{1,3}/, '')
  } finally {
    await file.close()
  }
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
