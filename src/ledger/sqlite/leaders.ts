import { SYSTEM } from '../../domain/actor.ts'
import { ReveilleError } from '../../domain/errors.ts'
import type { Leader, Ledger } from '../ledger.ts'
import type { Reader, Transaction } from './connection.ts'
import { append } from './events.ts'
import { toLeader, type LeaderRow } from './rows.ts'

export function beginLeadership(
  tx: Transaction,
  { owner }: Parameters<Ledger['beginLeadership']>[0],
): Leader {
  const epoch = (findLeader(tx)?.epoch ?? 0) + 1
  tx.run('INSERT INTO leaders (epoch, owner, since) VALUES (:epoch, :owner, :now)', {
    epoch,
    owner: JSON.stringify(owner),
    now: tx.now,
  })
  append(tx, { actor: SYSTEM, kind: 'leader.began', subjectId: String(epoch), data: { epoch, owner } })
  return { epoch, owner, since: tx.now }
}

export function recordRecovery(tx: Transaction, params: Parameters<Ledger['recordRecovery']>[0]): void {
  const { epoch, data } = params
  requireEpoch(tx, epoch)
  append(tx, { actor: SYSTEM, kind: 'leader.recovered', subjectId: String(epoch), data: { ...data, epoch } })
}

export function findLeader(reader: Reader): Leader | null {
  const row = reader.get<LeaderRow>('SELECT epoch, owner, since FROM leaders ORDER BY epoch DESC LIMIT 1')
  return row === undefined ? null : toLeader(row)
}

/** Throws `stale-token` unless the epoch is the newest. */
export function requireEpoch(reader: Reader, epoch: number): void {
  const current = findLeader(reader)?.epoch ?? null
  if (epoch === current) return
  throw new ReveilleError(
    'stale-token',
    `Leader ${epoch} leads no more; the newest is ${current ?? 'none'}`,
    {
      hint: 'Another process leads this project now',
      data: { epoch, current },
    },
  )
}
