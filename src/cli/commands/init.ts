import { defineCommand } from '../command.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/init.ts')).init,
  options: [
    ['-y, --yes', 'write without asking'],
    ['--dry-run', 'show what would be written, and write nothing'],
    ['--branch <name>', 'your branch, when the one found is not the one meant'],
  ],
  examples: ['reveille init', 'reveille init --dry-run', 'reveille init --yes --repo ~/code/shop'],
  notes: ['A configuration that exists is never overwritten.'],
  input: ({ options }) => ({
    isYes: options['yes'] === true,
    dryRun: options['dryRun'] === true,
    branch: options['branch'],
  }),
  text({ files, isWritten, next }, style) {
    const lines = files.map(({ path, action }) => `${isWritten ? DONE[action] : `would ${action}`}  ${path}`)
    return [...lines, ...(isWritten ? ['', style.dim(`next: ${next}`)] : [])].join('\n')
  },
})

const DONE = { create: 'created', update: 'updated', keep: 'kept' } as const
