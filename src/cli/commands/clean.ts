import { count } from '../../reports/wording.ts'
import { bytesText } from '../../support/disk.ts'
import { defineCommand } from '../command.ts'
import { present } from '../task-options.ts'

export const command = defineCommand({
  options: [
    ['--dry-run', 'list what would be removed, with sizes, and remove nothing'],
    ['--transcripts', 'transcripts of ended runs too; nothing can bring them back'],
    ['-y, --yes', 'remove transcripts without asking'],
  ],
  examples: ['reveille clean --dry-run', 'reveille clean', 'reveille clean --transcripts --yes'],
  notes: [
    'Saved work (refs/reveille/runs/), evidence and the ledger are never removed, nor is a workspace with work that is saved nowhere else.',
  ],
  operation: async () => (await import('../../operations/clean.ts')).clean,
  input: ({ options: { dryRun, transcripts, yes } }) => present({ dryRun, transcripts, isYes: yes }),
  text({ items, bytes, removed, kept }) {
    const lines = items.map(
      (item) => `${bytesText(item.bytes).padStart(10)}  ${item.kind.padEnd(11)}  ${item.id}`,
    )
    const spared = kept.map(({ kind, path, reason }) => `kept the ${kind} ${path}: ${reason}`)
    const verb = removed ? 'removed' : 'would remove'
    return [...lines, ...spared, `${verb} ${count(items.length, 'item')}, ${bytesText(bytes)}`].join('\n')
  },
})
