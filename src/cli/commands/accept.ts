import { defineCommand } from '../command.ts'

export const command = defineCommand({
  options: [['--sandbox <kind>', 'auto, or none: checks then run without walls, and the record says so']],
  examples: ['reveille accept'],
  notes: [
    'Only ever fast-forwards. When your branch has moved since the night began, its tip is merged into the',
    "target first, verified like everything else, and the night's red-to-green checks run again on the result.",
    'Refused while a merge is under way in your checkout or local changes would be overwritten.',
  ],
  resume: 'reveille accept',
  operation: async () => (await import('../../operations/accept.ts')).accept,
  input: ({ options }) => options,
  text({ night, branch, accepted, from, to, checkout, unproved }) {
    if (!accepted) return `Night ${night} was not accepted: ${unproved ?? ''}`
    if (from === to) return `Night ${night} accepted: ${branch} had all of it already and stays where it is.`
    const where = checkout === null ? '' : ` The files in ${checkout} moved with it.`
    return `Night ${night} accepted: ${branch} went from ${from?.slice(0, 12)} to ${to?.slice(0, 12)}.${where}`
  },
  exit: ({ accepted }) => (accepted ? 0 : 1),
})
