import { execa } from 'execa'
import { once } from 'node:events'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createAgents } from '../agents/agents.ts'
import { createFixerAgent } from '../audit/fixers/agent.ts'
import type { ProcessIdentity } from '../domain/run.ts'
import { systemClock } from '../support/clock.ts'
import { identityOf } from '../support/identity.ts'
import { expectGone, fixture, PATH, processesWith, uniqueSeconds, waitFor } from '../../test/agents.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { writeTree } from '../../test/tree.ts'
import { hostsContract } from './host.contract.ts'
import type { HostSpec } from './host.ts'
import { createShellHosts } from './shell-host.ts'
import { endPath } from './transcript.ts'

const hosts = createShellHosts({ clock: systemClock, path: PATH })

hostsContract('shell hosts', hosts)

/** A jail no better than its name says: enough to show what happens when a host dies. */
const JAIL = [
  ...['bwrap', '--unshare-user', '--unshare-pid', '--die-with-parent', '--new-session'],
  ...[
    '--dev-bind',
    '/',
    '/',
    '--proc',
    '/proc',
    '--as-pid-1',
    '--',
    '/bin/sh',
    '-c',
    '"$@"; exit $?',
    'jail',
  ],
]

describe.concurrent('a host whose leader is killed', () => {
  test('before the gate was opened goes home and starts nothing', async () => {
    const folder = await temporaryDirectory()
    const witness = join(folder, 'witness')
    const leader = await led(join(folder, 'run'), [fixture('touches.sh'), witness], { isOpened: false })
    leader.kill()
    await waitFor(async () => ((await identityOf(leader.identity.pid)) === null ? true : null))
    expect(await hosts.observe(join(folder, 'run'), leader.identity)).toEqual({ kind: 'lost' })
    await expect(stat(witness)).rejects.toThrow('ENOENT')
  })

  test('goes on, and the next leader reads how it ended', async () => {
    const folder = await temporaryDirectory()
    const run = join(folder, 'run')
    const leader = await led(run, [...JAIL, fixture('waits-for.sh'), join(folder, 'go')])
    leader.kill()
    const state = await waitFor(async () => {
      const seen = await hosts.observe(run, leader.identity)
      return seen.kind === 'running' && seen.transcriptBytes === 0 ? null : seen
    })
    expect(state).toMatchObject({ kind: 'running', transcriptBytes: 8 })
    await writeFile(join(folder, 'go'), '')
    const end = await waitFor(async () => {
      const seen = await hosts.observe(run, leader.identity)
      return seen.kind === 'ended' ? seen.end : null
    })
    expect(end).toMatchObject({ cause: 'exited', exitCode: 0, tail: 'waiting\n' })
  })

  test('can be stopped by the next leader', async () => {
    const run = join(await temporaryDirectory(), 'run')
    const mark = uniqueSeconds()
    const leader = await led(run, [...JAIL, fixture('hangs-with-daemon.sh'), mark])
    leader.kill()
    await waitFor(async () => ((await sleepers(mark)).length > 0 ? true : null))
    await hosts.stop(run, leader.identity, 'stopped')
    expect(await hosts.observe(run, leader.identity)).toMatchObject({ end: { cause: 'stopped' } })
    expect(await processesWith(mark)).toEqual([])
  })
})

describe.concurrent('a host that is killed', () => {
  test('is lost, and nothing of its jail survives', async () => {
    const { run, host, mark } = await hanging(JAIL)
    process.kill(host.identity.pid, 'SIGKILL')
    await expectGone(mark)
    expect(await hosts.observe(run, host.identity)).toEqual({ kind: 'lost' })
    // Its timer would sleep for an hour more.
    await expectGone(run)
  })

  test('leaves an agent without a jail, which stopping kills', async () => {
    const { run, host, mark } = await hanging([])
    process.kill(host.identity.pid, 'SIGKILL')
    await waitFor(async () => ((await identityOf(host.identity.pid)) === null ? true : null))
    expect(await hosts.observe(run, host.identity)).toEqual({ kind: 'lost' })
    await hosts.stop(run, host.identity, 'stopped')
    await expectGone(mark)
    await expectGone(run)
  })

  test('and stands still is killed by a leader that stops it', async () => {
    const { run, host, mark } = await hanging(JAIL, { graceMs: 0 })
    process.kill(host.identity.pid, 'SIGSTOP')
    await createShellHosts({ clock: systemClock, path: PATH, patienceMs: 300 }).stop(
      run,
      host.identity,
      'stopped',
    )
    await expectGone(mark)
    expect(await hosts.observe(run, host.identity)).toEqual({ kind: 'lost' })
  })
})

test('a daemon in a jail does not survive the end of its agent', async () => {
  const run = join(await temporaryDirectory(), 'run')
  const mark = uniqueSeconds()
  const host = await hosts.start(specOf(run, [...JAIL, fixture('leaves-daemon.sh'), mark]))
  await host.open()
  await waitFor(() => stat(endPath(run)))
  expect(await sleepers(mark)).toEqual([])
})

