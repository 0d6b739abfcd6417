/** What was given to the agent of a run. The text stands in the run's folder. */
export type Brief = {
  readonly sha256: string
  /** Estimated, as are those of the parts. */
  readonly tokens: number
  readonly budget: number
  /** In the order in which they stand. */
  readonly parts: readonly BriefPart[]
}

export interface BriefPart {
  readonly name: string
  readonly tokens: number
  /** Tokens that the budget had no room for. */
  readonly leftOut: number
}
