import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/temporary.ts'
import { systemClock } from '../support/clock.ts'
import { createRunSockets, SOCKET_FILE, type Answer, type RunSocket } from './socket.ts'

const sockets = createRunSockets({ clock: systemClock, platform: process.platform })
const opened: RunSocket[] = []
afterEach(async () => {
  for (const socket of opened.splice(0)) await socket.close()
})

async function openIn(folder: string, answer: Answer = () => Promise.resolve('yes')): Promise<RunSocket> {
  const socket = await sockets.open({ folder, answer })
  opened.push(socket)
  return socket
}

/** A folder whose path is longer than that of a socket may be. */
async function deepFolder(): Promise<string> {
  const folder = join(await temporaryDirectory(), 'state'.repeat(20), 'socket')
  await mkdir(folder, { recursive: true })
  return folder
}

/** Sends the text and gives what comes back until the other side ends. */
async function say(folder: string, text: string): Promise<string> {
  process.chdir(folder)
  return new Promise((resolve, reject) => {
    let reply = ''
    const connection = connect(SOCKET_FILE, () => connection.write(text))
    connection.on('data', (part) => (reply += part.toString()))
    connection.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' || error.code === 'ECONNRESET' ? resolve(reply) : reject(error),
    )
    connection.on('close', () => resolve(reply))
  })
}

describe('the socket of a run', () => {
  test('answers a line of JSON with one, however long the way to it is', async () => {
    const folder = await deepFolder()
    const heard: unknown[] = []
    await openIn(folder, (request) => {
      heard.push(request)
      return Promise.resolve('recorded')
    })
    expect(await say(folder, '{"kind":"note"}\n')).toBe('{"ok":true,"text":"recorded"}\n')
    expect(await say(folder, 'no json\n')).toContain('"ok":true')
    expect(heard).toEqual([{ kind: 'note' }, undefined])
  })

  test('tells what was thrown, and goes on', async () => {
    const folder = await deepFolder()
    await openIn(folder, () => Promise.reject(new Error('disk full')))
    expect(await say(folder, '{}\n')).toBe('{"ok":false,"error":"disk full"}\n')
    expect(await say(folder, '{}\n')).toBe('{"ok":false,"error":"disk full"}\n')
  })

  test('hangs up on a request that is too long', async () => {
    const folder = await deepFolder()
    let asked = 0
    await openIn(folder, () => Promise.resolve(String((asked += 1))))
    expect(await say(folder, `${'x'.repeat(70 * 1024)}\n`)).toBe('')
    expect(await say(folder, 'x'.repeat(70 * 1024))).toBe('')
    expect(asked).toBe(0)
  })

  test('hangs up on whoever connects and says nothing [I8]', async () => {
    const folder = await deepFolder()
    const hurried = createRunSockets({
      clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal) },
      platform: process.platform,
    })
    opened.push(await hurried.open({ folder, answer: () => Promise.resolve('') }))
    expect(await say(folder, '')).toBe('')
  })

  test('is taken over by whoever opens it next, also after a death that left it there', async () => {
    const folder = await deepFolder()
    await writeFile(join(folder, SOCKET_FILE), '')
    await openIn(folder, () => Promise.resolve('first'))
    expect(await say(folder, '{}\n')).toContain('first')
  })

  test('closes without waiting for those who say nothing, answers those it has heard, and leaves nothing', async () => {
    const folder = await deepFolder()
    const socket = await openIn(folder, () => pause(50, 'late'))
    const silent = say(folder, '')
    const asking = say(folder, '{}\n')
    await pause(20)
    await socket.close()
    expect(await silent).toBe('')
    expect(await asking).toContain('late')
    expect(await readdir(folder)).toEqual([])
    await expect(say(folder, '{}\n')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
