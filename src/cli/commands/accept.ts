import type { AcceptResult } from '../../operations/accept.ts'
import { defineCommand } from '../command.ts'

export const command = defineCommand({
  options: [
    ['--sandbox <kind>', 'auto, or none: checks then run without walls, and the record says so'],
    ['--dry-run', 'say what would be moved; move and prove nothing'],
  ],
  examples: ['reveille accept --dry-run', 'reveille accept'],
  notes: [
    'Only ever fast-forwards. When your branch has moved since the night began, its tip is merged into the',
    "target first, verified like everything else, and the night's red-to-green checks run again on the result.",
    'Refused while a merge is under way in your checkout or local changes would be overwritten.',
  ],
  resume: 'reveille accept',
  progress: 'stderr',
  operation: async () => (await import('../../operations/accept.ts')).accept,
  input: ({ options }) => options,
  text(result) {
    const { night, branch, accepted, from, to, checkout, unproved, dryRun } = result
    if (dryRun) return forecastText(result)
    if (!accepted) return `Night ${night} was not accepted: ${unproved ?? ''}`
    if (from === to) return `Night ${night} accepted: ${branch} had all of it already and stays where it is.`
    const where = checkout === null ? '' : ` The files in ${checkout} moved with it.`
    return `Night ${night} accepted: ${branch} went from ${from?.slice(0, 12)} to ${to?.slice(0, 12)}.${where}`
  },
  exit: ({ accepted, dryRun }) => (accepted || dryRun ? 0 : 1),
})

function forecastText({ night, branch, from, to, checkout, merged }: AcceptResult): string {
  if (from === to)
    return `Would accept night ${night}: ${branch} has all of it already and stays where it is.`
  const [before, after] = [from?.slice(0, 12), to?.slice(0, 12)]
  if (merged) {
    return `Would merge ${branch} (${before}), which has moved, into the target (${after}), prove the result, and move ${branch} there.`
  }
  const where = checkout === null ? '' : ` with the files in ${checkout},`
  return `Would move ${branch} from ${before} to ${after},${where} once the night's checks are proved on it.`
}
