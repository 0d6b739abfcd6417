import { constants } from 'node:os'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { AgentEnd } from '../agents/agent.ts'
import type { HostAtGate, Hosts, HostSpec } from './host.ts'
import { expectGone, fixture, PATH, processesWith, uniqueSeconds, waitFor } from '../../test/agents.ts'
import { temporaryDirectory } from '../../test/temporary.ts'
import { transcriptPath } from './transcript.ts'

interface Started extends HostAtGate {
  readonly folder: string
}

/** What every implementation of the hosts port does, one without processes too. */
export function hostsPortContract(name: string, hosts: Hosts): void {
  describe(name, () => {
    endsTruthfully(hosts)
    stops(hosts)
    keepsTranscript(hosts)
    guardsItsGate(hosts)
  })
}

/** The port's contract, and what only hosts of real processes can show. */
export function hostsContract(name: string, hosts: Hosts): void {
  hostsPortContract(name, hosts)
  describe(`${name}, as processes`, () => {
    ownsItsProcesses(hosts)
    boundsItsOutput(hosts)
    passesCommandsOn(hosts)
  })
}

function endsTruthfully(hosts: Hosts): void {
  test.concurrent.each([0, 1, 2, 75, 126, 127, 128, 255])('exit code %i is told', async (code) => {
    const end = await run(hosts, [fixture('exits.sh'), String(code)])
    expect(end).toMatchObject({ cause: 'exited', exitCode: code, signal: null, timedOut: false })
  })

  test.concurrent.each(['KILL', 'SEGV', 'HUP', 'INT'])('death by SIG%s is told', async (signal) => {
    const end = await run(hosts, [fixture('kills-itself.sh'), signal])
    expect(end).toMatchObject({ cause: 'exited', exitCode: null, signal: `SIG${signal}` })
  })

  test.concurrent('a program that does not exist ends with 127', async () => {
    expect(await run(hosts, ['/no/such/program'])).toMatchObject({ cause: 'exited', exitCode: 127 })
  })

  test.concurrent('the duration is that of the command', async () => {
    const end = await run(hosts, ['sleep', '0.2'])
    expect(end.durationMs).toBeGreaterThanOrEqual(200)
  })
}

function stops(hosts: Hosts): void {
  test.concurrent('at its wall clock an agent is asked to stop', async () => {
    const end = await run(hosts, [fixture('stops-politely.sh')], { wallClockMs: 200, graceMs: 60_000 })
    expect(end).toMatchObject({ cause: 'wall-clock', exitCode: null, signal: null, timedOut: true })
    expect(end.tail).toBe('hanging\nsaved\n')
  })

  test.concurrent('an agent that ignores SIGTERM is killed after the grace', async () => {
    const end = await run(hosts, [fixture('ignores-sigterm.sh')], { wallClockMs: 200, graceMs: 200 })
    expect(end.cause).toBe('wall-clock')
    expect(end.durationMs).toBeGreaterThanOrEqual(400)
    expect(end.durationMs).toBeLessThan(4_000)
  })

  test.concurrent.each(['no-progress', 'stopped'] as const)('the cause %s is told', async (cause) => {
    const host = await started(hosts, [fixture('hangs.sh')])
    await output(hosts, host)
    await hosts.stop(host.folder, host.identity, cause)
    expect(await hosts.observe(host.folder, host.identity)).toMatchObject({
      kind: 'ended',
      end: { cause, exitCode: null, signal: 'SIGTERM', tail: 'hanging\n' },
    })
  })

  test.concurrent('stopping what has ended changes nothing', async () => {
    const host = await started(hosts, [fixture('exits.sh'), '2'])
    const end = await ended(hosts, host)
    await hosts.stop(host.folder, host.identity, 'stopped')
    expect(await ended(hosts, host)).toEqual(end)
  })
}

