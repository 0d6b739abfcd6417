import type { Evidence } from '../domain/evidence.ts'
import type { LaneWitness } from '../domain/lane-judged.ts'
import type { LaneVerdict } from '../verification/verifier.ts'

/**
 * Whether work can be proved on the target at all.
 *
 * unknown -> green | red by the gate; green -> unknown when a run finds the base red; red -> green by a landing that
 * repairs it; any -> broken when no environment can be built or the gate contradicts itself: nothing starts any more.
 */
export type Lane =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'green' }
  | { readonly kind: 'red'; readonly failing: readonly Evidence[]; readonly detail: string }
  | { readonly kind: 'broken'; readonly detail: string; readonly shownBy: LaneWitness }

export function laneOf(verdict: LaneVerdict): Lane {
  return verdict.kind === 'green' ? { kind: 'green' } : verdict
}
