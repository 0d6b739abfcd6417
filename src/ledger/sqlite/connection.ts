import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Clock } from '../../support/clock.ts'
import type { Ids } from '../../support/ids.ts'
import { takeTurns } from './turns.ts'

export type Value = string | number | null
export type Values = Readonly<Record<string, Value>>

/**
 * Statements with named parameters. The row type is the caller's word for what its columns are: tables are STRICT and
 * closed sets are CHECKed, so what was written with the type is read with the type.
 */
export interface Reader {
  all<Row>(sql: string, values?: Values): readonly Row[]
  get<Row>(sql: string, values?: Values): Row | undefined
}

/** One transaction. All rows written in it bear the same time. */
export interface Transaction extends Reader {
  readonly now: number
  nextId(): string
  run(sql: string, values?: Values): void
  /** Several statements without parameters. */
  script(sql: string): void
}

export interface Connection {
  readonly path: string
  /** The synchronous function may see what others commit between two of its statements. */
  read<Result>(fn: (reader: Reader) => Result): Promise<Result>
  /** All of what the synchronous function writes, or, when it throws, nothing. */
  write<Result>(fn: (transaction: Transaction) => Result): Promise<Result>
  /** Outside a transaction, for statements that do not work inside one. */
  execute<Row>(sql: string, values?: Values): Promise<readonly Row[]>
  close(): void
}

export interface ConnectionOptions {
  readonly path: string
  readonly clock: Clock
  readonly ids: Ids
  /** Uniform in [0, 1): spreads the waiting of processes that met at the lock. */
  readonly random: () => number
}

export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { path, clock, ids } = options
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const turns = takeTurns(options)
  const database = await turns.take(() => openDatabase(path))
  const statements = statementsOf(database)

  function inTransaction<Result>(fn: (transaction: Transaction) => Result): Result {
    try {
      const result = fn({ ...statements, now: clock.now(), nextId: () => ids.next() })
      database.exec('COMMIT')
      return result
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
  return {
    path,
    read: (fn) => turns.take(() => fn(statements)),
    async write(fn) {
      await turns.giveWay()
      // Nothing is awaited between BEGIN and COMMIT, or verbs of one process would end up in each other's transaction.
      return turns.take(() => {
        database.exec('BEGIN IMMEDIATE')
        return inTransaction(fn)
      })
    },
    execute: (sql, values) => turns.take(() => statements.all(sql, values)),
    close: () => database.close(),
  }
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true })
  try {
    database.exec('PRAGMA synchronous = FULL')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function statementsOf(database: DatabaseSync): Omit<Transaction, 'now' | 'nextId'> {
  const prepared = new Map<string, StatementSync>()
  function prepare(sql: string): StatementSync {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }
  return {
    all: <Row>(sql: string, values: Values = {}) => prepare(sql).all(values) as Row[],
    get: <Row>(sql: string, values: Values = {}) => prepare(sql).get(values) as Row | undefined,
    run: (sql, values = {}) => void prepare(sql).run(values),
    script: (sql) => database.exec(sql),
  }
}