function keepsTranscript(hosts: Hosts): void {
  test.concurrent('each line is in the transcript while the agent runs', async () => {
    const host = await started(hosts, [fixture('hangs.sh')])
    const state = await output(hosts, host)
    expect(state).toEqual({ kind: 'running', transcriptBytes: 8 })
    await hosts.stop(host.folder, host.identity, 'stopped')
  })

  test.concurrent('secrets are masked, though written in parts and many times', async () => {
    const secrets = ['hunter2', 'p$1/.*[x]\\&']
    const host = await started(
      hosts,
      [fixture('prints-in-parts.sh'), 'a hunt', 'er2, b p$1/', '.*[x]\\&', ' hunter2hunter2'],
      { secrets },
    )
    const { tail } = await ended(hosts, host)
    for (const secret of secrets) expect(tail).not.toContain(secret)
    expect(tail).toMatch(/^a .+, b .+ .+\n$/)
  })
}

function ownsItsProcesses(hosts: Hosts): void {
  test.concurrent('a child left behind in the session is killed and does not delay the end', async () => {
    const mark = uniqueSeconds()
    const end = await run(hosts, [fixture('leaves-child.sh'), mark])
    expect(end).toMatchObject({ exitCode: 0 })
    expect(end.durationMs).toBeLessThan(2_000)
    await expectGone(mark)
  })

  test.concurrent('the first cause of termination counts', async () => {
    const host = await started(hosts, [fixture('ignores-sigterm.sh')], { graceMs: 300 })
    await output(hosts, host)
    await Promise.all([
      hosts.stop(host.folder, host.identity, 'no-progress'),
      waitFor(() => stat(join(host.folder, 'cause'))).then(() =>
        hosts.stop(host.folder, host.identity, 'stopped'),
      ),
    ])
    expect(await hosts.observe(host.folder, host.identity)).toMatchObject({ end: { cause: 'no-progress' } })
  })

  test.concurrent('no secret is in a file or an argument list while the agent runs', async () => {
    const secret = `secret-${uniqueSeconds()}`
    const host = await started(hosts, [fixture('hangs.sh')], {
      secrets: [secret],
      command: { argv: [fixture('hangs.sh')], variables: { PATH, TOKEN: secret } },
    })
    await output(hosts, host)
    expect(await processesWith(secret)).toEqual([])
    const text = await Promise.all(
      ['transcript.log', 'host.json'].map((file) => readFile(join(host.folder, file))),
    )
    expect(Buffer.concat(text).includes(secret)).toBe(false)
    await hosts.stop(host.folder, host.identity, 'stopped')
  })
}

function boundsItsOutput(hosts: Hosts): void {
  test.concurrent('a flood fills the transcript to its cap and no further, and the agent does not block', async () => {
    const transcriptBytes = 64 * 1024
    const host = await started(hosts, [fixture('floods.sh'), String(200_000_000)], { transcriptBytes })
    expect(await ended(hosts, host)).toMatchObject({ exitCode: 0 })
    const text = await readFile(transcriptPath(host.folder), 'utf8')
    const note = '\n[reveille: the transcript is cut here]\n'
    expect(text.endsWith(note)).toBe(true)
    expect(text.length - note.length).toBe(transcriptBytes)
  })

  test.concurrent('a line of 40 MB is cut, not held', async () => {
    const host = await started(hosts, [fixture('floods-one-line.sh'), String(40_000_000)])
    const end = await ended(hosts, host)
    expect(end).toMatchObject({ exitCode: 0 })
    expect(end.tail).toContain('[reveille: the transcript is cut here]')
  })
}

function passesCommandsOn(hosts: Hosts): void {
  test.concurrent('arguments arrive untouched', async () => {
    const words = [
      '',
      ' ',
      'a b',
      '"',
      "'",
      '$HOME',
      '`id`',
      '\\n',
      'x\n',
      '\n\n',
      '-n',
      '--',
      '*',
      'ü\u{1f642}',
      'A=1',
      '%s',
    ]
    const end = await run(hosts, [fixture('prints-arguments.sh'), ...words])
    expect(end.tail).toBe(words.map((word) => `<${word}>`).join(''))
  })

  test.concurrent('the environment is exactly what was given', async () => {
    const variables = { PATH, EMPTY: '', LINES: 'a\nb\n', QUOTES: '\'"\\n\\', 'odd-name': ' x ', PWD_: '1' }
    const end = await run(hosts, ['env', '-0'], { command: { argv: ['env', '-0'], variables } })
    const seen = end.tail.split('\0').filter((entry) => entry !== '')
    expect(seen.toSorted()).toEqual(
      Object.entries(variables)
        .map(([key, value]) => `${key}=${value}`)
        .toSorted(),
    )
  })

  test.concurrent('the command has the signals and the file mode of a command started by hand', async () => {
    const end = await run(hosts, [fixture('ignores-nothing.sh')])
    const ignored = BigInt(`0x${/SigIgn:\s*(\w+)/.exec(end.tail)?.[1] ?? 'f'}`)
    const bit = (signal: number): bigint => (ignored >> BigInt(signal - 1)) & 1n
    const { SIGINT, SIGQUIT, SIGTERM, SIGPIPE } = constants.signals
    expect([SIGINT, SIGQUIT, SIGTERM, SIGPIPE].map(bit)).toEqual([0n, 0n, 0n, 0n])
    expect(end.tail).toContain('0022')
  })

  test.concurrent('standard input is empty', async () => {
    expect(await run(hosts, ['cat'])).toMatchObject({ exitCode: 0, tail: '' })
  })
}

