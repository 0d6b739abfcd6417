import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../../test/temporary.ts'
import { openSqliteLedger } from './ledger.ts'
import { MIGRATIONS } from './migrations.ts'
import { renderSchema } from './schema.ts'
import { countedIds, stillClock } from './stage.contract.ts'

const stage = { clock: stillClock(), ids: countedIds() }
const newPath = async (): Promise<string> => join(await temporaryDirectory(), 'ledger.db')

describe('the schema', () => {
  test('the migrated schema is the committed one: `npm run generate` after a new migration', async () => {
    expect(await renderSchema()).toBe(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'))
  })

  test('a new ledger is in write-ahead mode and bears the number of its last migration', async () => {
    const path = await newPath()
    await (await openSqliteLedger({ path, ...stage })).close()
    const database = new DatabaseSync(path)
    expect(database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' })
    expect(database.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: MIGRATIONS.length })
    database.close()
  })

  test('opening a ledger that is up to date writes nothing', async () => {
    const path = await newPath()
    await (await openSqliteLedger({ path, ...stage })).close()
    const before = { bytes: readFileSync(path), modified: statSync(path).mtimeMs }
    const ledger = await openSqliteLedger({ path, ...stage })
    await ledger.countTasks()
    await ledger.close()
    expect(readFileSync(path).equals(before.bytes)).toBe(true)
    expect(statSync(path).mtimeMs).toBe(before.modified)
  })

  test('a ledger of a newer Reveille is refused and left as it is', async () => {
    const path = await newPath()
    await (await openSqliteLedger({ path, ...stage })).close()
    const database = new DatabaseSync(path)
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`)
    database.close()
    await expect(openSqliteLedger({ path, ...stage })).rejects.toMatchObject({
      code: 'ledger-newer',
      data: { ledger: MIGRATIONS.length + 1, known: MIGRATIONS.length },
    })
  })

  test('ledgers opened at once on a new file migrate it once', async () => {
    const path = await newPath()
    const ledgers = await Promise.all(Array.from({ length: 8 }, () => openSqliteLedger({ path, ...stage })))
    expect(await Promise.all(ledgers.map((ledger) => ledger.lastEvent()))).toEqual(ledgers.map(() => 0))
    await Promise.all(ledgers.map((ledger) => ledger.close()))
  })
})
