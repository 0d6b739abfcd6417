/** By what it was shown: the target itself was asked, or a run or a landing came to an end that shows it. */
export type LaneWitness = 'target' | 'run' | 'landing'

/** What a leader found of a night's lane: whether anything can be proved on the target. */
export interface LaneJudged {
  readonly lane: 'green' | 'red' | 'broken'
  /** The commit of the target that it was found on. */
  readonly commit: string
  /** Why nothing can be proved; empty where it is green. */
  readonly detail: string
  readonly shownBy: LaneWitness
}

/** Whether the one says nothing that the other does not: a green gate stays green from landing to landing. */
export function isSameJudgement(one: LaneJudged, other: LaneJudged): boolean {
  const isAlike = one.lane === other.lane && one.detail === other.detail && one.shownBy === other.shownBy
  return isAlike && (one.lane === 'green' || one.commit === other.commit)
}
