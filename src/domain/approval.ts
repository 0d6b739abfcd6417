import type { Blocker } from './blocker.ts'

/** Fingerprints that a person let pass by answering a blocker with an option whose effect is `approve`. */
export function approvedBy(blockers: readonly Blocker[]): ReadonlySet<string> {
  const approved = blockers.filter(
    ({ answer, options }) => options.find(({ key }) => key === answer)?.effect === 'approve',
  )
  return new Set(approved.flatMap(({ about }) => about))
}
