import { isSameJudgement, type LaneJudged } from '../domain/lane-judged.ts'
import { targetRef, type Night } from '../domain/night.ts'
import type { Leader, Ledger } from '../ledger/ledger.ts'
import type { Git } from '../support/git.ts'
import type { Lane } from './lane.ts'

interface LaneRecordPlace {
  readonly ledger: Ledger
  readonly git: Pick<Git, 'readRef'>
  readonly night: Night
  readonly leader: Leader
}

/** Keeps the lane in the ledger, so that whoever reads it in the morning knows why nothing started. */
export class LaneRecord {
  readonly #place: LaneRecordPlace
  /** What this leader has told last. */
  #told: Lane | null = null

  constructor(place: LaneRecordPlace) {
    this.#place = place
  }

  /** Cheap where the lane is the one that was told last; writes only what the ledger does not say already. */
  async tell(lane: Lane): Promise<void> {
    if (lane === this.#told || lane.kind === 'unknown') return
    const { ledger, git, night, leader } = this.#place
    const judged = judgedOf(lane, (await git.readRef(targetRef(night))) ?? night.base)
    const last = await ledger.lane(night.id)
    if (last === null || !isSameJudgement(last, judged)) {
      await ledger.recordLane({ epoch: leader.epoch, nightId: night.id, judged })
    }
    this.#told = lane
  }
}

function judgedOf(lane: Exclude<Lane, { kind: 'unknown' }>, commit: string): LaneJudged {
  return {
    lane: lane.kind,
    commit,
    detail: lane.kind === 'green' ? '' : lane.detail,
    shownBy: lane.kind === 'broken' ? lane.shownBy : 'target',
  }
}
