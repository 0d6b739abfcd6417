import type { Check } from '../domain/check.ts'
import type { CheckOutcome, Evidence } from '../domain/evidence.ts'
import type { OperationPlan } from '../domain/operation-plan.ts'
import type { Run } from '../domain/run.ts'
import type { RedVerdict } from '../verification/base/red-check.ts'

export interface Executed extends CheckOutcome {
  /** The end of what it wrote, masked. */
  readonly excerpt: string
}

/** Checks of an operate task, asked on behalf of its run. */
export interface Proving {
  readonly run: Run
  readonly plan: OperationPlan
  readonly checks: readonly Check[]
}

/**
 * What carries out operations and looks at what they have done: the only door to anything outside. Whoever calls `execute`
 * has recorded before that the operation begins, and never calls it again for what may have happened already.
 */
export interface Executor {
  /**
   * Carries the plan out. A command that ends badly is a result; when it rejects, nobody knows what has happened, also
   * with `interrupted`, when the world was told to stop.
   */
  execute(plan: OperationPlan): Promise<Executed>
  /** Whether there is something to do: the red-to-green checks, asked once, because the world outside may move. */
  findRed(proving: Proving): Promise<RedVerdict>
  /** Asks the checks, with the operation's own way outside. The evidence is in the ledger when it resolves. */
  prove(proving: Proving): Promise<readonly Evidence[]>
}