function guardsItsGate(hosts: Hosts): void {
  test.concurrent('before its gate is opened nothing has started, and aborting leaves nothing', async () => {
    const folder = await temporaryDirectory()
    const witness = join(folder, 'witness')
    const host = await hosts.start(specOf(join(folder, 'run'), [fixture('touches.sh'), witness]))
    expect(await hosts.observe(join(folder, 'run'), host.identity)).toMatchObject({ kind: 'running' })
    await host.abort()
    expect(await hosts.observe(join(folder, 'run'), host.identity)).toEqual({ kind: 'lost' })
    await expect(stat(witness)).rejects.toThrow('ENOENT')
  })

  test.concurrent('aborting after the gate was opened stops the agent', async () => {
    const host = await started(hosts, [fixture('hangs.sh')])
    await output(hosts, host)
    await host.abort()
    expect(await hosts.observe(host.folder, host.identity)).toMatchObject({ end: { cause: 'stopped' } })
  })

  test.concurrent('stopping an agent that is just being started tells the cause too', async () => {
    const host = await started(hosts, [fixture('hangs.sh')])
    await hosts.stop(host.folder, host.identity, 'stopped')
    expect(await hosts.observe(host.folder, host.identity)).toMatchObject({ end: { cause: 'stopped' } })
  })

  test.concurrent('a folder has one host', async () => {
    const host = await started(hosts, [fixture('exits.sh'), '0'])
    await ended(hosts, host)
    await expect(hosts.start(specOf(host.folder, ['true']))).rejects.toMatchObject({ code: 'already-exists' })
  })

  test.concurrent('a command that no system could start is refused', async () => {
    const folder = await temporaryDirectory()
    await expect(hosts.start(specOf(folder, ['echo', 'a\0b']))).rejects.toMatchObject({
      code: 'agent-invalid',
    })
  })
}

function specOf(folder: string, argv: readonly string[], change: Partial<HostSpec> = {}): HostSpec {
  return {
    folder,
    command: { argv, variables: { PATH } },
    wallClockMs: 60_000,
    graceMs: 1_000,
    transcriptBytes: 1024 * 1024,
    secrets: [],
    diesWithHost: false,
    ...change,
  }
}

async function started(hosts: Hosts, argv: readonly string[], change?: Partial<HostSpec>): Promise<Started> {
  const folder = join(await temporaryDirectory(), 'run')
  const host = await hosts.start(specOf(folder, argv, change))
  await host.open()
  return { ...host, folder }
}

async function run(hosts: Hosts, argv: readonly string[], change?: Partial<HostSpec>): Promise<AgentEnd> {
  return ended(hosts, await started(hosts, argv, change))
}

function ended(hosts: Hosts, { folder, identity }: Started): Promise<AgentEnd> {
  return waitFor(async () => {
    const state = await hosts.observe(folder, identity)
    if (state.kind === 'lost') throw new Error('the host was lost')
    return state.kind === 'ended' ? state.end : null
  })
}

/** Resolves once the transcript holds something. */
function output(hosts: Hosts, { folder, identity }: Started): ReturnType<Hosts['observe']> {
  return waitFor(async () => {
    const state = await hosts.observe(folder, identity)
    return state.kind === 'running' && state.transcriptBytes === 0 ? null : state
  })
}
