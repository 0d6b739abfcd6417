/** What a run host costs: memory while its agent works (goal: at most 5 MB), and time until the agent's first byte. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { HostAtGate } from '../src/runs/host.ts'
import { createShellHosts } from '../src/runs/shell-host.ts'
import { transcriptSize } from '../src/runs/transcript.ts'
import { systemClock } from '../src/support/clock.ts'
import { familyOf } from '../src/support/identity.ts'

const PATH = process.env['PATH'] ?? ''
const HOSTS = 20
const STARTS = 40
const AGENT = ['/bin/sh', '-c', 'echo ready; exec sleep 600']

const hosts = createShellHosts({ clock: systemClock, path: PATH })
const folder = await mkdtemp(join(tmpdir(), 'reveille-bench-'))
let count = 0

try {
  await printMemory()
  await printStart()
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function printMemory(): Promise<void> {
  const started = await Promise.all(Array.from({ length: HOSTS }, startHost))
  await Promise.all(started.map((host) => firstByte(host)))
  const parts = (await Promise.all(started.map(({ identity }) => familyOf(identity)))).flat()
  const rows = (await Promise.all(parts.map(({ pid }) => memoryOf(pid)))).filter((row) => row !== null)
  const sum = (key: 'pss' | 'own') => rows.reduce((total, row) => total + row[key], 0) / HOSTS / 1024
  console.log(
    `memory of a host, ${HOSTS} at once: ${sum('pss').toFixed(2)} MB PSS, ${sum('own').toFixed(2)} MB private, ` +
      `in ${rows.length / HOSTS} processes (goal 5 MB)`,
  )
  await Promise.all(started.map(stop))
}

async function printStart(): Promise<void> {
  const bare: number[] = []
  const hosted: number[] = []
  for (let round = 0; round < STARTS; round += 1) {
    bare.push(await timeBare())
    hosted.push(await timeHosted())
  }
  const [one, other] = [median(bare), median(hosted)]
  console.log(
    `first byte: bare spawn ${one.toFixed(1)} ms, host ${other.toFixed(1)} ms, ` +
      `overhead ${(other - one).toFixed(1)} ms, ratio ${(other / one).toFixed(1)}`,
  )
}

async function timeBare(): Promise<number> {
  const startedAt = performance.now()
  const child = spawn('/bin/sh', AGENT.slice(1), { env: { PATH }, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  const took = performance.now() - startedAt
  child.kill('SIGKILL')
  await once(child, 'exit')
  return took
}

async function timeHosted(): Promise<number> {
  const startedAt = performance.now()
  const host = await startHost()
  await firstByte(host)
  const took = performance.now() - startedAt
  await stop(host)
  return took
}

interface Started extends HostAtGate {
  readonly folder: string
}

async function startHost(): Promise<Started> {
  count += 1
  const run = join(folder, String(count))
  const host = await hosts.start({
    folder: run,
    command: { argv: AGENT, variables: { PATH } },
    wallClockMs: 600_000,
    graceMs: 1_000,
    transcriptBytes: 1024 * 1024,
    secrets: ['a secret value'],
    diesWithHost: false,
  })
  await host.open()
  return { ...host, folder: run }
}

async function firstByte(host: Started): Promise<void> {
  while ((await transcriptSize(host.folder)) === 0) await turn()
}

async function stop(host: Started): Promise<void> {
  await hosts.stop(host.folder, host.identity, 'stopped')
}

/** Kilobytes; null for the agent itself, which is no part of the host. */
async function memoryOf(pid: number): Promise<{ pss: number; own: number } | null> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8')
  // The timer sleeps for 600.000.
  if (command === 'sleep\x00600\x00') return null
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  const field = (name: string): number => Number(new RegExp(`^${name}: *(\\d+)`, 'm').exec(text)?.[1] ?? 0)
  return { pss: field('Pss'), own: field('Private_Clean') + field('Private_Dirty') }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
