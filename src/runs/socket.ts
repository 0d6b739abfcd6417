/** The socket by which an agent reaches Reveille: one request a connection, a line of JSON each way. */
import { setMaxListeners } from 'node:events'
import { constants } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { isReveilleError } from '../domain/errors.ts'
import type { Clock } from '../support/clock.ts'

/** Name of the socket in the folder of its own. */
export const SOCKET_FILE = 's'

const MOST_BYTES = 64 * 1024
const MOST_CONNECTIONS = 16
/** From the first byte to the last, for whoever connects: nobody holds a connection longer. */
const CONVERSATION_MS = 10_000

/** Gives the reply to the text of a request. What it throws is told to the agent and changes nothing here. */
export type Answer = (request: unknown) => Promise<string>

export interface RunSocket {
  /** Resolves once every request that was heard is answered; nothing is heard any more. */
  close(): Promise<void>
}

export interface RunSockets {
  /**
   * Listens in the folder, which is made where it is missing. Whatever listened there before is gone: a new leader takes
   * over what an earlier one left.
   */
  open(params: { readonly folder: string; readonly answer: Answer }): Promise<RunSocket>
}

interface SocketOptions {
  readonly clock: Clock
  readonly platform: NodeJS.Platform
}

export function createRunSockets(options: SocketOptions): RunSockets {
  return { open: (params) => openSocket(options, params) }
}

async function openSocket(
  { clock, platform }: SocketOptions,
  { folder, answer }: Parameters<RunSockets['open']>[0],
): Promise<RunSocket> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const directory = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  // unix(7): a path may have 107 bytes, and those of state directories have more. Linux names an open folder by a number.
  const place = platform === 'linux' ? `/proc/self/fd/${directory.fd}` : folder
  const conversations = new Set<Promise<void>>()
  const over = new AbortController()
  setMaxListeners(2 * MOST_CONNECTIONS, over.signal)
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const conversation = converse({ socket, answer, clock, over: over.signal })
    conversations.add(conversation)
    void conversation.finally(() => conversations.delete(conversation))
  })
  server.maxConnections = MOST_CONNECTIONS
  try {
    await rm(join(place, SOCKET_FILE), { force: true })
    await listen(server, join(place, SOCKET_FILE))
  } catch (error) {
    await directory.close()
    throw error
  }
  return {
    async close() {
      over.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      await Promise.all(conversations)
      await closed
      // Last: by its number the socket is removed from the folder.
      await directory.close()
    },
  }
}

function listen(server: Server, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(place, () => {
      server.off('error', reject)
      // Somebody may have come and gone before he was heard; the next one is heard as before.
      server.on('error', () => undefined)
      resolve()
    })
  })
}

interface Conversation {
  readonly socket: Socket
  readonly answer: Answer
  readonly clock: Clock
  readonly over: AbortSignal
}

/** Whoever leaves early has no answer, which is his affair: what he asked for is done or not, and he may ask again. */
async function converse({ socket, answer, clock, over }: Conversation): Promise<void> {
  const ended = new AbortController()
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  void closed.then(() => ended.abort())
  socket.on('error', () => undefined)
  void clock.sleep(CONVERSATION_MS, ended.signal).then(() => socket.destroy())
  // What was heard is answered first, even when nobody is heard any more.
  let isHeard = false
  const hangUp = (): void => {
    if (!isHeard) socket.destroy()
  }
  over.addEventListener('abort', hangUp, { once: true, signal: ended.signal })
  const line = await firstLine(socket)
  isHeard = line !== null
  if (line === null) socket.destroy()
  else socket.end(`${JSON.stringify(await replyTo(line, answer))}\n`)
  if (over.aborted) socket.destroySoon()
  else over.addEventListener('abort', () => socket.destroySoon(), { once: true, signal: ended.signal })
  await closed
}

/** Null when there is none: it is too long, or its sender has left. */
function firstLine(socket: Socket): Promise<string | null> {
  const parts: Buffer[] = []
  let bytes = 0
  return new Promise((resolve) => {
    const listener = (part: Buffer): void => {
      const end = part.indexOf('\n')
      parts.push(end === -1 ? part : part.subarray(0, end))
      bytes += part.length
      if (end === -1 && bytes <= MOST_BYTES) return
      socket.off('data', listener).resume()
      resolve(bytes > MOST_BYTES ? null : Buffer.concat(parts).toString())
    }
    socket.on('data', listener)
    socket.once('end', () => resolve(null))
    socket.once('close', () => resolve(null))
  })
}

type Reply = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: string }

async function replyTo(line: string, answer: Answer): Promise<Reply> {
  try {
    return { ok: true, text: await answer(parseJson(line)) }
  } catch (error) {
    if (!isReveilleError(error) && !(error instanceof Error)) throw error
    return { ok: false, error: error.message }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
