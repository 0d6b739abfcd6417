import { ReveilleError } from '../../domain/errors.ts'
import type { Connection, Reader } from './connection.ts'
import { MIGRATIONS } from './migrations.ts'

/** Brings the schema up to date. Writes nothing when it is; throws `ledger-newer` when it is beyond this code. */
export async function migrate(connection: Connection): Promise<void> {
  const version = await connection.read(versionOf)
  if (version === MIGRATIONS.length) return
  if (version > MIGRATIONS.length) throw newer(connection.path, version)
  await useWriteAheadLog(connection)
  // Asked again inside: of processes that start together one migrates and the others find it done.
  await connection.write((tx) => {
    const from = versionOf(tx)
    if (from > MIGRATIONS.length) throw newer(connection.path, from)
    for (const step of MIGRATIONS.slice(from)) tx.script(step)
    tx.script(`PRAGMA user_version = ${MIGRATIONS.length}`)
  })
}

/** For who only looks: throws `state-unusable` where the schema would have to be brought up to date, and `ledger-newer`. */
export async function requireMigrated(connection: Connection): Promise<void> {
  const version = await connection.read(versionOf)
  if (version > MIGRATIONS.length) throw newer(connection.path, version)
  if (version < MIGRATIONS.length)
    throw new ReveilleError(
      'state-unusable',
      `The ledger ${connection.path} was written by an older Reveille`,
      {
        hint: 'reveille status',
      },
    )
}

export function versionOf(reader: Reader): number {
  return reader.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
}

/** Kept in the file from then on. A memory database has no log and needs none. */
async function useWriteAheadLog(connection: Connection): Promise<void> {
  const [row] = await connection.execute<{ journal_mode: string }>('PRAGMA journal_mode = WAL')
  if (row?.journal_mode === 'wal' || row?.journal_mode === 'memory') return
  throw new ReveilleError('state-unusable', `The file system of ${connection.path} cannot hold the ledger`, {
    hint: 'Put the state directory on a local disk: set XDG_STATE_HOME',
  })
}

function newer(path: string, version: number): ReveilleError {
  return new ReveilleError('ledger-newer', `The ledger ${path} was written by a newer Reveille`, {
    hint: 'Update Reveille',
    data: { ledger: version, known: MIGRATIONS.length },
  })
}
