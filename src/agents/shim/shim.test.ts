import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { PATH } from '../../../test/agents.ts'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { createFixerAgent } from '../../audit/fixers/agent.ts'
import { createRunSockets, SOCKET_FILE, type Answer, type RunSocket } from '../../runs/socket.ts'
import { systemClock } from '../../support/clock.ts'
import { runCommand } from '../../support/process.ts'
import { createAgents } from '../agents.ts'
import { workOf } from '../agent.contract.ts'
import { commandInside } from './shim.ts'

const opened: RunSocket[] = []
afterEach(async () => {
  for (const socket of opened.splice(0)) await socket.close()
})

/** A home with the command in it, and where its socket is to be. */
async function stage() {
  const folder = await temporaryDirectory()
  const home = join(folder, "o'home")
  const socketFolder = join(folder, 'long'.repeat(40))
  await mkdir(home)
  await mkdir(socketFolder)
  const choice = { kind: 'program', command: { argv: ['true'] } } as const
  const node = process.execPath
  const agents = createAgents({ node, fixer: createFixerAgent({ node }) })
  const plan = agents.agentFor(choice).plan(workOf(choice))
  for (const { path, content, isExecutable } of plan.files) {
    await writeFile(join(home, path), content)
    if (isExecutable === true) await chmod(join(home, path), 0o755)
  }
  return {
    plan,
    listen: async (answer: Answer) => {
      const sockets = createRunSockets({ clock: systemClock, platform: process.platform })
      opened.push(await sockets.open({ folder: socketFolder, answer }))
    },
    call: async (...words: readonly string[]) => {
      const result = await runCommand({
        argv: [commandInside(home), ...words],
        variables: { PATH, REVEILLE_SOCKET: join(socketFolder, SOCKET_FILE) },
        cwd: folder,
        timeoutMs: 20_000,
        maxOutputBytes: 64 * 1024,
      })
      return { exitCode: result.exitCode, out: result.stdout.toString(), err: result.stderr.toString() }
    },
  }
}

test('a question reaches Reveille as it was asked, whatever is in its texts, and the answer is printed', async () => {
  const { listen, call } = await stage()
  const heard: unknown[] = []
  await listen((request) => {
    heard.push(request)
    return Promise.resolve('Recorded. Stop now.')
  })
  const said = await call(
    'blocker',
    ...['--seen', `"quotes" and 'more'\nlines`, '--tried', '$(reboot)', '--question', 'Which?'],
    ...['--option', 'old=a=b', '--option', 'new=ü', '--default', 'old', '--deadline', '2h'],
  )
  expect(said).toEqual({ exitCode: 0, out: 'Recorded. Stop now.\n', err: '' })
  expect(heard).toEqual([
    {
      ...{ kind: 'blocker', seen: `"quotes" and 'more'\nlines`, tried: '$(reboot)', question: 'Which?' },
      options: [
        { key: 'old', text: 'a=b' },
        { key: 'new', text: 'ü' },
      ],
      ...{ default: 'old', deadline: '2h' },
    },
  ])
})

test('it waits for a leader that is not there yet', async () => {
  const { listen, call } = await stage()
  const calling = call('note', 'late')
  await pause(600)
  await listen(() => Promise.resolve('Noted.'))
  expect(await calling).toEqual({ exitCode: 0, out: 'Noted.\n', err: '' })
})

test('a refusal, a call that is wrong and a Reveille that is not there are told by exit codes and words', async () => {
  const { listen, call } = await stage()
  expect(await call('note', '--wait', '0', 'x')).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining('nothing was recorded'),
  })
  await listen(() => Promise.reject(new Error('too late')))
  expect(await call('note', 'x')).toEqual({ exitCode: 1, out: '', err: 'too late\n' })
  for (const words of [[], ['land'], ['blocker', '--option', 'x'], ['note', '--what']])
    expect(await call(...words)).toMatchObject({ exitCode: 2, err: expect.stringContaining('usage') })
})

test('what the command is made of is readable in a jail', async () => {
  const { plan } = await stage()
  expect(plan.readable).toEqual([process.execPath, join(import.meta.dirname, 'reveille-run.mjs')])
})
