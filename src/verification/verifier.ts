import type { EndReason } from '../domain/ending.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Run } from '../domain/run.ts'
import type { Task } from '../domain/task.ts'
import type { Environment } from '../workspaces/workspace.ts'

/** Whether a task has something to do on a sound base. */
export type BaseVerdict =
  | { readonly kind: 'ready' }
  | {
      readonly kind: Extract<EndReason, 'target-red' | 'nothing-to-fix' | 'invalid-red' | 'flaky-check'>
      readonly detail: string
    }

export type DiffVerdict =
  | { readonly kind: 'ok' }
  | {
      readonly kind: 'refused'
      readonly reason: 'out-of-scope' | 'no-change'
      readonly detail: string
      readonly paths: readonly string[]
    }

export interface TreeVerdict {
  readonly green: boolean
  readonly gate: string
  readonly environment: string
  readonly evidence: readonly Evidence[]
  /** One sentence that names the red checks and shows the end of their output; empty when green. */
  readonly detail: string
  /** Whose fault red is: the target's when everything red is red there too. */
  readonly blames: 'nobody' | 'work' | 'target'
}

export type LaneVerdict =
  | { readonly kind: 'green' }
  | { readonly kind: 'red'; readonly failing: readonly Evidence[]; readonly detail: string }

/**
 * What runs and landing ask of verification. The only place where a claim becomes a proof: each answer rests on evidence
 * that is in the ledger when the method resolves.
 */
export interface Verifier {
  /** The project's own gate on a commit of the target; green evidence is used again, red is asked anew. */
  judgeLane(params: { epoch: number; commit: string }): Promise<LaneVerdict>
  /** Whether the task may be worked on although those checks are red: it is the repair, proved by that very command. */
  repairs(task: Pick<Task, 'checks'>, failing: readonly Evidence[]): boolean
  /** The gate on the run's base, then its red-to-green checks, twice. */
  judgeBase(params: { run: Run; task: Task; environment: Environment }): Promise<BaseVerdict>
  /** The diff gate over base..candidate. `refused` are paths that cannot be work at all. */
  judgeDiff(params: {
    run: Run
    task: Task
    candidate: string
    refused: readonly string[]
  }): Promise<DiffVerdict>
  /**
   * Every check of the gate and the task on one commit, each in a fresh checkout. `target` is the commit that the work was
   * merged with: it is asked about red checks of the project before the work is blamed.
   */
  verify(params: { run: Run; task: Task; commit: string; target?: string }): Promise<TreeVerdict>
}