test('a jailed agent is asked to stop, though its jail would die of being asked', async () => {
  const run = join(await temporaryDirectory(), 'run')
  const host = await hosts.start(specOf(run, [...JAIL, fixture('stops-politely.sh')]))
  await host.open()
  await waitFor(async () => ((await running(run, host.identity)) > 0 ? true : null))
  await hosts.stop(run, host.identity, 'no-progress')
  expect(await hosts.observe(run, host.identity)).toMatchObject({
    end: { cause: 'no-progress', exitCode: 0, tail: 'hanging\nsaved\n' },
  })
})

test('a host whose pid belongs to another process is lost, and stopping it spares that process', async () => {
  const run = join(await temporaryDirectory(), 'run')
  const bystander = execa('sleep', ['600'], { detached: true, reject: false })
  const seen = await identityOf(bystander.pid ?? 0)
  if (seen === null) throw new Error('no bystander')
  const gone = { ...seen, startedAt: '1' }
  expect(await hosts.observe(run, gone)).toEqual({ kind: 'lost' })
  await hosts.stop(run, gone, 'stopped')
  expect(await identityOf(seen.pid)).toEqual(seen)
  bystander.kill()
})

test('a host that is gone and left half an end record is lost', async () => {
  const run = await temporaryDirectory()
  await writeFile(endPath(run), '{"cause":"exi')
  const identity = { pid: 1, startedAt: 'never', bootId: 'none' }
  expect(await hosts.observe(run, identity)).toEqual({ kind: 'lost' })
})

test('a script that hangs stubbornly is killed after the grace', async () => {
  const run = join(await temporaryDirectory(), 'run')
  const node = process.execPath
  const agents = createAgents({ node, fixer: createFixerAgent({ node }) })
  const agent = agents.agentFor({ kind: 'scripted', steps: [] })
  const plan = agent.plan({
    ...{ runId: 'r', runNumber: 1, taskKey: 't', briefFile: '/brief', root: '/workspace' },
    ...{
      artefactFile: null,
      needsFolder: null,
      home: '/home',
      socket: '/s',
      scope: { write: [] },
      allow: [],
    },
    choice: { kind: 'scripted', steps: [{ hang: 'stubbornly' }] },
  })
  const home = await temporaryDirectory()
  await writeTree(home, Object.fromEntries(plan.files.map(({ path, content }) => [path, content])))
  const variables = { ...plan.variables, PATH, HOME: home }
  const host = await hosts.start({ ...specOf(run, plan.argv), command: { argv: plan.argv, variables } })
  await host.open()
  await waitFor(async () => ((await running(run, host.identity)) > 0 ? true : null))
  await hosts.stop(run, host.identity, 'stopped')
  const state = await hosts.observe(run, host.identity)
  expect(state).toMatchObject({
    end: { cause: 'stopped', signal: 'SIGKILL', tail: 'hanging\nignored SIGTERM\n' },
  })
  expect(state.kind === 'ended' && agent.judge(state.end)).toMatchObject({ reason: 'cancelled' })
})

interface Leader {
  readonly identity: ProcessIdentity
  kill(): void
}

/** A host started by another process. */
async function led(folder: string, argv: readonly string[], { isOpened = true } = {}): Promise<Leader> {
  const program = join(import.meta.dirname, '../../test/fixtures/hosts/opens-and-waits.ts')
  const order = JSON.stringify({ isOpened, spec: specOf(folder, argv) })
  const leader = execa(process.execPath, [program, order], { reject: false, stderr: 'inherit' })
  const [line] = (await once(leader.stdout, 'data')) as [Buffer]
  return { identity: JSON.parse(line.toString()) as ProcessIdentity, kill: () => leader.kill('SIGKILL') }
}

/** A host whose agent hangs and has a daemon. */
async function hanging(jail: readonly string[], change?: Partial<HostSpec>) {
  const run = join(await temporaryDirectory(), 'run')
  const mark = uniqueSeconds()
  const host = await hosts.start({
    ...specOf(run, [...jail, fixture('hangs-with-daemon.sh'), mark]),
    ...change,
  })
  await host.open()
  await waitFor(async () => ((await sleepers(mark)).length > 0 ? true : null))
  return { run, host, mark }
}

async function running(run: string, identity: ProcessIdentity): Promise<number> {
  const state = await hosts.observe(run, identity)
  return state.kind === 'running' ? state.transcriptBytes : -1
}

async function sleepers(mark: string): Promise<readonly number[]> {
  return processesWith(`sleep\0${mark}`)
}

function specOf(folder: string, argv: readonly string[]): HostSpec {
  return {
    folder,
    command: { argv, variables: { PATH } },
    wallClockMs: 3_600_000,
    graceMs: 500,
    transcriptBytes: 1024 * 1024,
    secrets: [],
    diesWithHost: false,
  }
}
