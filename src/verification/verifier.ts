import type { BlockerDraft } from '../domain/blocker.ts'
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

export type WorkVerdict =
  | { readonly kind: 'ok' }
  | {
      readonly kind: 'refused'
      readonly reason: Extract<EndReason, 'out-of-scope' | 'no-change' | 'weakened-tests' | 'suspicious'>
      readonly detail: string
      /** What a person is asked where the work is suspicious. */
      readonly blocker?: BlockerDraft
    }

export interface TreeVerdict {
  readonly green: boolean
  readonly gate: string
  readonly environment: string
  readonly evidence: readonly Evidence[]
  /** Why a run that brought this ends; null when green. Red is the target's own when everything red is red there too. */
  readonly reason: Extract<EndReason, 'check-failed' | 'weakened-tests' | 'target-red'> | null
  /** One sentence that names what is red and shows the end of the output; empty when green. */
  readonly detail: string
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
  /**
   * Judges base..candidate before any check runs: scope, protected files, test integrity, suspicion. `refused` are paths that
   * cannot be work at all.
   */
  judgeWork(params: {
    run: Run
    task: Task
    candidate: string
    refused: readonly string[]
  }): Promise<WorkVerdict>
  /**
   * Every check of the gate and the task on one commit, each in a fresh checkout. `target` is the commit that the work was
   * merged with: it is asked about red checks of the project before the work is blamed.
   */
  verify(params: { run: Run; task: Task; commit: string; target?: string }): Promise<TreeVerdict>
}
