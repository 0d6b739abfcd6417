/** What a run without a diff came to. A later task that needs it reads it. */
export type Conclusion = VerifyConclusion | ExploreConclusion | OperateConclusion

export interface VerifyConclusion {
  readonly kind: 'verify'
  readonly commit: string
  readonly tree: string
  readonly verdict: 'green' | 'red'
  /** In the order of the task's checks. */
  readonly checks: readonly { readonly check: string; readonly green: boolean; readonly evidence: string }[]
}

/** The artefact itself stands in the run's folder. */
export interface ExploreConclusion {
  readonly kind: 'explore'
  readonly commit: string
  readonly tree: string
  /** Path relative to the project's state directory. */
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  /** How many findings it lists; null when it is no list of findings. */
  readonly findings: number | null
}

export interface OperateConclusion {
  readonly kind: 'operate'
  readonly planHash: string
  readonly operation: string
  readonly target: string
  /** What allowed it: the blocker whose answer granted it, or null for what the configuration allows. */
  readonly grant: string | null
  /** Evidence of its checks after it was carried out. */
  readonly proof: readonly string[]
}

/** A conclusion with where it comes from. */
export interface Concluded {
  readonly taskId: string
  readonly runId: string
  readonly conclusion: Conclusion
  readonly at: number
}
