import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../../test/temporary.ts'
import type { Clock } from '../../support/clock.ts'
import type { Ledger } from '../ledger.ts'
import { add, ANN, verdict } from '../world.contract.ts'
import { openSqliteLedger } from './ledger.ts'
import { countedIds, stillClock } from './stage.contract.ts'

const stage = { clock: stillClock(), ids: countedIds() }
const newPath = async (): Promise<string> => join(await temporaryDirectory(), 'ledger.db')

/** Time passes only in sleep; `onSleep` is what others do meanwhile. */
function clockThatSleeps(onSleep: (count: number) => void = () => {}): Clock & { readonly pauses: number[] } {
  const pauses: number[] = []
  let now = 0
  return {
    pauses,
    now: () => now,
    async sleep(ms) {
      now += ms
      pauses.push(ms)
      onSleep(pauses.length)
    },
  }
}

async function lockedLedger(clock: Clock): Promise<{ ledger: Ledger; other: DatabaseSync }> {
  const path = await newPath()
  const ledger = await openSqliteLedger({ path, clock, ids: countedIds() })
  const other = new DatabaseSync(path, { timeout: 0 })
  other.exec('BEGIN IMMEDIATE')
  return { ledger, other }
}

describe('waiting for the lock', () => {
  test('a writer tries again every 1 to 5 ms until the lock is free', async () => {
    const clock = clockThatSleeps((count) => {
      if (count === 40) other.exec('ROLLBACK')
    })
    const { ledger, other } = await lockedLedger(clock)
    expect(await add(ledger, 'task')).toMatchObject({ state: 'todo' })
    expect(clock.pauses).toHaveLength(40)
    expect(clock.pauses.every((ms) => ms >= 1 && ms <= 5)).toBe(true)
    expect(new Set(clock.pauses).size).toBeGreaterThan(1)
    other.close()
    await ledger.close()
  })

  test('who found the lock taken gives way before its next writes; who never did writes at once', async () => {
    const clock = clockThatSleeps((count) => {
      if (count === 1) other.exec('ROLLBACK')
    })
    const { ledger, other } = await lockedLedger(clock)
    await add(ledger, 'task')
    const note = () => ledger.noteTask({ actor: ANN, task: 'task', text: 'note' })
    for (let count = 0; count < 100; count++) await note()
    expect(clock.pauses).toHaveLength(1 + 32)
    other.close()
    await ledger.close()

    const calm = clockThatSleeps()
    const alone = await openSqliteLedger({ path: await newPath(), clock: calm, ids: countedIds() })
    await add(alone, 'task')
    expect(calm.pauses).toEqual([])
    await alone.close()
  })

  test('after ten seconds the writer gives up with a typed error', async () => {
    const clock = clockThatSleeps()
    const { ledger, other } = await lockedLedger(clock)
    await expect(add(ledger, 'task')).rejects.toMatchObject({ code: 'ledger-busy' })
    expect(clock.now()).toBeGreaterThanOrEqual(10_000)
    expect(clock.now()).toBeLessThan(10_010)
    other.close()
    await ledger.close()
  })

  test('a clock that is set back does not make the wait longer', async () => {
    const pauses: number[] = []
    const clock: Clock = { now: () => -pauses.length * 1_000, sleep: async (ms) => void pauses.push(ms) }
    const { ledger, other } = await lockedLedger(clock)
    await expect(add(ledger, 'task')).rejects.toMatchObject({ code: 'ledger-busy' })
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(10_010)
    other.close()
    await ledger.close()
  })

  test('readers do not wait for a writer', async () => {
    const clock = clockThatSleeps()
    const { ledger, other } = await lockedLedger(clock)
    expect(await ledger.tasks({})).toEqual([])
    expect(clock.pauses).toEqual([])
    other.close()
    await ledger.close()
  })
})

describe('a ledger file', () => {
  test('what one connection wrote another one reads, also after reopening', async () => {
    const path = await newPath()
    const [one, other] = [
      await openSqliteLedger({ path, ...stage }),
      await openSqliteLedger({ path, ...stage }),
    ]
    const task = await add(one, 'task')
    expect(await other.task('task')).toEqual(task)
    await Promise.all([one.close(), other.close()])
    const again = await openSqliteLedger({ path, ...stage })
    expect(await again.task('task')).toEqual(task)
    await again.close()
  })

  test('the folder of a new ledger is made, for its owner alone', async () => {
    const path = join(await temporaryDirectory(), 'state', 'project', 'ledger.db')
    await (await openSqliteLedger({ path, ...stage })).close()
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
  })

  test('a file that is no ledger is refused with a hint', async () => {
    const path = await newPath()
    writeFileSync(path, 'not a database, but long enough to be looked at as one '.repeat(100))
    await expect(openSqliteLedger({ path, ...stage })).rejects.toMatchObject({ code: 'state-unusable' })
  })

  test('a folder in the place of the ledger is refused with a hint', async () => {
    const path = await newPath()
    mkdirSync(path)
    await expect(openSqliteLedger({ path, ...stage })).rejects.toMatchObject({ code: 'state-unusable' })
  })

  test.each(['events', 'notes', 'evidence'])(
    '%s cannot be changed or deleted, not even by hand',
    async (table) => {
      const path = await newPath()
      const ledger = await openSqliteLedger({ path, ...stage })
      await add(ledger, 'task')
      await ledger.noteTask({ actor: ANN, task: 'task', text: 'note' })
      const { epoch } = await ledger.beginLeadership({ owner: { pid: 1, startedAt: '', bootId: '' } })
      await ledger.recordEvidence({ fence: { epoch }, verdict: verdict() })
      await ledger.close()
      const database = new DatabaseSync(path)
      expect(() => database.exec(`UPDATE ${table} SET at = 0`)).toThrow(/append/)
      expect(() => database.exec(`DELETE FROM ${table}`)).toThrow(/append/)
      database.close()
    },
  )
})

describe('backups', () => {
  test('a backup is a whole ledger of its own', async () => {
    const folder = await temporaryDirectory()
    const ledger = await openSqliteLedger({ path: join(folder, 'ledger.db'), ...stage })
    await add(ledger, 'before')
    await ledger.backup(join(folder, "it's a copy.db"))
    await add(ledger, 'after')
    const copy = await openSqliteLedger({ path: join(folder, "it's a copy.db"), ...stage })
    expect((await copy.tasks({})).map(({ key }) => key)).toEqual(['before'])
    expect((await copy.tasks({ text: 'before' })).map(({ key }) => key)).toEqual(['before'])
    expect(await add(copy, 'own')).toMatchObject({ key: 'own' })
    await Promise.all([ledger.close(), copy.close()])
  })

  test('a backup never overwrites', async () => {
    const folder = await temporaryDirectory()
    const ledger = await openSqliteLedger({ path: ':memory:', ...stage })
    writeFileSync(join(folder, 'precious'), '')
    await expect(ledger.backup(join(folder, 'precious'))).rejects.toMatchObject({ code: 'already-exists' })
    await ledger.close()
  })
})
