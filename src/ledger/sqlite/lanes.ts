import { SYSTEM } from '../../domain/actor.ts'
import type { EventData } from '../../domain/event-data.ts'
import type { LaneJudged } from '../../domain/lane-judged.ts'
import type { Ledger } from '../ledger.ts'
import type { Reader, Transaction } from './connection.ts'
import { append } from './events.ts'
import { requireEpoch } from './leaders.ts'
import { requireOpenNight } from './nights.ts'

export function recordLane(tx: Transaction, params: Parameters<Ledger['recordLane']>[0]): void {
  const { epoch, nightId, judged } = params
  requireEpoch(tx, epoch)
  const { id } = requireOpenNight(tx, nightId)
  append(tx, { actor: SYSTEM, kind: 'lane.judged', subjectId: id, data: { ...judged, epoch } })
}

/** The kind is spelled out so that the index of these events serves: `status` asks, however many events there are. */
export function findLane(reader: Reader, nightId: string): LaneJudged | null {
  const row = reader.get<{ data: string }>(
    `SELECT data FROM events WHERE kind = 'lane.judged' AND subject_id = :nightId ORDER BY seq DESC LIMIT 1`,
    { nightId },
  )
  if (row === undefined) return null
  // Events are written only with the data of their kind and never changed, so the kind tells the type.
  const { epoch: _epoch, ...judged } = JSON.parse(row.data) as EventData['lane.judged']
  return judged
}
