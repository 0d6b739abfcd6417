/** One night that is killed at random points until it has had enough, then left to finish. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertInvariants, checkoutOf } from './invariants.ts'
import { createChaosNight, type ChaosNight } from './night.ts'
import { kill, processesOf } from './processes.ts'
import { seededRandom } from './seed.ts'

export interface RoundReport {
  readonly seed: number
  readonly kills: readonly string[]
  readonly durationMs: number
}

const MOST_KILLS = 4
const LONGEST_WAIT_MS = 2_500
const NIGHT_DEADLINE_MS = 120_000

/** Same seed, same kills; the machine decides what they hit. A failed round leaves its folder and names it. */
export async function chaosRound(seed: number): Promise<RoundReport> {
  const startedAt = performance.now()
  const folder = mkdtempSync(join(tmpdir(), `reveille-chaos-${seed}-`))
  mkdirSync(join(folder, 'home'))
  const night = createChaosNight(folder)
  const before = checkoutOf(night)
  const random = seededRandom(seed)
  const kills: string[] = []
  try {
    const wanted = 1 + Math.floor(random() * MOST_KILLS)
    while (kills.length < wanted && (await nightIsKilled(night, random, kills)));
    await finish(night)
    await assertInvariants(night, before)
  } catch (error) {
    throw new Error(`seed ${seed}, kills ${kills.join(', ')}, left in ${folder}`, { cause: error })
  }
  rmSync(folder, { recursive: true, force: true })
  return { seed, kills, durationMs: Math.round(performance.now() - startedAt) }
}

/** False when the night ended before it was killed. */
async function nightIsKilled(night: ChaosNight, random: () => number, kills: string[]): Promise<boolean> {
  const leader = night.start('night')
  const ended = endOf(leader)
  const afterMs = Math.round(random() * LONGEST_WAIT_MS)
  const target = ['leader', 'leader', 'host', 'everything'][Math.floor(random() * 4)] ?? 'leader'
  const first = await Promise.race([ended.then(() => 'ended'), pause(afterMs).then(() => 'due')])
  if (first === 'ended') return false
  if (target === 'host') {
    const hosts = processesOf(night.folder).filter((one) => one.commandLine.includes('host.sh'))
    for (const host of hosts.slice(0, 1)) kill(host.pid)
  } else if (target === 'everything') {
    // As a reboot does: what is started while others die, dies too.
    for (let left = processesOf(night.folder); left.length > 0; left = processesOf(night.folder)) {
      for (const one of left) kill(one.pid)
    }
  }
  if (leader.pid !== undefined) kill(leader.pid)
  await ended
  kills.push(`${target}@${afterMs}`)
  return true
}

async function finish(night: ChaosNight): Promise<void> {
  const leader = night.start('night')
  const ended = endOf(leader)
  const first = await Promise.race([ended, pause(NIGHT_DEADLINE_MS).then(() => 'late')])
  if (first !== 'late') return
  if (leader.pid !== undefined) kill(leader.pid)
  throw new Error(`the night did not end within ${NIGHT_DEADLINE_MS} ms`)
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()))
}
