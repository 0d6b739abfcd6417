import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../temporary.ts'
import { assertInvariants, checkoutOf } from './invariants.ts'
import { POINTS } from './killed-leader.ts'
import { createChaosNight, type ChaosNight } from './night.ts'
import { processesOf } from './processes.ts'
import { TWO } from './tasks.ts'

const KILLED_LEADER = join(import.meta.dirname, 'killed-leader.ts')

describe('a leader that is killed at a point of the kill table', () => {
  for (const point of Object.keys(POINTS).filter((name) => !name.startsWith('accept'))) {
    test(`${point}: the next start makes good [I4, I10, kill-table]`, async () => {
      const night = await createNight()
      const before = checkoutOf(night)
      killAt(point, night)
      night.reveille('night')
      await assertInvariants(night, before)
      assertNoAttemptWasUsed(night)
    })
  }

  for (const point of Object.keys(POINTS).filter((name) => name.startsWith('accept'))) {
    test(`${point}: accept again makes good [I10, kill-table]`, async () => {
      const night = await createNight()
      night.reveille('night')
      const target = night.git('rev-parse', 'refs/reveille/targets/1')
      killAt(point, night)
      night.reveille('accept')
      expect(night.git('rev-parse', 'main')).toBe(target)
      expect(checkoutOf(night)).toEqual({ head: target, status: '' })
      expect(night.git('ls-files').split('\n')).toContain('work/one.txt')
    })
  }

  test('a host whose opener is killed never starts its agent [kill-table]', async () => {
    const night = await createNight()
    killAt('host started, identity unwritten', night)
    await gone(night)
    const events = night.reveille('why', 'one')
    expect(events).not.toContain('host-started')
  })
})

async function createNight(): Promise<ChaosNight> {
  const folder = await temporaryDirectory()
  mkdirSync(join(folder, 'home'))
  return createChaosNight(folder, TWO)
}

function killAt(point: string, night: ChaosNight): void {
  const killed = spawnSync(process.execPath, [KILLED_LEADER, point, night.repository], {
    env: night.variables,
    encoding: 'utf8',
  })
  assert.equal(killed.signal, 'SIGKILL', `the point was not reached: ${killed.stderr}`)
}

/** The host reads the end of its input and goes home. */
async function gone(night: ChaosNight): Promise<void> {
  await expect.poll(() => processesOf(night.folder), { timeout: 5_000 }).toEqual([])
}

function assertNoAttemptWasUsed(night: ChaosNight): void {
  for (const { key } of TWO) {
    const shown = JSON.parse(night.reveille('task', 'show', key, '--json')) as {
      data: { task: { attempts: number } }
    }
    assert.equal(shown.data.task.attempts, 0, `task ${key} lost an attempt`)
  }
}
