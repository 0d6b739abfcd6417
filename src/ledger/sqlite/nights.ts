import { SYSTEM } from '../../domain/actor.ts'
import { ReveilleError } from '../../domain/errors.ts'
import type { Night } from '../../domain/night.ts'
import { move, NIGHT_TRANSITIONS } from '../../domain/transitions.ts'
import type { Ledger } from '../ledger.ts'
import type { Reader, Transaction } from './connection.ts'
import { append } from './events.ts'
import { requireEpoch } from './leaders.ts'
import { NIGHT_COLUMNS, toPlain } from './rows.ts'

export function openNight(tx: Transaction, params: Parameters<Ledger['openNight']>[0]): Night {
  const open = findOpenNight(tx)
  if (open !== null) {
    throw new ReveilleError('already-exists', `Night ${open.number} is open`, {
      hint: 'It goes on until it is accepted',
    })
  }
  const { branch, base } = params
  const last = tx.get<{ number: number | null }>('SELECT max(number) AS number FROM nights')
  const number = (last?.number ?? 0) + 1
  const id = tx.nextId()
  tx.run(
    `INSERT INTO nights (number, id, state, branch, base, opened_at)
     VALUES (:number, :id, 'open', :branch, :base, :now)`,
    { number, id, branch, base, now: tx.now },
  )
  append(tx, { actor: params.actor, kind: 'night.opened', subjectId: id, data: { number, branch, base } })
  return requireNight(tx, id)
}

export function closeNight(tx: Transaction, params: Parameters<Ledger['closeNight']>[0]): Night {
  requireEpoch(tx, params.epoch)
  const night = requireNight(tx, params.nightId)
  const to = move(NIGHT_TRANSITIONS, `night ${night.number}`, night.state, params.to)
  refuseUnfinished(tx, night)
  tx.run('UPDATE nights SET state = :to, closed_at = :now WHERE id = :id', { id: night.id, to, now: tx.now })
  append(tx, { actor: SYSTEM, kind: 'night.closed', subjectId: night.id, data: { from: night.state, to } })
  return requireNight(tx, night.id)
}

export function listNights(reader: Reader): readonly Night[] {
  return reader.all<Night>(`SELECT ${NIGHT_COLUMNS} FROM nights ORDER BY number`).map(toPlain)
}

export function findOpenNight(reader: Reader): Night | null {
  const row = reader.get<Night>(`SELECT ${NIGHT_COLUMNS} FROM nights WHERE state = 'open'`)
  return row === undefined ? null : toPlain(row)
}

/** Runs and queue entries belong to an open night. */
export function requireOpenNight(reader: Reader, id: string): Night {
  const night = requireNight(reader, id)
  if (night.state === 'open') return night
  throw new ReveilleError('night-missing', `Night ${night.number} is ${night.state}`, {
    hint: '`reveille night` begins a new one',
  })
}

function requireNight(reader: Reader, id: string): Night {
  const row = reader.get<Night>(`SELECT ${NIGHT_COLUMNS} FROM nights WHERE id = :id`, { id })
  if (row === undefined) throw new ReveilleError('night-missing', `There is no night ${id}`)
  return toPlain(row)
}

function refuseUnfinished(reader: Reader, night: Night): void {
  const count = reader.get<{ runs: number; landings: number }>(
    `SELECT
       (SELECT count(*) FROM runs
        WHERE night_id = :id AND state IN ('preparing', 'working', 'checking', 'queued')) AS runs,
       (SELECT count(*) FROM landings WHERE night_id = :id AND state IN ('waiting', 'intended')) AS landings`,
    { id: night.id },
  )
  if (count === undefined || count.runs + count.landings === 0) return
  const { runs, landings } = count
  throw new ReveilleError(
    'illegal-move',
    `Night ${night.number} has ${runs} live runs and ${landings} landings open`,
    {
      hint: 'Let them end first',
      data: { runs, landings },
    },
  )
}
