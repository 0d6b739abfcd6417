/** How the lane of a night stands, for those who ask why nothing starts. */
import type { LaneJudged } from '../domain/lane-judged.ts'
import { dataOf } from '../domain/event-data.ts'
import type { NightRecord } from './record.ts'
import { headline, sentence } from './wording.ts'

interface LaneStanding extends LaneJudged {
  /** Number of the event that says so. */
  readonly event: number
}

/** The newest judgement; null while nobody has judged the lane. */
export function laneOfNight({ night, events }: Pick<NightRecord, 'night' | 'events'>): LaneStanding | null {
  const event = events.findLast(({ kind, subjectId }) => kind === 'lane.judged' && subjectId === night.id)
  const data = event === undefined ? null : dataOf(event, 'lane.judged')
  if (event === undefined || data === null) return null
  const { lane, commit, detail, shownBy } = data
  return { lane, commit, detail, shownBy, event: event.seq }
}

/** As the end of a sentence that says what does not start, and the reason. */
export function laneText({ lane, detail }: Pick<LaneJudged, 'lane' | 'detail'>): string {
  const what = lane === 'red' ? 'the gate is red on the target itself' : 'nothing can be proved on the target'
  return `${what}. ${sentence(headline(detail))}`.trimEnd()
}
